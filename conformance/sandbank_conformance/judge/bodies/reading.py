"""A JSON body as it is judged: its value, what is wrong with its text, and where what stands."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sandbank_conformance.judge.bodies import encodings, strict
from sandbank_conformance.judge.bodies.mending import mend
from sandbank_conformance.judge.bodies.nodes import Kind, Node, key_of, offset_of, value_of, veils
from sandbank_conformance.judge.bodies.places import Lines, Position, pointer
from sandbank_conformance.judge.bodies.regrouping import regroup
from sandbank_conformance.judge.bodies.slips import Slip
from sandbank_conformance.judge.bodies.strict import Json
from sandbank_conformance.judge.veils import is_hidden

NOTHING: Any = object()  # the value of a body from which nothing could be made
LONGEST = 1_000_000  # characters of a broken text that is mended
SEEN_THROUGH = 200_000  # characters of a text in which the places of its values are looked for

_MARKUP = re.compile(r"\s*(<(?:!|\?xml|[A-Za-z][\w:]*[\s>/]))")
_MAY_HIDE = re.compile(
    r"\{\{|\$\{|\*\*|\u2022|\u2026|xxx|redact|mask|hidden|removed", re.IGNORECASE
)


@dataclass(frozen=True)
class Reading:
    """A body that was read, mended where it was broken."""

    text: str
    value: Json
    slips: tuple[Slip, ...] = ()
    veiled: frozenset[str] = frozenset()  # pointers to what the text does not show
    lost: frozenset[str] = frozenset()  # pointers to values that are told as slips
    root: Node | None = None  # of a broken text

    def position(self, place: str) -> Position | None:
        """Where the value at a pointer stands; of what is missing, what it is missing in."""
        root = self._root
        return None if root is None else self.at(offset_of(root, place))

    def key_position(self, place: str) -> Position | None:
        """Where the key of a member stands."""
        root = self._root
        return None if root is None else self.at(key_of(root, place))

    def at(self, offset: int) -> Position:
        """The place of a character."""
        return self._lines.position(offset)

    @property
    def unknown(self) -> frozenset[str]:
        """Pointers to all of which nothing can be said."""
        return self.veiled | self.lost

    def is_known(self, place: str) -> bool:
        """Whether all that a pointer passes on its way is there to be read."""
        return not any(place == each or place.startswith(f"{each}/") for each in self.unknown)

    @property
    def mended(self) -> str:
        """A broken text as it was likely meant; empty where that cannot be said."""
        if self.root is None or not self.slips or self.unknown or self.value is NOTHING:
            return ""
        return json.dumps(self.value, indent=2, ensure_ascii=False, default=float)

    @cached_property
    def _root(self) -> Node | None:
        if self.root is not None or len(self.text) > SEEN_THROUGH:
            return self.root
        return mend(self.text).root

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.text)


def read(raw: bytes, schema: Mapping[str, Any]) -> Reading:
    """A body whose schema says how a broken one may have been meant."""
    text, slips = encodings.decode(raw)
    try:
        value = strict.parse_text(text)
    except strict.Refused as refused:
        return _mended(text, schema, slips, str(refused))
    return Reading(text, value, tuple(slips), frozenset(_hidden(text, value)))


def _mended(text: str, schema: Mapping[str, Any], slips: list[Slip], told: str) -> Reading:
    markup = _MARKUP.match(text)
    if markup:
        slip = Slip(markup.start(1), f"markup, not JSON: {text.strip()[:40]}", "JSON")
        return Reading(text, NOTHING, (slip,))
    mended = mend(text if len(text) <= LONGEST else "")
    found = [*slips, *mended.slips]
    root = mended.root
    if root is None:
        found = found or [Slip(0, told, "JSON")]
        return Reading(text, NOTHING, tuple(_gathered(found)))
    veiled = frozenset(veils(root, Kind.VEIL))
    if found:
        found += regroup(root, schema)
    elif not veiled:
        found = [Slip(0, told, "JSON")]
    value = value_of(root)
    veiled = frozenset(veils(root, Kind.VEIL)) | frozenset(_hidden(text, value))
    lost = frozenset(veils(root, Kind.LOST))
    return Reading(text, value, tuple(_gathered(found)), veiled - lost, lost, root)


def _gathered(slips: Iterable[Slip]) -> list[Slip]:
    """The slips in the order of the text; a habit is told once."""
    found: list[Slip] = []
    habits: dict[str, list[Slip]] = {}
    for slip in sorted(slips, key=lambda each: each.offset):
        those = habits.setdefault(slip.habit, [])
        if not slip.habit or not those:
            found.append(slip)
        those.append(slip)
    for habit, those in habits.items():
        if habit and len(those) > 1:
            those[0].found += f" (and {len(those) - 1} more)"
    return found


def _hidden(text: str, value: Json) -> Iterator[str]:
    """The pointers of texts that stand for something else: a variable, a mask."""
    return _hidden_in(value, ()) if _MAY_HIDE.search(text) else iter(())


def _hidden_in(value: Json, path: tuple[str | int, ...]) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _hidden_in(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _hidden_in(inner, (*path, number))
    elif isinstance(value, str) and is_hidden(value):
        yield pointer(path)
