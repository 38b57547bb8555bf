"""From a path under any base path to the operation that it calls, or nearly calls."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote

from sandbank_conformance.judge import operations, words
from sandbank_conformance.judge.operations import Judged, is_template

# First segments of what the sandbox serves besides the three APIs.
OURS = frozenset({"_sandbox", "_bank", "_console", "_docs"})
_LONG = ("organisations", "companies")  # …/organisations/{organisationId}/companies/{companyId}/…
_BASES = {
    "consumer": (("consumer", "v1"), ("api", "v1")),
    "provider": (("provider", "v1"),),
    "user_banking": (("user-banking",),),
}
_ALL_BASES = tuple(each for those in _BASES.values() for each in those)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The operations at a path, by method, and what the path says."""

    operations: Mapping[str, Judged]
    values: Mapping[str, str] = field(default_factory=dict)  # of the path's parameters
    base: tuple[str, ...] = ()  # the segments before it
    miss: str = ""  # in which way the path is no path of theirs, only like one

    @property
    def any(self) -> Judged:
        """One of them: what they have in common is the path."""
        return next(iter(self.operations.values()))

    @property
    def is_ours(self) -> bool:
        """Whether it is under a base path of the sandbox."""
        return any(self.base[: len(each)] == each for each in _ALL_BASES)


def segments_of(path: str) -> list[str]:
    """The decoded segments of a path; an encoded slash stays within its segment."""
    return [unquote(each) for each in path.split("/")[1:]] if "/" in path else []


@lru_cache(maxsize=16_384)  # a capture is looked through twice
def match_path(path: str) -> Match | None:
    """The operations whose path this one ends with."""
    return match(segments_of(path))


def match(segments: Sequence[str]) -> Match | None:
    """The operations whose path these segments end with, the longest match first."""
    if OURS.intersection(segments[:1]) or "" in segments:
        return None
    found: dict[tuple[str, ...], dict[str, Judged]] = {}
    for each in operations.load():
        if _ends_with(segments, each.segments):
            found.setdefault(each.segments, {})[each.operation.method] = each
    if not found:
        return None
    best = max(found, key=lambda template: (_literals(template), len(template)))
    return _at_its_base(_matched(segments, best, _merged(found, best)))


def _at_its_base(found: Match) -> Match:
    """The match, unless it swallows a base path of ours or is under one of another API."""
    template = found.any.segments
    first = found.values.get(template[0][1:-1], "")
    if any((*found.base, first)[-len(each) :] == each for each in _ALL_BASES):
        return _missed(found, f"{template[0][1:-1]} is missing before {template[1]}")
    apis = [api for api, those in _BASES.items() if found.base in those]
    right = {each.api for each in found.operations.values()}
    if apis and found.base != ("api", "v1") and not right.intersection(apis):
        return _missed(found, f"{'/'.join(found.base)} is the base path of another API")
    return found


def near_miss(segments: Sequence[str]) -> Match | None:
    """The operations whose path these segments were likely meant to end with."""
    tidied = [each for each in segments if each]
    if len(tidied) < len(segments):
        found = match(tidied)
        miss = "the path ends with a slash" if not segments[-1] else "a slash comes twice"
        return _missed(found, miss) if found else None
    best: tuple[int, Match] | None = None
    for each in operations.load():
        misses = list(_misses(segments, each.segments))
        if misses and (best is None or _literals(each.segments) > best[0]):
            same = {o.operation.method: o for o in operations.load() if o.segments == each.segments}
            found = _matched(segments, each.segments, same)
            best = (_literals(each.segments), _missed(found, ", and ".join(misses)))
    return best[1] if best else None


def organisation_of(base: Sequence[str]) -> str | None:
    """The organisation that a long path names before the company."""
    if len(base) >= 3 and (base[-3], base[-1]) == _LONG:
        return base[-2]
    return None


def _merged(
    found: Mapping[tuple[str, ...], Mapping[str, Judged]], best: tuple[str, ...]
) -> dict[str, Judged]:
    """The operations of all paths that are alike but for the names of their parameters."""
    merged: dict[str, Judged] = {}
    for template, those in found.items():
        if _shape(template) == _shape(best):
            merged.update(those)
    return merged


def _shape(template: Sequence[str]) -> tuple[str, ...]:
    return tuple("{}" if is_template(each) else each for each in template)


def _ends_with(segments: Sequence[str], template: Sequence[str]) -> bool:
    if len(segments) < len(template):
        return False
    pairs = zip(segments[-len(template) :], template, strict=True)
    return all(bool(each) if is_template(known) else each == known for each, known in pairs)


def _literals(template: Sequence[str]) -> int:
    return sum(not is_template(each) for each in template)


def _matched(
    segments: Sequence[str], template: Sequence[str], found: Mapping[str, Judged]
) -> Match:
    start = len(segments) - len(template)
    values = {
        known[1:-1]: each
        for each, known in zip(segments[start:], template, strict=True)
        if is_template(known)
    }
    return Match(operations=found, values=values, base=tuple(segments[:start]))


def _missed(found: Match, miss: str) -> Match:
    return Match(operations=found.operations, values=found.values, base=found.base, miss=miss)


def _misses(segments: Sequence[str], template: Sequence[str]) -> Iterator[str]:
    """How segments differ from a path that they are nearly like; nothing where they are not."""
    literals = [each for each in template if not is_template(each)]
    if len(segments) < len(template) or operations.COMMON.issuperset(literals):
        return
    told = []
    for each, known in zip(segments[-len(template) :], template, strict=True):
        if is_template(known):
            if not each:
                return
        elif each != known:
            if words.near(each, [known]) is None:
                return
            told.append(f"{each} is not {known}")
    yield from told
