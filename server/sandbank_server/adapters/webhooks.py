"""The `Outbox` port: notifications over HTTP, one lane beside the other, beside all other calls."""

import asyncio
import json
import sys
import traceback
from collections import defaultdict
from contextlib import suppress

from sandbank_server.adapters.agenda import Agenda
from sandbank_server.adapters.destinations import Unreachable
from sandbank_server.adapters.outbound import Outbound, OutboundCall
from sandbank_server.adapters.slots import Slots
from sandbank_server.domain.refusals import Unavailable
from sandbank_server.service import outbox
from sandbank_server.service.notifications import message
from sandbank_server.service.outbox import Later, Letter, Ready, Route, Step, Unaddressed
from sandbank_server.service.ports import Sandbox

PATIENCE = 5.0  # seconds of real time for an attempt
MOST = 64 * 1024  # bytes of an answer's body, which nobody reads
GRACE = 1.0  # seconds after which an attempt that has timed out is surely recorded
RESTORE = 1.0  # seconds between attempts to record what the store cannot take now


class Webhooks:
    """Sends what waits in the store; lives on the event loop that serves the calls."""

    def __init__(self, sandbox: Sandbox, outbound: Outbound) -> None:
        self._sandbox = sandbox
        self._outbound = outbound
        self._slots = Slots()
        self._generation = sandbox.store.generation
        self._posted: dict[str, None] = dict.fromkeys(outbox.lanes(sandbox))
        self._agenda = Agenda()
        self._held: dict[Route, set[str]] = defaultdict(set)
        self._flights: dict[str, asyncio.Task[None]] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._called = False

    def post(self, lane: str) -> None:
        """Send what waits in a lane, once the call that is being handled has had its answer."""
        self._posted[lane] = None
        self.look()

    def look(self) -> None:
        """See what can be sent, once the call that is being handled has had its answer."""
        if not self._called:
            self._called = True
            asyncio.get_running_loop().call_soon(self._look)

    async def settled(self) -> None:
        """Come back when all that is due was tried, or when the time for that is over."""
        self._look()
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE + GRACE
        while self._flights and (left := end - loop.time()) > 0:
            await asyncio.wait(self._flights.values(), timeout=left)

    async def close(self) -> None:
        """Send nothing more; what was under way is tried again by whoever opens the store next."""
        self._stop_timer()
        flights = list(self._flights.values())
        for flight in flights:
            flight.cancel()
        if flights:
            await asyncio.wait(flights)

    def _look(self) -> None:
        self._called = False
        if self._generation != self._sandbox.store.generation:
            self._begin_anew()
        lanes = self._posted | dict.fromkeys(self._agenda.take(self._sandbox.clock.now()))
        self._posted = {}
        for route in [each for each in self._held if outbox.is_addressed(self._sandbox, each)]:
            lanes |= dict.fromkeys(sorted(self._held.pop(route)))
        for lane in lanes:
            self._serve(lane)
        self._set_timer()

    def _begin_anew(self) -> None:
        self._generation = self._sandbox.store.generation
        for flight in self._flights.values():
            flight.cancel()  # what is told of a world that is gone helps nobody
        self._flights = {}
        self._agenda.clear()
        self._held.clear()
        self._posted = dict.fromkeys(outbox.lanes(self._sandbox))

    def _serve(self, lane: str) -> None:
        if lane not in self._flights and isinstance(step := self._next(lane), Ready):
            flight = self._carry(lane, step.notification.provider_id)
            self._flights[lane] = asyncio.create_task(flight)

    def _next(self, lane: str) -> Step:
        step = outbox.next_step(self._sandbox, lane)
        if isinstance(step, Later):
            self._agenda.put(lane, step.at)
        elif isinstance(step, Unaddressed):
            self._held[step.route].add(lane)
        return step

    async def _carry(self, lane: str, provider_id: str) -> None:
        try:
            while isinstance(self._next(lane), Ready):
                async with self._slots.of(provider_id):
                    letter = outbox.write(self._sandbox, lane)
                    if letter is not None and await self._lasts():
                        await self._deliver(letter)
        finally:
            if self._flights.get(lane) is asyncio.current_task():
                del self._flights[lane]
                self._set_timer()

    async def _lasts(self) -> bool:
        """Whether what is to be told is there for good: nobody is told of what is undone."""
        try:
            await self._sandbox.store.durable()
        except Unavailable:
            return False
        return True

    async def _deliver(self, letter: Letter) -> None:
        status, error = None, None
        try:
            status = await self._send(letter)
        except Unreachable as reason:
            error = str(reason)
        except Exception as defect:
            print(f"DEFECT in a notification: {defect}", file=sys.stderr, flush=True)
            traceback.print_exception(defect)
            error = "not sent"
        while True:
            with suppress(Unavailable):
                outbox.settle(self._sandbox, letter, status=status, error=error)
                return await self._sandbox.store.durable()
            await asyncio.sleep(RESTORE)

    async def _send(self, letter: Letter) -> int | None:
        body = json.dumps(message(letter.event), ensure_ascii=False, separators=(",", ":"))
        call = OutboundCall(
            method="POST",
            url=letter.url,
            headers={**letter.headers, "Content-Type": "application/json"},
            content=body.encode(),
            patience=PATIENCE,
            most=MOST,
        )
        return (await self._outbound.call(call)).status

    def _set_timer(self) -> None:
        self._stop_timer()
        at = self._agenda.next()
        if at is not None and not self._sandbox.clock.frozen:
            wait = (at - self._sandbox.clock.now()).total_seconds()
            self._timer = asyncio.get_running_loop().call_later(max(wait, 0.0), self._look)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
