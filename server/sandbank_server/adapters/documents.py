"""TinyDB, taught to keep everything in memory and to change a table in place."""

from collections.abc import Callable, Iterable
from threading import RLock
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from sandbank_server.adapters.indexes import Entries

Rows = dict[str, "StoredDocument"]


class StoredDocument(dict[str, Any]):
    """A document with its rank, which one of its table came first; never changed once stored.

    Its `entries` are where it stands in each index of its table, so that it leaves them unread.
    """

    __slots__ = ("entries", "rank")

    def __init__(self, document: dict[str, Any], rank: int) -> None:
        super().__init__(document)
        self.rank = rank
        self.entries: Entries = ()


class MemoryStorage(Storage):
    """TinyDB's storage seam with the tables themselves behind it: nothing is copied or written."""

    def __init__(self) -> None:
        self.lock = RLock()  # held while a unit of work is under way
        self._tables: dict[str, dict[str, Any]] = {}
        self.is_new = True  # whether it held nothing when it was opened

    def read(self) -> dict[str, dict[str, Any]]:
        """The tables as they are; changing them changes the store."""
        return self._tables

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Take the tables as the state from now on."""
        self._tables = data

    def guard(self) -> None:
        """Raise `Unavailable` while changes cannot be kept: never, in memory."""

    def save_if_dirty(self) -> None:
        """Put what has changed where it lasts: nowhere, in memory."""


class Documents(Table):
    """A TinyDB table with text ids whose every change costs the same at any size."""

    document_id_class = str  # type: ignore[assignment]  # TinyDB types ids as int only

    def rows(self) -> Rows:
        """The documents by id, in the order they came; only this table changes them."""
        return self._storage.read()[self.name]  # type: ignore[index]  # ours is never None

    def put(self, documents: Rows) -> None:
        """Store documents, each in the place of the one it replaces or else last."""
        self._update_table(lambda rows: rows.update(documents))

    def drop(self, keys: Iterable[str]) -> None:
        """Forget documents that are there."""

        def forget(rows: Rows) -> None:
            for key in keys:
                del rows[key]

        self._update_table(forget)

    def adopt(self, rows: Rows) -> None:
        """Hold these documents and no others."""
        tables = self._storage.read() or {}
        tables[self.name] = rows
        self._storage.write(tables)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        # TinyDB rebuilds the whole table here on each change; that is what we are rid of.
        tables = self._storage.read() or {}
        updater(tables[self.name])
        self._storage.write(tables)
        self.clear_cache()


class Database(TinyDB):
    """A TinyDB whose tables are `Documents`."""

    table_class = Documents

    def __init__(self, storage: MemoryStorage) -> None:
        super().__init__(storage=lambda: storage)

    def documents(self, name: str) -> Documents:
        """The table of a name, made when it is not there yet."""
        table = self.table(name)
        assert isinstance(table, Documents)
        if name not in (self.storage.read() or {}):
            table.adopt({})
        return table
