"""One table of the store, as the use cases see it."""

from collections.abc import Iterator
from typing import Protocol, TypeVar

V = TypeVar("V")
Order = tuple[str | int, ...]


class Table(Protocol[V]):
    """Values of one kind, by key and by index; every access costs the same at any size."""

    def get(self, key: str) -> V | None:
        """The value with this key."""

    def put(self, value: V) -> None:
        """Store or replace a value under its own key."""

    def remove(self, key: str) -> None:
        """Forget a value; nothing happens when it is not there."""

    def remove_all(self, index: str, owner: str) -> int:
        """Forget all of an owner's values; how many there were."""

    def all(self) -> Iterator[V]:
        """Every value, in the order they came."""

    def count(
        self, index: str, owner: str, *, start: Order | None = None, before: Order | None = None
    ) -> int:
        """How many values `find` would give without a limit."""

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
        """What `find` gives, for whoever shows it at once: half the work, none of the methods.

        Each stands for its value with fields and properties alone, read when they are asked for.
        """
