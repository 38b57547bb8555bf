"""What a caller is answered when nobody is there to pass its call on to."""

import asyncio
from collections.abc import Mapping

from sandbank_conformance.recorder.bodies import Copy, pass_on
from sandbank_conformance.recorder.heads import Length, Request
from sandbank_conformance.recorder.sides import Ended, Garbled, Gone, Side

PATIENCE = 5.0  # seconds for the rest of a request that leads nowhere

_REASONS: Mapping[int, str] = {400: "Bad Request", 502: "Bad Gateway"}


class _Nowhere(Side):
    """Takes everything, and does nothing with it."""

    async def send(self, data: bytes) -> None:
        """Take it."""


async def refuse(caller: Side, status: int, told: str) -> None:
    """Answer in our own name: the text says so."""
    body = f"sandbank record: {told}\n".encode()
    head = (
        f"HTTP/1.1 {status} {_REASONS[status]}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    await caller.send(head.encode() + body)


async def take(caller: Side, request: Request, length: Length, copy: Copy) -> None:
    """Read a request to its end: who is answered in the middle of it may not read the answer."""
    if request.values("expect"):
        return  # it waits for leave to send its body
    try:
        await asyncio.wait_for(pass_on(caller, _Nowhere(), length, copy), PATIENCE)
    except (TimeoutError, Ended, Garbled, Gone):
        return
