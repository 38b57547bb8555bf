"""An examination in words."""

import textwrap
from collections.abc import Iterable

from sandbank_conformance.doctor.findings import Finding, Notes, is_unreached

WIDTH = 100
WELL, UNUSABLE, UNREACHED = 0, 2, 3


def status(notes: Notes) -> int:
    """0: checks can be run; 2: the configuration is wrong; 3: nothing answers."""
    if not notes.stop:
        return WELL
    return UNREACHED if is_unreached(notes.findings) else UNUSABLE


def everything(notes: Notes) -> str:
    """Findings and what is all right, in order."""
    return "\n".join(
        _finding(each) if isinstance(each, Finding) else _lines("OK", each) for each in notes.all
    )


def findings(notes: Notes) -> str:
    """What to do, without what is all right; what stops a run comes last, to be seen."""
    found = sorted(notes.findings, key=lambda each: each.stops)
    return "\n".join(map(_finding, found))


def conclusion(findings: Iterable[Finding]) -> str:
    """What it comes to."""
    stopping = [each for each in findings if each.stops]
    if not stopping:
        return "Nothing stands in the way of `sandbank verify`."
    number = "One thing has" if len(stopping) == 1 else f"{len(stopping)} things have"
    return f"{number} to be put right before checks can be trusted; none was run."


def _finding(found: Finding) -> str:
    rest = (("tried", found.tried), ("received", found.received), ("change", found.change))
    weight = "" if found.stops else " (checks can be run)"
    return "\n".join(
        [
            _lines(found.kind, found.place + weight),
            *(_lines("", f"{name:<9} {text}") for name, text in rest),
        ]
    )


def _lines(head: str, text: str) -> str:
    return textwrap.fill(
        " ".join(text.split(" ")),
        WIDTH,
        initial_indent=f"{head:<8}",
        subsequent_indent=" " * (18 if not head else 8),
        break_on_hyphens=False,
        break_long_words=False,
    )
