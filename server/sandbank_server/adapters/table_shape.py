"""What a table of the store is made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """The last number of the store's series."""

    last: int = 0
