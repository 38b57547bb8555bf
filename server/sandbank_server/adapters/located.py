"""Values of a world with their places, so that what is wrong with one can be named."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Located:
    """A value of a world and its place; None where it could not be read."""

    pointer: str
    value: Any


Tables = Mapping[str, list[Located]]


def readable(places: Iterable[Located]) -> Iterator[Located]:
    """Those whose value could be read."""
    return (place for place in places if place.value is not None)
