"""What a table of the store is made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Generic, TypeVar

from sandbank_server.adapters.codec import Codec, codec_of
from sandbank_server.adapters.documents import StoredDocument

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
    def document(self) -> Callable[[dict[str, Any], int], StoredDocument]:
        """Makes of JSON and a rank a document with the fields and properties of its value."""
        return _document_type(codec_of(self.type))

    def placed(self, stored: StoredDocument, key: str, value: V) -> StoredDocument:
        """The document of a value, told where it stands in each index."""
        rank, entries = stored.rank, []
        for place_of in self.indexes.values():
            place = place_of(value)
            entries.append(None if place[0] is None else (*place, rank, key))
        stored.entries = tuple(entries)
        return stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """The last number of the store's series."""

    last: int = 0


@cache
def _document_type(codec: Codec[Any]) -> type[StoredDocument]:
    return type("Document", (StoredDocument,), {"__slots__": (), **codec.properties})
