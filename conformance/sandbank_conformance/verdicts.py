"""What a check comes to: six outcomes, and what they mean for the whole run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sandbank_contract.vocabulary import Level


class Outcome(StrEnum):
    """What one observation comes to."""

    PASS = "PASS"
    FAIL = "FAIL"  # a `must` is broken
    WARN = "WARN"  # a `should` is not followed
    DIFFERS = "DIFFERS"  # another choice than ours, where the documents leave one
    NOT_TESTABLE = "NOT TESTABLE"  # something is missing that the check needs
    ERRORED = "ERRORED"  # no answer, or the check itself went wrong: nothing is proved


BROKEN = {
    Level.MUST: Outcome.FAIL,
    Level.SHOULD: Outcome.WARN,
    Level.PROFILE: Outcome.DIFFERS,
}


class Profile(StrEnum):
    """Which rules have to be met."""

    DOCUMENTED = "documented"  # those that are documented, or follow from what is
    SANDBANK = "sandbank"  # our choices as well


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A known deviation that somebody answers for, for a time."""

    requirement: str
    owner: str
    reason: str
    expires: str  # YYYY-MM-DD, the last day on which it counts
    check: str = ""  # the one check it is about; empty: every check of the requirement


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one check found out about one requirement, and all that is needed to see it again."""

    check: str
    requirement: str
    level: Level
    outcome: Outcome
    title: str  # what was observed, as a sentence
    expected: str = ""
    received: str = ""
    missing: str = ""  # NOT TESTABLE: what is missing, and the line to add
    steps: tuple[Mapping[str, Any], ...] = ()  # the calls, as `Exchange.shown` gives them
    curl: str = ""  # the call that decided
    decisive: int = -1  # its place among the steps; -1 where it is not among them
    seconds: float = 0.0
    # machine, status, event, status: proved by a PASS
    transitions: tuple[tuple[str, str, str, str], ...] = ()
    waiver: Waiver | None = field(default=None)

    def breaks(self, profile: Profile) -> bool:
        """Whether the run has to fail for it."""
        if self.waiver is not None:
            return False
        broken = (
            {Outcome.FAIL} if profile is Profile.DOCUMENTED else {Outcome.FAIL, Outcome.DIFFERS}
        )
        return self.outcome in broken


def count(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """How many verdicts there are of each outcome, all outcomes named."""
    counts = dict.fromkeys((each.value for each in Outcome), 0)
    for each in verdicts:
        counts[each.outcome.value] += 1
    return counts
