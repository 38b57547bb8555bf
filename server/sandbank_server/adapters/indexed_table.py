"""The `Table` port on TinyDB documents and sorted indexes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from sandbank_server.adapters.codec import codec_of
from sandbank_server.adapters.documents import Documents, MemoryStorage, Rows, StoredDocument
from sandbank_server.adapters.indexes import Entry, Index
from sandbank_server.adapters.remembered import Remembered
from sandbank_server.adapters.table_shape import TableShape
from sandbank_server.service.table_port import Order

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class TableImage:
    """Everything a table holds at one moment."""

    rows: Rows
    indexes: Mapping[str, Index]
    next_rank: int

    def copy(self) -> "TableImage":
        """An image that shares the documents, which never change, and nothing else."""
        indexes = {name: index.copy() for name, index in self.indexes.items()}
        return TableImage(dict(self.rows), indexes, self.next_rank)


class IndexedTable(Generic[V]):
    """Values of one kind, kept as documents, found by key and by index."""

    def __init__(self, shape: TableShape[V], documents: Documents, storage: MemoryStorage) -> None:
        """Take over what `documents` holds already."""
        self.shape = shape
        self._codec = codec_of(shape.type)
        self._values: Remembered[StoredDocument, V] = Remembered(self._codec.decode)
        self._documents = documents
        self._storage = storage
        self._changes = storage.changes
        self._changes.afterwards(self._settle)
        self._disordered = False
        rows = documents.rows()
        self._indexes = self._indexes_of(rows)
        self._next_rank = max((each.rank for each in rows.values()), default=-1) + 1

    def get(self, key: str) -> V | None:
        """The value with this key."""
        document = self._documents.rows().get(key)
        return None if document is None else self._values.of(key, document)

    def put(self, value: V) -> None:
        """Store or replace a value under its own key."""
        self._storage.guard()
        key = self.shape.key(value)
        old = self._documents.rows().get(key)
        rank = self._next_rank if old is None else old.rank
        new = self.shape.place(self._document(value), rank, key, value)
        self._swap(key, old, new)
        self._values.keep(key, new, value)
        if old is None:
            self._next_rank += 1
            self._changes.record(partial(self._drop, {key: new}))
        else:
            self._changes.record(partial(self._swap, key, new, old))

    def remove(self, key: str) -> None:
        """Forget a value; nothing happens when it is not there."""
        old = self._documents.rows().get(key)
        if old is not None:
            self._forget({key: old})

    def remove_all(self, index: str, owner: str) -> int:
        """Forget all of an owner's values, none of them decoded; how many there were."""
        rows = self._documents.rows()
        removed = {key: rows[key] for key in self._indexes[index].keys(owner)}
        if removed:
            self._forget(removed)
        return len(removed)

    def all(self) -> Iterator[V]:
        """Every value as of now, in the order they came."""
        return map(self._codec.decode, list(self._documents.rows().values()))

    def count(
        self, index: str, owner: str, *, start: Order | None = None, before: Order | None = None
    ) -> int:
        """How many values `find` would give without a limit."""
        return self._indexes[index].count(owner, start, before)

    def find(
        self,
        index: str,
        owner: str,
        *,
        start: Order | None = None,
        before: Order | None = None,
        offset: int = 0,
        limit: int | None = None,
    ) -> list[V]:
        """An owner's values in index order, from `start` (inclusive) to `before` (exclusive)."""
        keys = self._indexes[index].keys(owner, start, before, offset=offset, limit=limit)
        if not keys:
            return []
        rows = self._documents.rows()
        if len(keys) == 1:
            return [self._values.of(keys[0], rows[keys[0]])]
        # Many at once are seldom asked for again, and would take the place of those that are.
        return [self._codec.decode(rows[key]) for key in keys]

    def glimpse(
        self,
        index: str,
        owner: str,
        *,
        start: Order | None = None,
        before: Order | None = None,
        offset: int = 0,
        limit: int | None = None,
    ) -> list[V]:
        """What `find` gives, with the values' fields and properties alone, read when asked for."""
        keys = self._indexes[index].keys(owner, start, before, offset=offset, limit=limit)
        rows: Any = self._documents.rows()
        return [rows[key] for key in keys]

    def export(self) -> list[dict[str, object]]:
        """Every document, as a copy of its own."""
        return [self._codec.encode(value) for value in self.all()]

    def image(self) -> TableImage:
        """A copy of everything it holds."""
        return self._current().copy()

    def image_of(self, values: list[V]) -> TableImage:
        """What it would hold if it held these values."""
        documents = [self._document(value) for value in values]
        keys = [self.shape.key(value) for value in values]
        rows = self.shape.place_all(documents, range(len(values)), keys, values)
        return TableImage(rows, self._indexes_of(rows), len(values))

    def replace(self, image: TableImage) -> None:
        """Hold what an image holds, and nothing else; the image is taken over."""
        self._changes.record(partial(self._adopt, self._current()))
        self._adopt(image)

    def _settle(self) -> None:
        if self._disordered:
            self._documents.sort()
            self._disordered = False

    def _document(self, value: V) -> StoredDocument:
        return self.shape.document(self._codec.encode(value))

    def _indexes_of(self, rows: Rows) -> Mapping[str, Index]:
        return {name: Index(_at(number, rows)) for number, name in enumerate(self.shape.indexes)}

    def _current(self) -> TableImage:
        return TableImage(self._documents.rows(), self._indexes, self._next_rank)

    def _adopt(self, image: TableImage) -> None:
        self._values.forget_all()
        self._documents.adopt(image.rows)
        self._indexes = image.indexes
        self._next_rank = image.next_rank

    def _swap(self, key: str, old: StoredDocument | None, new: StoredDocument) -> None:
        for number, index in enumerate(self._indexes.values()):
            index.change(None if old is None else old.entries[number], new.entries[number])
        self._values.forget((key,))
        self._documents.put({key: new})

    def _forget(self, rows: Rows) -> None:
        self._storage.guard()
        self._drop(rows)
        self._changes.record(partial(self._bring_back, rows))

    def _drop(self, rows: Rows) -> None:
        self._values.forget(rows)
        for number, index in enumerate(self._indexes.values()):
            index.remove_all(_at(number, rows))
        self._documents.drop(rows)

    def _bring_back(self, rows: Rows) -> None:
        for number, index in enumerate(self._indexes.values()):
            index.add_all(_at(number, rows))
        self._documents.put(rows)
        self._disordered = True


def _at(number: int, rows: Rows) -> Iterator[Entry]:
    """Where documents stand in the index of a number."""
    entries = (document.entries[number] for document in rows.values())
    return (entry for entry in entries if entry is not None)
