"""One request passed on, and its answer passed back, both at once."""

import asyncio
import contextlib
from time import perf_counter

from sandbank_conformance.recorder.bodies import Copy, pass_on
from sandbank_conformance.recorder.calls import Passing
from sandbank_conformance.recorder.heads import SWITCHING, TO_END, Answer, Length, NotHttp
from sandbank_conformance.recorder.sides import LONGEST, Ended, Garbled, Gone, Side

HUNG_UP = "the caller hung up before the answer was over"


class Exchanging:
    """A call under way between two sides; what happens is told to `passing`."""

    def __init__(self, caller: Side, there: Side, passing: Passing) -> None:
        self._caller = caller
        self._there = there
        self._passing = passing
        self._is_sent = asyncio.Event()

    async def run(self, head: bytes, length: Length) -> bool:
        """Pass it on; False where the connection is of no use any more."""
        sending = asyncio.create_task(self._send(head, length))
        try:
            goes_on = await self._answer()
            if goes_on and not self._is_sent.is_set():
                goes_on = await self._rest_of_request()
        finally:
            sending.cancel()
            await asyncio.wait([sending])
        return goes_on and not self._caller.has_ended

    async def _send(self, head: bytes, length: Length) -> None:
        """The request, and after it that the caller hangs up, should that happen."""
        try:
            await self._there.send(head)
            await pass_on(self._caller, self._there, length, self._passing.sent)
            self._is_sent.set()
            while len(self._caller.buffer) < LONGEST and await self._caller.fill():
                pass
        except Gone:
            return  # its answer, should there be one, is read all the same
        except Garbled as error:
            self._passing.fails(f"the caller sent {error}")
        except Ended:
            pass
        if self._caller.has_ended:
            self._hang_up()

    def _hang_up(self) -> None:
        """Do there what the caller did here."""
        if self._caller.was_reset:
            self._passing.fails(HUNG_UP)
            self._there.close(is_reset=True)
        else:
            self._there.finish()

    async def _rest_of_request(self) -> bool:
        """An answer came early: the rest of the request is passed on while somebody takes it."""
        waiting = [
            asyncio.ensure_future(each) for each in (self._is_sent.wait(), self._there.news())
        ]
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for each in waiting:
            each.cancel()
        return self._is_sent.is_set()

    async def _answer(self) -> bool:
        """Pass the answer back."""
        begun: list[bytes] = []
        try:
            while True:
                begun.clear()
                answer = Answer(await self._there.head(begun.append))
                length = answer.length(self._passing.method)
                if not answer.is_interim:
                    break
                await self._caller.send(answer.raw)
            self._passing.begins(answer, perf_counter())
        except (Ended, Garbled, NotHttp) as error:
            return await self._no_answer(begun, error)
        except Gone:
            return self._caller_is_gone()
        return await self._body(answer, length)

    async def _body(self, answer: Answer, length: Length) -> bool:
        copy = self._passing.received
        try:
            await self._caller.send(answer.raw)
            await pass_on(self._there, self._caller, length, copy)
        except Ended:
            broke = HUNG_UP if self._caller.has_ended else "the answer broke off"
            self._passing.fails(f"{broke} after {copy.size} bytes of its body")
            return False
        except Garbled as error:
            self._passing.fails(f"the answer is garbled: {error}")
            return await self._all_there_is()
        except Gone:
            return self._caller_is_gone()
        return length != TO_END and answer.status != SWITCHING

    async def _no_answer(self, begun: list[bytes], error: Exception) -> bool:
        """What is no answer is passed back as it is."""
        if isinstance(error, Ended):
            told = "broke off the connection" if self._there.was_reset else "hung up"
            self._passing.fails(
                "the caller hung up before there was an answer"
                if self._caller.has_ended
                else f"the implementation {told} without a whole answer"
            )
        else:
            self._passing.fails(f"the answer is no HTTP/1: {error}")
        try:
            await self._caller.send(b"".join(begun))
        except Gone:
            return False
        return await self._all_there_is()

    async def _all_there_is(self) -> bool:
        """Pass on what nobody understands, to its end."""
        with contextlib.suppress(Ended, Gone):
            await pass_on(self._there, self._caller, TO_END, Copy())
        return False

    def _caller_is_gone(self) -> bool:
        self._passing.fails(HUNG_UP)
        self._there.close(is_reset=True)
        return False
