"""Which calls of a capture are calls of the three APIs, and of which operation."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from sandbank_conformance.judge import operations, paths
from sandbank_conformance.judge.captures.calls import CapturedCall, Form
from sandbank_conformance.judge.operations import Judged, UnknownOperation
from sandbank_conformance.judge.paths import Match

BARE = "reportAuthorisation"  # what a body is for that comes alone
_NAMING = {"providerKey": "x-api-key", "application": "x-application"}  # headers by scheme
_SENT_BY_BROWSERS = ("OPTIONS", "HEAD")
_NAMED = re.compile(r"(?P<method>[A-Za-z]+)\s+(?P<path>\S+)")


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """A call of the three APIs."""

    call: CapturedCall
    judged: Judged
    values: Mapping[str, str] = field(default_factory=dict)  # of the path's parameters
    allowed: tuple[str, ...] = ()  # methods of the path
    organisation: str | None = None
    miss: str = ""  # in which way the path is not quite one of ours

    @property
    def is_clear(self) -> bool:
        """Whether it is clear which operation was meant, though the method be none of its."""
        return len(self.allowed) < 2 or self.call.method in self.allowed


def named(text: str) -> Judged:
    """The operation of an operationId or of `METHOD /path`; `UnknownOperation` says which are."""
    known = operations.by_id()
    if text in known:
        return known[text]
    match = _NAMED.fullmatch(text.strip())
    found = paths.match_path(match["path"]) if match else None
    judged = found.operations.get(match["method"].upper()) if found and match else None
    if judged is None:
        close = get_close_matches(text, known, n=1, cutoff=0.5)
        hint = f"did you mean {close[0]}?" if close else f"known are {', '.join(known)}"
        raise UnknownOperation(f"{text!r} names no operation of the three APIs; {hint}")
    return judged


def recognise(
    calls: Sequence[CapturedCall], operation: Judged | None = None
) -> Iterator[Recognised]:
    """The calls that belong to the APIs; `operation` is what a single call is, whatever its path.

    Of several calls only those of that operation are taken.
    """
    if operation is not None and len(calls) == 1:
        yield _as(calls[0], operation)
        return
    homes = _homes(calls)
    for call in calls:
        found = _recognised(call, homes)
        if found and (operation is None or found.judged is operation):
            yield found


def _as(call: CapturedCall, operation: Judged) -> Recognised:
    if call.is_bare:
        return Recognised(call=call, judged=operation)
    found = _match(call)
    fits = found is not None and operation in found.operations.values()
    values = found.values if found and fits else {}
    return Recognised(
        call=call,
        judged=operation,
        values=values,
        allowed=tuple(sorted(found.operations))
        if found and fits
        else (operation.operation.method,),
    )


def _recognised(call: CapturedCall, homes: set[tuple[str, ...]]) -> Recognised | None:
    if call.is_bare:
        return Recognised(call=call, judged=operations.by_id()[BARE])
    many = call.form is Form.HAR
    if call.is_at_home is False or (many and call.method in _SENT_BY_BROWSERS):
        return None
    found = _match(call)
    if found is None:
        found = paths.near_miss(paths.segments_of(call.split.path))
        known = call.is_at_home or (call.split.netloc,) in {home[:1] for home in homes}
        foreign = many and not known
        return None if found is None or (foreign and not found.is_ours) else _told(call, found)
    if many and found.any.is_common and not _is_at_home(call, found, homes):
        return None
    return _told(call, found)


def _is_at_home(call: CapturedCall, found: Match, homes: set[tuple[str, ...]]) -> bool:
    """Whether a path that other services have, too, is one of the APIs here."""
    judged = found.operations.get(call.method)
    named = judged is not None and any(
        scheme in judged.schemes and call.values(header) for scheme, header in _NAMING.items()
    )
    known = bool(call.is_at_home) and judged is not None  # GET /auth is no method of ours
    return known or found.is_ours or named or _home(call, found) in homes


def _told(call: CapturedCall, found: Match) -> Recognised:
    judged = found.operations.get(call.method) or found.any
    return Recognised(
        call=call,
        judged=judged,
        values=found.values,
        allowed=tuple(sorted(found.operations)),
        organisation=paths.organisation_of(found.base),
        miss=found.miss,
    )


def _match(call: CapturedCall) -> Match | None:
    return paths.match_path(call.split.path)


def _homes(calls: Sequence[CapturedCall]) -> set[tuple[str, ...]]:
    """Hosts and base paths at which calls were made that no other service has."""
    found: set[tuple[str, ...]] = set()
    for call in calls:
        if not call.is_bare and call.form is Form.HAR:
            match = _match(call)
            if match and not match.any.is_common and call.method in match.operations:
                found.add(_home(call, match))
    return found


def _home(call: CapturedCall, found: Match) -> tuple[str, ...]:
    return (call.split.netloc, *found.base)
