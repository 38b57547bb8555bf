"""Where calls go wrong on purpose: between the journal and the credentials of an operation."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from starlette.types import Message, Send

from sandbank_server.api.calls import Answer, refused
from sandbank_server.api.connections import hang_up
from sandbank_server.api.errors import AskedFor
from sandbank_server.api.responses import Sender, body_of
from sandbank_server.domain.faults import (
    Corrupt,
    Corruption,
    Status,
    Throttle,
    When,
)
from sandbank_server.service.faults import Faults, Hit, deed_of, delay_of

PAGE = b"<!DOCTYPE html>\n<html><body><h1>Here should have been JSON</h1></body></html>\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """What a call is made of, whatever goes wrong in between."""

    do: Callable[[], Awaitable[Answer]]  # the operation, credentials and all
    worded: Callable[[Answer], Answer]  # a refusal in the words of its API
    record: Callable[[Answer | None], None]  # for the journal; None: no answer goes out
    send: Send


class FaultyCall:
    """A call that meets faults: delays add up, and of all others the first that was set is done."""

    def __init__(self, hits: Sequence[Hit], faults: Faults, sender: Sender) -> None:
        self._hits = hits
        self._faults = faults
        self._sender = sender
        self._deed = deed_of(hits)

    async def go(self, steps: Steps) -> None:
        """Wait, do the operation or not, wait again, and answer or not."""
        answer = None
        if await self._wait(When.BEFORE):
            answer = await self._outcome(steps)
            # Now: of what is deleted while the answer waits, the journal must not hear any more.
            steps.record(answer)
        if answer is not None and await self._wait(When.AFTER):
            await self._answer(answer, steps)
        else:
            hang_up(steps.send)

    async def _wait(self, when: When) -> bool:
        """Whether the call goes on after its delays: not when its world was replaced meanwhile."""
        seconds = delay_of(self._hits, when)
        if not seconds:
            return True
        held = asyncio.get_running_loop().create_future()

        def let_go(goes_on: bool) -> None:
            if not held.done():
                held.set_result(goes_on)

        with self._faults.holding(let_go):
            await asyncio.wait({held}, timeout=seconds)
        return held.result() if held.done() else True

    async def _outcome(self, steps: Steps) -> Answer | None:
        deed = self._deed
        if deed is None or isinstance(deed.fault.effect, Corrupt):
            return await steps.do()
        if deed.fault.when is When.AFTER:
            await steps.do()
        match deed.fault.effect:
            case Status(status):
                detail = "The owner of this sandbox has set a fault for this call."
                return steps.worded(refused(AskedFor(status, detail)))
            case Throttle(per_second):
                detail = f"A fault lets {per_second} a second through; try again in {deed.wait} s."
                return steps.worded(refused(AskedFor(429, detail, retry_after=deed.wait)))
            case _:
                return None

    async def _answer(self, answer: Answer, steps: Steps) -> None:
        effect = self._deed.fault.effect if self._deed else None
        how = effect.how if isinstance(effect, Corrupt) else None
        if answer.body is None or how is None:
            await self._sender.send(answer, steps.send)
        elif how is Corruption.HALF:
            await self._sender.send(replace(answer, body=_half(body_of(answer))), steps.send)
        elif how is Corruption.HTML:
            page = replace(answer, body=PAGE, media_type="text/html; charset=utf-8")
            await self._sender.send(page, steps.send)
        else:
            await self._sender.send(answer, _breaking_off(steps.send))
            hang_up(steps.send)


def _half(body: bytes) -> bytes:
    return body[: len(body) // 2]


def _breaking_off(send: Send) -> Send:
    async def half(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": _half(message["body"]), "more_body": True}
        await send(message)

    return half
