"""One page of a longer list."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from sandbank_server.service.table_port import Order, Table

V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[V]):
    """The values of one page, and how many there are on all pages; the first page is 1."""

    number: int
    limit: int
    total: int
    values: tuple[V, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which page of a list is asked for; `start` is inclusive, `before` exclusive."""

    number: int = 1
    limit: int = 100
    start: Order | None = None
    before: Order | None = None


def page(table: Table[V], index: str, owner: str, wanted: Wanted) -> Page[V]:
    """A page of an owner's values; beyond the last page there are none."""
    total = table.count(index, owner, start=wanted.start, before=wanted.before)
    offset = (wanted.number - 1) * wanted.limit
    values = (
        table.glimpse(
            index,
            owner,
            start=wanted.start,
            before=wanted.before,
            offset=offset,
            limit=wanted.limit,
        )
        if offset < total
        else ()
    )
    return Page(number=wanted.number, limit=wanted.limit, total=total, values=tuple(values))
