"""An examination in words."""

import textwrap
from collections.abc import Sequence

from sandbank_conformance.doctor.findings import Finding, Notes, is_unreached
from sandbank_conformance.doctor.installed import INSTALLING

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
        _filled("OK", each) if isinstance(each, str) else _told(each) for each in notes.all
    )


def stopping(notes: Notes) -> str:
    """What has to be put right before any check is run."""
    return "\n".join([*(_told(each) for each in notes.findings if each.stops), conclusion(notes)])


def advice(notes: Notes) -> str:
    """What does not stand in the way, each in a few words."""
    return "\n".join(
        _filled(each.kind, f"{each.place}: {each.received}; {each.change}")
        for each in notes.findings
        if not each.stops
    )


def conclusion(notes: Notes, missing: Sequence[str] = ()) -> str:
    """What it comes to; `missing` are libraries that `sandbank verify` lacks."""
    number = sum(each.stops for each in notes.findings)
    if not number and missing:
        return (
            "Nothing at the target stands in the way of `sandbank verify`, but it needs "
            f"{', '.join(missing)}, which is not installed: {INSTALLING}"
        )
    if not number:
        return "Nothing stands in the way of `sandbank verify`."
    things = "One thing has" if number == 1 else f"{number} things have"
    return f"{things} to be put right before any check is run."


def _told(found: Finding) -> str:
    weight = "" if found.stops else " (checks can be run all the same)"
    rest = (("tried", found.tried), ("received", found.received), ("change", found.change))
    return "\n".join(
        [
            _filled(found.kind, found.place + weight),
            *(_filled("", f"{name:<9} {text}") for name, text in rest),
        ]
    )


def _filled(head: str, text: str) -> str:
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=f"{head:<8}",
        subsequent_indent=" " * (8 if head else 18),
        break_on_hyphens=False,
        break_long_words=False,
    )
