"""What a table of the store is made of."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import repeat
from typing import Any, Generic, TypeVar

from sandbank_server.adapters.codec import Codec, codec_of
from sandbank_server.adapters.documents import Rows, StoredDocument
from sandbank_server.adapters.indexes import Entries, Entry

V = TypeVar("V")
Place = tuple[str | int | None, ...]  # owner and order; no entry where the owner is None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableShape(Generic[V]):
    """One table: its name in a world, the values it holds, their key and indexes."""

    name: str
    type: type[V]
    key: Callable[[V], str]
    indexes: Mapping[str, Callable[[V], Place]] = field(default_factory=dict)
    in_world: bool = True  # whether a world file holds it

    @property
    def document(self) -> Callable[[dict[str, Any]], StoredDocument]:
        """Makes of JSON a document with the fields and properties of its value, yet unplaced."""
        return _document_type(codec_of(self.type))

    def place(self, document: StoredDocument, rank: int, key: str, value: V) -> StoredDocument:
        """Tell the document of a value its rank, and where it stands in each index."""
        document.rank = rank
        document.entries = tuple(
            [_entry(place_of(value), rank, key) for place_of in self.indexes.values()]
        )
        return document

    def place_all(
        self,
        documents: Sequence[StoredDocument],
        ranks: Sequence[int],
        keys: Sequence[str],
        values: Sequence[V],
    ) -> Rows:
        """The same for many, in two thirds of the time."""
        places = [map(place_of, values) for place_of in self.indexes.values()]
        entries = [[*map(_entry, each, ranks, keys)] for each in places]
        of_each: Iterable[Entries] = zip(*entries, strict=True) if entries else repeat(())
        for document, rank, its in zip(documents, ranks, of_each, strict=False):
            document.rank, document.entries = rank, its
        return dict(zip(keys, documents, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """The last number of the store's series."""

    last: int = 0


def _entry(place: Place, rank: int, key: str) -> Entry | None:
    return None if place[0] is None else (*place, rank, key)


@cache
def _document_type(codec: Codec[Any]) -> type[StoredDocument]:
    return type("Document", (StoredDocument,), {"__slots__": (), **codec.properties})
