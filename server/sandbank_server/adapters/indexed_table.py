"""The `Table` port on TinyDB documents and sorted indexes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from sandbank_server.adapters.changes import Changes
from sandbank_server.adapters.codec import codec_of
from sandbank_server.adapters.documents import Documents, MemoryStorage, Rows, StoredDocument
from sandbank_server.adapters.indexes import Entry, Index
from sandbank_server.adapters.tables import TableShape
from sandbank_server.service.ports import Order

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

    def __init__(
        self,
        shape: TableShape[V],
        documents: Documents,
        storage: MemoryStorage,
        changes: Changes,
    ) -> None:
        """Take over what `documents` holds already."""
        self.shape = shape
        self._codec = codec_of(shape.type)
        self._documents = documents
        self._storage = storage
        self._changes = changes
        self._disordered = False
        self._indexes = self._indexes_of(documents.rows(), self.all())
        self._next_rank = len(documents.rows())

    def get(self, key: str) -> V | None:
        """The value with this key."""
        document = self._documents.rows().get(key)
        return None if document is None else self._codec.decode(document)

    def put(self, value: V) -> None:
        """Store or replace a value under its own key."""
        self._storage.guard()
        key = self.shape.key(value)
        old = self._documents.rows().get(key)
        rank = self._next_rank if old is None else old.rank
        self._next_rank += old is None
        self._swap(key, StoredDocument(self._codec.encode(value), rank), value)
        self._changes.record(partial(self._bring_back, key, old))

    def remove(self, key: str) -> None:
        """Forget a value; nothing happens when it is not there."""
        old = self._documents.rows().get(key)
        if old is not None:
            self._storage.guard()
            self._swap(key, None, None)
            self._changes.record(partial(self._bring_back, key, old))

    def all(self) -> Iterator[V]:
        """Every value as of now, in the order they came."""
        return map(self._codec.decode, list(self._documents.rows().values()))

    def count(
        self, index: str, owner: str, *, start: Order | None = None, before: Order | None = None
    ) -> int:
        """How many values `find` would give without a limit."""
        return len(self._indexes[index].span(owner, start, before))

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
        chosen = self._indexes[index]
        places = chosen.span(owner, start, before)[offset:]
        rows, decode = self._documents.rows(), self._codec.decode
        return [decode(rows[key]) for key in chosen.keys(places[:limit])]

    def export(self) -> list[dict[str, object]]:
        """Every document, as a copy of its own."""
        return [self._codec.encode(value) for value in self.all()]

    def image(self) -> TableImage:
        """A copy of everything it holds."""
        return self._current().copy()

    def image_of(self, values: list[V]) -> TableImage:
        """What it would hold if it held these values."""
        rows = {
            self.shape.key(value): StoredDocument(self._codec.encode(value), rank)
            for rank, value in enumerate(values)
        }
        return TableImage(rows, self._indexes_of(rows, values), len(values))

    def replace(self, image: TableImage) -> None:
        """Hold what an image holds, and nothing else; the image is taken over."""
        self._changes.record(partial(self._adopt, self._current()))
        self._adopt(image)

    def settle(self) -> None:
        """After an undo: put the documents back into the order in which they came."""
        if self._disordered:
            rows = sorted(self._documents.rows().items(), key=lambda row: row[1].rank)
            self._documents.adopt(dict(rows))
            self._disordered = False

    def _indexes_of(self, rows: Rows, values: Iterable[V]) -> Mapping[str, Index]:
        entries: dict[str, list[Entry]] = {name: [] for name in self.shape.indexes}
        for (key, document), value in zip(rows.items(), values, strict=True):
            for name, entry in self._entries(key, document, value).items():
                if entry is not None:
                    entries[name].append(entry)
        return {name: Index(entries[name]) for name in entries}

    def _current(self) -> TableImage:
        return TableImage(self._documents.rows(), self._indexes, self._next_rank)

    def _adopt(self, image: TableImage) -> None:
        self._documents.adopt(image.rows)
        self._indexes = image.indexes
        self._next_rank = image.next_rank

    def _bring_back(self, key: str, old: StoredDocument | None) -> None:
        self._disordered |= old is not None and key not in self._documents.rows()
        self._swap(key, old, None if old is None else self._codec.decode(old))

    def _swap(self, key: str, new: StoredDocument | None, value: V | None) -> None:
        old = self._documents.rows().get(key)
        before = self._entries(key, old, None if old is None else self._codec.decode(old))
        after = self._entries(key, new, value)
        for name, index in self._indexes.items():
            index.change(before[name], after[name])
        if new is None:
            self._documents.drop(key)
        else:
            self._documents.put(key, new)

    def _entries(
        self, key: str, document: StoredDocument | None, value: V | None
    ) -> dict[str, Entry | None]:
        if document is None or value is None:
            return dict.fromkeys(self.shape.indexes)
        entries: dict[str, Entry | None] = {}
        for name, place_of in self.shape.indexes.items():
            place = place_of(value)
            entries[name] = None if place[0] is None else (*place, document.rank, key)
        return entries
