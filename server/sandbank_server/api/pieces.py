"""A large value cut into pieces, so that naming what is wrong with it costs no more than its size.

A validator that lists errors takes time and memory for each; millions fit into 10 MiB.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sandbank_server.api.calls import Json

LARGEST = 2000  # items and members of one piece

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a value in its own place: lists are shortened, all else is as it was."""

    value: Json
    starts: Mapping[tuple[str, ...], int] = field(default_factory=dict)  # of shortened lists

    def original(self, path: Sequence[str | int]) -> Path:
        """The path in the whole value of a path in this piece."""
        steps = tuple(str(step) for step in path)  # validators give a key "0" as a number
        return tuple(
            int(step) + self.starts[steps[:at]] if steps[:at] in self.starts else step
            for at, step in enumerate(path)
        )

    def below(self, step: str | int) -> dict[tuple[str, ...], int]:
        """The starts as seen from a container that holds this piece at `step`."""
        return {(str(step), *path): start for path, start in self.starts.items()}


def pieces(value: Json) -> Iterator[Piece]:
    """The value whole when it is small, else piece by piece in its order."""
    if isinstance(value, list) and _size(value) > LARGEST:
        yield from _of_list(value)
    elif isinstance(value, dict) and _size(value) > LARGEST:
        yield from _of_object(value)
    else:
        yield Piece(value)


def _of_list(items: list[Json]) -> Iterator[Piece]:
    start, size = 0, 0
    for at, item in enumerate(items):
        weight = 1 + _size(item)
        if size + weight > LARGEST and at > start:
            yield from _run(items[start:at], start)
            start, size = at, 0
        size += weight
    yield from _run(items[start:], start)


def _run(items: list[Json], start: int) -> Iterator[Piece]:
    inner = pieces(items[0]) if len(items) == 1 else ()
    for piece in inner:
        yield Piece([piece.value], {(): start, **piece.below(0)})
    if not inner:
        yield Piece(items, {(): start})


def _of_object(members: dict[str, Json]) -> Iterator[Piece]:
    # The other members stay, as small as can be: one left out would seem to be missing.
    yield _joined({key: next(pieces(value)) for key, value in members.items()})
    least = {key: Piece(_least(value)) for key, value in members.items()}
    for key, value in members.items():
        if isinstance(value, list | dict):
            for piece in _further(value):
                yield _joined({**least, key: piece})


def _joined(parts: Mapping[str, Piece]) -> Piece:
    starts: dict[tuple[str, ...], int] = {}
    for key, piece in parts.items():
        starts.update(piece.below(key))
    return Piece({key: piece.value for key, piece in parts.items()}, starts)


def _further(value: Json) -> Iterator[Piece]:
    found = pieces(value)
    next(found)
    yield from found


def _least(value: Json) -> Json:
    if isinstance(value, list):
        return [_least(item) for item in value[:1]]
    if isinstance(value, dict):
        return {key: _least(inner) for key, inner in value.items()}
    return value


def _size(value: Json) -> int:
    """How many items and members, counted until it is clear that they are too many."""
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list):
        return 0
    size = len(value)
    for item in value:
        if size > LARGEST:
            break
        size += _size(item)
    return size
