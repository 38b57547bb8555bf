"""Opening what a sandbox holds: clock, keys, store and world."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sandbank_fixtures import FixtureError, load, locate
from sandbank_server.adapters.clock import SandboxClock
from sandbank_server.adapters.database_file import DatabaseFile
from sandbank_server.adapters.disk import StoreFileError
from sandbank_server.adapters.documents import MemoryStorage
from sandbank_server.adapters.file_storage import FileStorage
from sandbank_server.adapters.ids import SeededIds
from sandbank_server.adapters.keys import Keys
from sandbank_server.adapters.tinydb_store import TinyDbStore
from sandbank_server.adapters.tokens import JwtTokens
from sandbank_server.api.journal import Journal
from sandbank_server.domain.refusals import Malformed, Violation
from sandbank_server.service.connector_port import AvailableAccounts, Outbox
from sandbank_server.service.ports import Sandbox, WorldError
from sandbank_server.settings import Settings, SettingsError

World = Mapping[str, object]

MOST_PROBLEMS = 20  # of a world file, named at the start


@dataclass(frozen=True, slots=True)
class State:
    """Everything one sandbox holds."""

    sandbox: Sandbox
    journal: Journal
    keys: Keys
    store: TinyDbStore
    notice: str | None  # what the owner should know of the file

    def with_callers(self, outbox: Outbox, accounts: AvailableAccounts) -> "State":
        """The same, with somebody who tells providers of what happens, and somebody who asks."""
        sandbox = replace(self.sandbox, outbox=outbox, available_accounts=accounts)
        return replace(self, sandbox=sandbox)

    async def save(self) -> None:
        """Put what has changed into the file, if there is one."""
        await self.store.save()

    def close(self) -> None:
        """Put what has changed into the file, and let go of it."""
        self.store.close()


def open_state(settings: Settings) -> State:
    """What the file holds, or the world of the settings; a `SettingsError` says what is wrong."""
    try:
        file = DatabaseFile(settings.db) if settings.db else None
        storage = FileStorage(file, always=settings.is_always_durable) if file else MemoryStorage()
        keys = Keys.open(seed=settings.seed, db=settings.db)
    except StoreFileError as error:
        raise SettingsError(str(error)) from None
    clock, journal = SandboxClock(), Journal()
    store = TinyDbStore(clock, storage)
    ids = SeededIds(settings.seed)
    if store.is_new:
        begin_with(settings.world, store)
        _keep(store)
    elif settings.seed is not None:
        # A seed that begins anew on old data would give ids that are taken.
        ids = SeededIds(settings.seed * 2**64 + store.sequence())
    sandbox = Sandbox(store, clock, ids, JwtTokens(keys, clock), journal)
    return State(sandbox, journal, keys, store, file.notice if file else None)


def begin_with(name: str, store: TinyDbStore) -> None:
    """Load a world by name or path; a `SettingsError` says what is wrong with it."""
    try:
        store.load(load(_name_or_path(name)))
    except FixtureError as error:
        raise SettingsError(f"--world {name}: {error}") from None
    except WorldError as error:
        world = _name_or_path(name)
        problems = "\n".join(
            f"  {locate(world, place)}: {place or '/'} {what}"
            for place, what in error.problems[:MOST_PROBLEMS]
        )
        raise SettingsError(f"--world {name} cannot be loaded:\n{problems}") from None


def _keep(store: TinyDbStore) -> None:
    try:
        store.save_now()
    except StoreFileError as error:
        raise SettingsError(str(error)) from None


def _name_or_path(name: str) -> str | Path:
    return Path(name) if "/" in name or "." in name else name


class Worlds:
    """Where the control API takes named worlds from."""

    def __init__(self, first: str) -> None:
        """`first` is the world that a reset without a name brings back."""
        self._first = first
        self._made: dict[str, World] = {}

    def __call__(self, name: str | None) -> World:
        """The world of a name, not to be changed; files are for the command line only."""
        try:
            return self._of(_name_or_path(self._first) if name is None else name)
        except FixtureError as error:
            violation = Violation("/world", str(error))
            raise Malformed("CTL-02", "There is no such world.", (violation,)) from None

    def _of(self, world: str | Path) -> World:
        if isinstance(world, Path):  # whoever edits it sees that with the next reset
            return load(world)
        if world not in self._made:
            self._made[world] = load(world)
        return self._made[world]
