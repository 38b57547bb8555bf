"""The `Store` port on TinyDB: everything in memory, indexed, changed in units of work."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from sandbank_server.adapters import tables
from sandbank_server.adapters.changes import UnitOfWork
from sandbank_server.adapters.documents import Database, MemoryStorage
from sandbank_server.adapters.indexed_table import IndexedTable, TableImage
from sandbank_server.adapters.table_shape import Counter, TableShape
from sandbank_server.adapters.world import WORLD_SHAPES, read_world
from sandbank_server.domain.authorisations import Authorisation
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.candidates import BankAccountCandidate
from sandbank_server.domain.notifications import Notification
from sandbank_server.domain.organisations import Application, Bank, Company, Organisation, Provider
from sandbank_server.domain.rules import Rule
from sandbank_server.domain.statements import Statement
from sandbank_server.domain.transactions import BankTransaction
from sandbank_server.domain.uploads import UploadAccount, UploadTransaction
from sandbank_server.domain.users import UploadClient, User
from sandbank_server.service.ports import Clock
from sandbank_server.service.records import AuditEntry, Nonce, SandboxSettings
from sandbank_server.service.table_port import Table

V = TypeVar("V")

DEFAULTS = SandboxSettings()


class TinyDbStore:
    """All state of one sandbox; one thread changes it."""

    def __init__(self, clock: Clock, storage: MemoryStorage | None = None) -> None:
        """What the storage holds already is taken over; `clock` dates the worlds loaded."""
        self._clock = clock
        self._storage = storage or MemoryStorage()
        self._database = Database(self._storage)
        self._changes = self._storage.changes
        self._tables: dict[str, IndexedTable[Any]] = {}
        self._snapshots: dict[str, dict[str, TableImage]] = {}
        self._generation = 0
        self._open_bank_feeds()
        self.upload_clients: Table[UploadClient] = self._open(tables.UPLOAD_CLIENTS)
        self.users: Table[User] = self._open(tables.USERS)
        self.upload_accounts: Table[UploadAccount] = self._open(tables.UPLOAD_ACCOUNTS)
        self.upload_transactions: Table[UploadTransaction] = self._open(tables.UPLOAD_TRANSACTIONS)
        self.audit: Table[AuditEntry] = self._open(tables.AUDIT)
        self.nonces: Table[Nonce] = self._open(tables.NONCES)
        self._settings = self._open(tables.SETTINGS)
        self._counters = self._open(tables.COUNTERS)

    def _open_bank_feeds(self) -> None:
        self.applications: Table[Application] = self._open(tables.APPLICATIONS)
        self.organisations: Table[Organisation] = self._open(tables.ORGANISATIONS)
        self.companies: Table[Company] = self._open(tables.COMPANIES)
        self.providers: Table[Provider] = self._open(tables.PROVIDERS)
        self.banks: Table[Bank] = self._open(tables.BANKS)
        self.bank_accounts: Table[BankAccount] = self._open(tables.BANK_ACCOUNTS)
        self.transactions: Table[BankTransaction] = self._open(tables.TRANSACTIONS)
        self.statements: Table[Statement] = self._open(tables.STATEMENTS)
        self.rules: Table[Rule] = self._open(tables.RULES)
        self.authorisations: Table[Authorisation] = self._open(tables.AUTHORISATIONS)
        self.bank_account_candidates: Table[BankAccountCandidate] = self._open(
            tables.BANK_ACCOUNT_CANDIDATES
        )
        self.notifications: Table[Notification] = self._open(tables.NOTIFICATIONS)

    def _open(self, shape: TableShape[V]) -> IndexedTable[V]:
        documents = self._database.documents(shape.name)
        table = IndexedTable(shape, documents, self._storage)
        self._tables[shape.name] = table
        return table

    def unit_of_work(self) -> AbstractContextManager[None]:
        """All changes inside are kept together, or none when it is left by an exception.

        Inside another one it joins it: its changes are kept when the outer one's are. Nothing
        may be awaited inside: other calls would join it too.
        """
        return UnitOfWork(self._changes)

    def undo_with(self, undo: Callable[[], None]) -> None:
        """Have something done, too, should the unit of work under way be undone."""
        self._changes.record(undo)

    async def durable(self) -> None:
        """Come back when all that was changed so far is where it lasts.

        An `Unavailable` says that it cannot get there, and was undone.
        """
        await self._storage.durable()

    def sequence(self) -> int:
        """The next number of a series that never repeats within this world."""
        counter = self._counters.get("counter") or Counter()
        self._counters.put(Counter(last=counter.last + 1))
        return counter.last + 1

    @property
    def generation(self) -> int:
        """Which world this is: each one that is loaded or restored has another number."""
        return self._generation

    @property
    def settings(self) -> SandboxSettings:
        """The settings the owner can change while it runs."""
        return self._settings.get("settings") or DEFAULTS

    def change_settings(self, settings: SandboxSettings) -> None:
        """Replace the settings."""
        self._settings.put(settings)

    def export(self) -> dict[str, list[dict[str, object]]]:
        """The world as plain JSON values: what a world file holds."""
        return {name: self._tables[name].export() for name in WORLD_SHAPES}

    def load(self, world: Mapping[str, object]) -> None:
        """Replace everything by a world; a `WorldError` names each place that is wrong.

        Settings go back to their defaults, audit trail and nonces go; snapshots stay.
        """
        values, last = read_world(world, self._clock.now())
        values[tables.COUNTERS.name] = [Counter(last=last)]
        self._replace(
            {name: table.image_of(values.get(name, [])) for name, table in self._tables.items()}
        )

    def snapshot(self, name: str) -> None:
        """Keep a copy of everything, in memory, under a name."""
        self._snapshots[name] = {name: table.image() for name, table in self._tables.items()}

    def restore(self, name: str) -> bool:
        """Bring a copy back; False when there is none of that name."""
        images = self._snapshots.get(name)
        if images is None:
            return False
        self._replace({name: image.copy() for name, image in images.items()})
        return True

    @property
    def is_new(self) -> bool:
        """Whether the storage held nothing when it was opened: a world is still to be loaded."""
        return self._storage.is_new

    async def save(self) -> None:
        """Put all changes where they last, or try again after that failed."""
        await self._storage.save()

    def save_now(self) -> None:
        """The same before serving; a `StoreFileError` says why it cannot."""
        self._storage.save_now()

    def close(self) -> None:
        """Let go of the storage, all changes kept; a `StoreFileError` says why they are not."""
        self._database.close()

    def _replace(self, images: Mapping[str, TableImage]) -> None:
        with self.unit_of_work():
            self._storage.guard()
            self.undo_with(self._begin_generation)
            for name, table in self._tables.items():
                table.replace(images[name])
            self._begin_generation()

    def _begin_generation(self) -> None:
        self._generation += 1
