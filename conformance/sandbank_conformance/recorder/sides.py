"""One end of a connection that is passed on: what comes from there, and what goes there."""

import asyncio
import socket
import struct
from collections.abc import Callable
from typing import cast

PIECE = 65_536
LONGEST = 1_048_576  # bytes of a line; of a head, too

_RESET = struct.pack("ii", 1, 0)  # SO_LINGER: do not wait, and say that it broke off


class Gone(Exception):
    """Nobody is there any more to write to."""


class Ended(Exception):
    """The connection ended before what was begun did."""


class Garbled(Exception):
    """Bytes that are not what HTTP has there; the message says which."""


class Side(asyncio.Protocol):
    """The caller, or the implementation.

    Not one of asyncio's streams: those lose what had come when a connection is broken off.
    """

    def __init__(self, begin: "Callable[[Side], None]" = lambda _: None) -> None:
        self._begin = begin
        self._news = asyncio.Event()  # something came, or the end
        self._room = asyncio.Event()  # what is sent is taken, or never will be
        self._room.set()
        self._is_lost = False
        self.buffer = bytearray()
        self.has_ended = False
        self.was_reset = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It is there."""
        self._transport = cast(asyncio.Transport, transport)
        self._transport.set_write_buffer_limits(high=0)  # what is sent is on its way
        sock = transport.get_extra_info("socket")
        if sock is not None:  # a head and a body go at once, each when it is there
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._begin(self)

    def data_received(self, data: bytes) -> None:
        """Something came."""
        self.buffer += data
        if len(self.buffer) > LONGEST:
            self._transport.pause_reading()
        self._news.set()

    def eof_received(self) -> bool:
        """Nothing more will come, though something may go there: TLS has no such half."""
        self.has_ended = True
        self._news.set()
        return self._transport.get_extra_info("ssl_object") is None

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        self.was_reset = isinstance(exc, ConnectionError)
        self.has_ended = self._is_lost = True
        self._news.set()
        self._room.set()

    def pause_writing(self) -> None:
        """What was sent waits to be taken."""
        self._room.clear()

    def resume_writing(self) -> None:
        """It was taken."""
        self._room.set()

    async def news(self) -> None:
        """Wait until something is there, or nothing will be."""
        while not (self.buffer or self.has_ended):
            await self._news.wait()

    async def fill(self) -> bool:
        """Wait for more than there is; False where no more will come."""
        before = len(self.buffer)
        while len(self.buffer) <= before and not self.has_ended:
            self._news.clear()
            self._transport.resume_reading()
            await self._news.wait()
        return len(self.buffer) > before

    def taken(self, size: int) -> bytes:
        """So much of what is there, or all."""
        piece = bytes(self.buffer[:size])
        del self.buffer[:size]
        if len(self.buffer) <= LONGEST and not self._is_lost:
            self._transport.resume_reading()
        if not self.buffer and not self.has_ended:
            self._news.clear()
        return piece

    async def some(self, most: int) -> bytes:
        """What is there, up to so many bytes; empty where nothing will come."""
        if not self.buffer:
            await self.fill()
        return self.taken(most)

    async def line(self) -> bytes:
        """A line with its end; `Ended` where it breaks off."""
        start = 0
        while (at := self.buffer.find(b"\n", start)) < 0:
            start = len(self.buffer)
            if start > LONGEST:
                raise Garbled(f"a line of more than {LONGEST} bytes")
            if not await self.fill():
                raise Ended
        return self.taken(at + 1)

    async def head(self, note: Callable[[bytes], None] = lambda _: None) -> list[bytes]:
        """The lines of a head, the empty one at its end included; each is told as it comes."""
        lines: list[bytes] = []
        size = 0
        while size <= LONGEST:
            line = await self.line()
            is_empty = line in (b"\r\n", b"\n")
            if is_empty and not lines:
                continue  # empty lines before a head are nothing
            note(line)
            lines.append(line)
            if is_empty:
                return lines
            size += len(line)
        raise Garbled(f"a head of more than {LONGEST} bytes")

    async def send(self, data: bytes) -> None:
        """Pass bytes on; `Gone` where nobody takes them."""
        if self._is_lost:
            raise Gone
        self._transport.write(data)
        await self._room.wait()

    def finish(self) -> None:
        """Say that nothing more is sent, though answers are read; where that cannot be, close."""
        if self._transport.can_write_eof() and not self._is_lost:
            self._transport.write_eof()
        else:
            self._transport.close()

    def close(self, *, is_reset: bool = False) -> None:
        """End the connection; `is_reset` breaks it off."""
        sock = self._transport.get_extra_info("socket")
        if is_reset and sock is not None and sock.fileno() >= 0:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            self._transport.abort()
        else:
            self._transport.close()
