"""A sandbox served from a thread of this process, and made as new again and again."""

import asyncio
import socket
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread

import uvicorn
from starlette.types import Receive, Scope, Send

from sandbank_fixtures import FixtureError, load
from sandbank_server.adapters.clock import real_time
from sandbank_server.adapters.keys import Keys
from sandbank_server.adapters.tokens import JwtTokens
from sandbank_server.app import Application
from sandbank_server.service.ports import WorldError
from sandbank_server.settings import Settings, SettingsError
from sandbank_server.state import MOST_PROBLEMS, World, open_state

SETTINGS = Settings(port=0, seed=1)  # a seed, for the same ids in every test and every run

# To date a world anew takes a hundred times as long as to bring a copy back, and its times are
# whole seconds: so long a copy will do.
FRESH = timedelta(seconds=1)


class SandboxServer:
    """One HTTP server for all tests of a process; each test begins with a new sandbox."""

    def __init__(self) -> None:
        self._keys = Keys.open()
        self._stage = _Stage(self._keys)
        self._worlds: dict[str | Path, World] = {}
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._server = uvicorn.Server(_config(self))
        # A loop of its own, told so: otherwise it would become that of the thread of the tests.
        self._runner = asyncio.Runner(loop_factory=asyncio.new_event_loop)
        self._loop = self._runner.get_loop()
        # A daemon: whatever keeps pytest from ending in order must not keep it from ending.
        self._thread = Thread(target=self._run, name="sandbank", daemon=True)

    def start(self) -> None:
        """Serve from now on."""
        self._thread.start()

    def begin(self, world: str | Path) -> None:
        """Be as new, with a world's name or file; a `SettingsError` says why it cannot be."""
        contents = self._contents(world)
        asyncio.run_coroutine_threadsafe(self._begin(world, contents), self._loop).result()

    def stop(self) -> None:
        """Serve no longer; everything it holds is gone."""
        self._server.should_exit = True
        self._thread.join()
        self._listener.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        self._stage.note(scope["path"])
        await self._stage.application(scope, receive, send)

    def _run(self) -> None:
        with self._runner:
            self._runner.run(self._server.serve(sockets=[self._listener]))

    def _contents(self, world: str | Path) -> World:
        if world not in self._worlds:
            try:
                self._worlds[world] = load(world)
            except FixtureError as error:
                raise SettingsError(str(error)) from None
        return self._worlds[world]

    async def _begin(self, world: str | Path, contents: World) -> None:
        # A coroutine, as state is only ever touched on the loop.
        if self._stage.worn:
            await self._stage.leave()
            self._stage = _Stage(self._keys)  # the keys stay, and with them tokens, as in a reset
        try:
            self._stage.begin(str(world), contents)
        except WorldError as error:
            problems = [f"  {place}: {what}" for place, what in error.problems[:MOST_PROBLEMS]]
            raise SettingsError("\n".join([f"{world} cannot be loaded:", *problems])) from None


class _Stage:
    """An application whose worlds come and go."""

    def __init__(self, keys: Keys) -> None:
        state = open_state(SETTINGS)
        tokens = JwtTokens(keys, state.sandbox.clock)
        sandbox = replace(state.sandbox, tokens=tokens)
        self.application = Application(replace(state, sandbox=sandbox, keys=keys), SETTINGS)
        self._sandbox = self.application.state.sandbox
        self.worn = False  # whether it holds what no change of worlds takes away
        self._dated: dict[str, datetime] = {}  # the copies of worlds, and since when they are right

    def note(self, path: str) -> None:
        """See what a call is about to leave: a snapshot, or a throttle's count."""
        if path.startswith("/_sandbox/snapshots/") or (
            path.startswith("/provider/")
            and self._sandbox.store.settings.throttle_per_second is not None
        ):
            self.worn = True

    def begin(self, name: str, world: World) -> None:
        """Be as new with this world, in real time; a `WorldError` names what is wrong with it."""
        store, clock = self._sandbox.store, self._sandbox.clock
        clock.freeze(False)
        clock.set(real_time())
        copy = f"begin with {name}"  # no name that a caller can give to a snapshot
        now, dated = clock.now(), self._dated.get(name)
        if dated is None or not timedelta() <= now - dated < FRESH:
            store.load(world)
            store.snapshot(copy)
            self._dated[name] = now
        else:
            store.restore(copy)
        self._sandbox.ids.rewind()
        self._sandbox.journal.clear()
        self._sandbox.faults.end_with_world()
        self._sandbox.outbox.look()

    async def leave(self) -> None:
        """Have nothing of it go on: no call that waits, and nothing that is sent."""
        self._sandbox.faults.end_with_world()
        await self.application.stop_sending()


def _config(server: SandboxServer) -> uvicorn.Config:
    return uvicorn.Config(
        server,
        log_config=None,  # uvicorn's own would close the log handlers of the tests
        log_level="warning",
        access_log=False,
        date_header=False,
        server_header=False,
        ws="none",
        lifespan="off",  # it saves files, and this sandbox has none
        proxy_headers=False,
        timeout_graceful_shutdown=1,
    )
