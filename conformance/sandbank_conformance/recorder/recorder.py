"""A listener whose calls are passed on, judged, told and written down."""

import asyncio
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress

from sandbank_conformance.recorder.calls import Passed
from sandbank_conformance.recorder.destination import Destination
from sandbank_conformance.recorder.relay import Relay
from sandbank_conformance.recorder.sides import Side

WAITING = 1_000  # calls that may wait to be judged before the next one is passed on
PATIENCE = 5.0  # seconds for calls under way when it is to end

Note = Callable[[Passed], None]


class Recorder:
    """Passes on what comes to a listener; each call is noted once it is over."""

    def __init__(self, destination: Destination, note: Note) -> None:
        self._destination = destination
        self._note = note
        self._waiting: asyncio.Queue[Passed] = asyncio.Queue(WAITING)
        self._relays: dict[asyncio.Task[None], Relay] = {}

    async def run(self, listener: socket.socket, ended: asyncio.Event) -> None:
        """Serve until `ended`; calls under way are waited for, for a while."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Side(self._begin), sock=listener)
        judging = asyncio.create_task(self._judge())
        waiting = asyncio.create_task(ended.wait())
        await asyncio.wait([waiting, judging], return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        server.close()
        await self._let_go()
        if not judging.done():
            await self._waiting.join()
            judging.cancel()
        with suppress(asyncio.CancelledError):
            await judging

    def _begin(self, caller: Side) -> None:
        relay = Relay(caller, self._destination, self._waiting.put)
        task = asyncio.get_running_loop().create_task(relay.run())
        self._relays[task] = relay
        task.add_done_callback(self._relays.pop)

    async def _judge(self) -> None:
        """Judge beside the calls, so that none waits for its judgement."""
        while True:
            passed = await self._waiting.get()
            await asyncio.to_thread(self._note, passed)
            self._waiting.task_done()

    async def _let_go(self) -> None:
        """End idle connections at once, and those with a call after it."""
        tasks: Sequence[asyncio.Task[None]] = list(self._relays)
        for task, relay in list(self._relays.items()):
            if not relay.is_busy:
                task.cancel()
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=PATIENCE)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)
