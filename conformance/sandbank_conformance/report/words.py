"""Outcomes as words for people."""

from collections.abc import Iterable, Mapping, Sequence

from sandbank_conformance.verdicts import Outcome, Verdict

WORDS = {
    Outcome.PASS: "passed",
    Outcome.FAIL: "FAILED",
    Outcome.WARN: "against advice",
    Outcome.DIFFERS: "differ",
    Outcome.NOT_TESTABLE: "not testable",
    Outcome.ERRORED: "in error",
}
_GRAVEST = (
    Outcome.FAIL,
    Outcome.ERRORED,
    Outcome.WARN,
    Outcome.DIFFERS,
    Outcome.NOT_TESTABLE,
    Outcome.PASS,
)


def counted(outcomes: Mapping[Outcome, int]) -> str:
    """How many there are of each outcome, those left out that there are none of."""
    return ", ".join(f"{outcomes[each]} {word}" for each, word in WORDS.items() if outcomes[each])


def by_check(verdicts: Iterable[Verdict]) -> dict[str, Outcome]:
    """What each check came to: the gravest of its verdicts."""
    found: dict[str, Outcome] = {}
    for each in verdicts:
        known = found.get(each.check, Outcome.PASS)
        found[each.check] = min(known, each.outcome, key=_GRAVEST.index)
    return found


def listed(names: Sequence[str]) -> str:
    """Names as a part of a sentence."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def several(number: int, one: str) -> str:
    """A number and its noun."""
    return f"{number} {one}" if number == 1 else f"{number} {one}s"
