"""TinyDB, taught to keep everything in memory and to change a table in place."""

from collections.abc import Callable
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from sandbank_server.adapters.changes import Changes
from sandbank_server.adapters.indexes import Entries

Rows = dict[str, "StoredDocument"]


class StoredDocument(dict[str, Any]):
    """A document with its rank, its number in the order of its table; never changed once placed.

    Its `entries` are where it stands in each index of its table, so that it leaves them unread.
    """

    __slots__ = ("entries", "rank")
    entries: Entries
    rank: int


class MemoryStorage(Storage):
    """TinyDB's storage seam with the tables themselves behind it: nothing is copied or written."""

    def __init__(self) -> None:
        self.changes = Changes()
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

    def note(self, table: str, gone: Rows, come: Rows) -> None:
        """Hear which documents a table lost and got; one that came with a rank replaces another."""

    async def durable(self) -> None:
        """Come back when all that was changed so far lasts as long as it is promised to."""

    async def save(self) -> None:
        """Put what has changed where it lasts, or try again: nowhere, in memory."""

    def save_now(self) -> None:
        """The same at once, before or after serving; a `StoreFileError` says why it cannot."""


class Documents(Table):
    """A TinyDB table with text ids whose every change costs the same at any size."""

    _storage: MemoryStorage
    document_id_class = str  # type: ignore[assignment]  # TinyDB types ids as int only

    def rows(self) -> Rows:
        """The documents by id, in the order they came; only this table changes them."""
        return self._storage.read()[self.name]

    def put(self, documents: Rows) -> None:
        """Store documents, each in the place of the one it replaces or else last."""
        self._update_table(lambda rows: rows.update(documents))
        self._storage.note(self.name, {}, documents)

    def drop(self, documents: Rows) -> None:
        """Forget documents that are there."""

        def forget(rows: Rows) -> None:
            for key in documents:
                del rows[key]

        self._update_table(forget)
        self._storage.note(self.name, documents, {})

    def adopt(self, rows: Rows) -> None:
        """Hold these documents and no others."""
        tables = self._storage.read()
        gone = tables.get(self.name, {})
        tables[self.name] = rows
        self._storage.write(tables)
        self._storage.note(self.name, gone, rows)

    def sort(self) -> None:
        """Put the documents into the order of their ranks."""

        def sort(rows: Rows) -> None:
            ordered = sorted(rows.items(), key=lambda row: row[1].rank)
            rows.clear()
            rows.update(ordered)

        self._update_table(sort)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        # TinyDB rebuilds the whole table here on each change; that is what we are rid of.
        tables = self._storage.read()
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
