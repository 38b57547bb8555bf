"""One caller's connection, and the one to the implementation that belongs to it.

Each has the other to itself, so that whatever one side does with its connection (keep it, close
it, break it off) can be done to the other: nothing has to be understood that is only passed on.
"""

import asyncio
from collections.abc import Awaitable, Callable
from time import perf_counter

from sandbank_conformance.adapters.clock import now
from sandbank_conformance.recorder import nobody
from sandbank_conformance.recorder.calls import Passed, Passing
from sandbank_conformance.recorder.destination import Destination, Unreachable
from sandbank_conformance.recorder.exchanges import Exchanging
from sandbank_conformance.recorder.heads import Length, NotHttp, Request, has_no_body
from sandbank_conformance.recorder.sides import Ended, Garbled, Gone, Side

LINGER = 0.2  # seconds in which bytes may follow an answer that allows none

Note = Callable[[Passed], Awaitable[None]]


class Relay:
    """Passes one call after another on, and notes each."""

    def __init__(self, caller: Side, destination: Destination, note: Note) -> None:
        self._caller = caller
        self._destination = destination
        self._note = note
        self._there: Side | None = None
        self._last: Passing | None = None  # not noted yet
        self.is_busy = False  # whether a call is under way

    async def run(self) -> None:
        """Pass calls on until one of the two sides ends it."""
        try:
            while await self._next() and await self._one():
                pass
        except (Ended, Gone):
            pass
        finally:
            await self._note_last()
            self.close()

    def close(self) -> None:
        """End both connections, each as the other one was ended."""
        there = self._there
        self._caller.close(is_reset=there is not None and there.was_reset)
        if there is not None:
            there.close(is_reset=self._caller.was_reset)

    async def _next(self) -> bool:
        """Wait for a call; meanwhile the implementation may send what nobody asked for, or end."""
        there = self._there
        while not self._caller.buffer:
            await self._news(LINGER if self._last else None)
            if there and there.buffer:
                await self._pass_stray(there)
            elif (there and there.has_ended) or self._caller.has_ended:
                return False
            else:
                await self._note_last()
        return True

    async def _news(self, timeout: float | None) -> None:
        """Wait until either side has something to say, or says that it has nothing more."""
        sides = [self._caller, *([self._there] if self._there else [])]
        waiting = [asyncio.ensure_future(each.news()) for each in sides]
        try:
            await asyncio.wait(waiting, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waiting:
                each.cancel()

    async def _pass_stray(self, there: Side) -> None:
        """Pass on what came without a call, and note it of the call before."""
        data = there.taken(len(there.buffer))
        if self._last:
            self._last.beyond += data
        await self._caller.send(data)

    async def _one(self) -> bool:
        """Pass one call on; False where that ends the connection."""
        await self._note_last()
        self.is_busy = True
        try:
            request = Request(await self._caller.head())
            parts, length = request.parts, request.length()
        except (NotHttp, Garbled) as error:
            await nobody.refuse(self._caller, 400, f"this is no HTTP/1: {error}")
            return False
        method, _, version = parts
        url = self._destination.origin + self._destination.target(request)
        passing = self._last = Passing(now(), perf_counter(), (method, url, version))
        passing.headers = self._destination.request(request).headers
        goes_on = await self._exchange(request, length, passing)
        passing.ends(perf_counter())
        if self._there and self._there.buffer:
            await self._pass_stray(self._there)
        if not goes_on or not _may_have_more(passing):
            await self._note_last()
        self.is_busy = False
        return goes_on

    async def _exchange(self, request: Request, length: Length, passing: Passing) -> bool:
        try:
            self._there = self._there or await self._destination.connect()
        except Unreachable as error:
            passing.fails(str(error))
            await nobody.take(self._caller, request, length, passing.sent)
            await nobody.refuse(self._caller, 502, str(error))
            return False
        head = self._destination.request(request).raw
        return await Exchanging(self._caller, self._there, passing).run(head, length)

    async def _note_last(self) -> None:
        if self._last is not None:
            passed, self._last = self._last.passed(), None
            await self._note(passed)


def _may_have_more(passing: Passing) -> bool:
    """Whether bytes may follow that HTTP allows none of; who sends them does so at once."""
    return passing.answer is not None and has_no_body(passing.method, passing.answer.status)
