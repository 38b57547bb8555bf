"""Where something stands in a text: by line and column, and by JSON pointer."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text as editors count: the first line is 1, and so is the first column."""

    line: int
    column: int


class Lines:
    """The lines of a text."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(each.end() for each in re.finditer("\n", text))]

    def position(self, offset: int) -> Position:
        """The place of a character by its number in the text."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)


def pointer(steps: Iterable[str | int]) -> str:
    """An RFC 6901 pointer."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def steps(text: str) -> list[str]:
    """The steps of a pointer."""
    return [step.replace("~1", "/").replace("~0", "~") for step in text.split("/")[1:]]


def parent(text: str) -> str:
    """The pointer of what holds the place of a pointer."""
    return text.rpartition("/")[0]


def last(text: str) -> str:
    """The last step of a pointer."""
    return steps(text)[-1] if text else ""


def follow(value: Any, path: Iterable[str | int]) -> Any:
    """What is at the end of a path that leads through a value."""
    for step in path:
        value = value[int(step)] if isinstance(value, list) else value[str(step)]
    return value
