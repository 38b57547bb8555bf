"""State machines as tables a reader can hold against the documentation."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

S = TypeVar("S", bound=StrEnum)
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Lifecycle(Generic[S, E]):
    """A table of (state, event) to the next state; a pair that is absent is refused."""

    table: Mapping[tuple[S, E], S]

    def after(self, state: S, event: E) -> S | None:
        """The state that follows, or None where the table has no such move."""
        return self.table.get((state, event))

    def moved(self, state: S, event: E) -> S:
        """The state that follows where the caller has judged the move; `KeyError` where not."""
        return self.table[state, event]
