"""What a table of the store is made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

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

    def stored(self, key: str, value: V, document: dict[str, Any], rank: int) -> StoredDocument:
        """The document of a value, with where it stands in each index."""
        stored = StoredDocument(document, rank)
        places = [place_of(value) for place_of in self.indexes.values()]
        stored.entries = tuple(
            [None if place[0] is None else (*place, rank, key) for place in places]
        )
        return stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """The last number of the store's series."""

    last: int = 0
