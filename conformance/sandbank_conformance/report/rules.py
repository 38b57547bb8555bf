"""From verdicts to rules: what a run proved of each requirement, and of each API."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sandbank_conformance.report.lines import Report, ReportError
from sandbank_conformance.verdicts import Outcome, Profile, Verdict
from sandbank_contract.requirements import Requirement, load_catalogue
from sandbank_contract.vocabulary import GROUPS, Subject

PROBLEMS = (Outcome.FAIL, Outcome.WARN, Outcome.DIFFERS, Outcome.ERRORED)

TITLES = {
    "general": "Every API",
    "provider": "Provider API",
    "consumer": "Consumer API",
    "user_banking": "User banking API",
    "control": "Control API",
    "connector": "Connector API",
}


# A step that was refused: whatever the answer said of it, it is the same step.
_REFUSED = re.compile(r"a step before the observation [^:]*: [0-9]+ to [A-Z]+ \S+")


class State(StrEnum):
    """What a run says of one rule, the gravest first."""

    BROKEN = "broken"
    ERRORED = "in error"
    WARNED = "against advice"
    WAIVED = "waived"
    DIFFERS = "differs"
    PARTLY = "proved in part"
    PROVED = "proved"
    NOT_TESTABLE = "not testable"
    UNASKED = "not asked"
    CALLER = "binds the caller"  # no server can meet or break it
    SERVER = "binds the server"  # no caller can


UNBOUND = (State.CALLER, State.SERVER)  # rules that bind others than whoever is proved


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A verdict, and its number among the problems of its run; 0 where it is none."""

    number: int
    verdict: Verdict
    state: "State"  # what its rule would come to by it alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A requirement, and what a run found out about it."""

    requirement: Requirement
    state: State
    verdicts: tuple[Numbered, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The rules of one API."""

    name: str
    rules: tuple[Rule, ...]
    narrow: bool = False  # whether the run was about some of them only, and the rest was not asked

    @property
    def title(self) -> str:
        """The API in words."""
        return TITLES[self.name]

    @property
    def asked(self) -> tuple[Rule, ...]:
        """The rules that the run was to prove."""
        left = (State.UNASKED, *UNBOUND)
        return tuple(each for each in self.rules if each.state not in left)

    @property
    def total(self) -> int:
        """Of how many rules it is told how many are proved."""
        return len(self.asked) + self.count(State.UNASKED)

    def count(self, *states: State) -> int:
        """How many rules came out so; none was left unasked where the run was about some only."""
        counted = set(states) - ({State.UNASKED} if self.narrow else set())
        return sum(each.state in counted for each in self.rules)

    @property
    def checks(self) -> int:
        """How many checks spoke of these rules."""
        return len({each.verdict.check for rule in self.rules for each in rule.verdicts})


def numbered(report: Report) -> Iterator[Numbered]:
    """Each verdict with its number: problems are counted in the order they were found."""
    profile = Profile(report.header["plan"]["profile"])
    number = 0
    for each in report.verdicts:
        is_problem = each.outcome in PROBLEMS
        number += is_problem
        state = state_of(each, profile)
        yield Numbered(number=number if is_problem else 0, verdict=each, state=state)


def groups(report: Report) -> tuple[Group, ...]:
    """Every rule of our catalogue, by API; those of an API that was not proved are left out."""
    plan = report.header["plan"]
    found: Mapping[str, list[Numbered]] = defaultdict(list)
    for each in numbered(report):
        found[each.verdict.requirement].append(each)
    _refuse_unknown(found, report.header)
    subject = subject_of(report)
    rules = [_rule(each, tuple(found[each.id]), subject) for each in load_catalogue().values()]
    proved = {*plan["apis"], *(["general"] if subject is Subject.SERVER else [])}
    whole = {*proved, "control"}  # of the other APIs, a check shows a rule now and then
    all_groups = (
        Group(
            name=name,
            narrow=bool(plan["requirements"] or plan["checks"]) or name not in whole,
            rules=tuple(each for each in rules if each.requirement.id.startswith(f"{prefix}-")),
        )
        for name, prefix in GROUPS.items()
    )
    return tuple(each for each in all_groups if each.name in proved or each.asked)


def subject_of(report: Report) -> Subject:
    """Who was proved: whoever serves the APIs, unless the report names another."""
    return Subject(report.header.get("subject", Subject.SERVER))


def shown_states(found: Sequence[Group]) -> list[State]:
    """The states that a table of these APIs has to show."""
    return [
        state
        for state in State
        if state not in UNBOUND and any(each.count(state) for each in found)
    ]


def _refuse_unknown(named: Iterable[str], header: Mapping[str, Any]) -> None:
    for each in named:
        if each not in load_catalogue():
            raise ReportError(
                f"the report names {each}, which is not in this catalogue; "
                f"it was written by Sandbank {header['version']}"
            )


def _rule(requirement: Requirement, found: tuple[Numbered, ...], subject: Subject) -> Rule:
    state = _sum(requirement, {each.state for each in found}, subject)
    return Rule(requirement=requirement, state=state, verdicts=found)


def _sum(requirement: Requirement, states: set[State], subject: Subject) -> State:
    if not states and requirement.subject is subject:
        return State.UNASKED
    if not states:
        return State.SERVER if requirement.subject is Subject.SERVER else State.CALLER
    if states == {State.PROVED, State.NOT_TESTABLE}:
        return State.PARTLY
    return min(states, key=list(State).index)


def state_of(verdict: Verdict, profile: Profile) -> State:
    """What a rule would come to by this verdict alone."""
    if verdict.breaks(profile):
        return State.BROKEN
    if verdict.waiver is not None and verdict.outcome in PROBLEMS:
        return State.WAIVED
    return {
        Outcome.PASS: State.PROVED,
        Outcome.FAIL: State.BROKEN,
        Outcome.WARN: State.WARNED,
        Outcome.DIFFERS: State.DIFFERS,
        Outcome.NOT_TESTABLE: State.NOT_TESTABLE,
        Outcome.ERRORED: State.ERRORED,
    }[verdict.outcome]


def missing(verdicts: Iterable[Verdict]) -> list[tuple[str, int]]:
    """What checks could not do without, and how many of them, the most wanted first."""
    wanted: Counter[str] = Counter()
    for each in verdicts:
        if each.outcome is Outcome.NOT_TESTABLE:
            refused = _REFUSED.match(each.missing)
            wanted[refused[0] if refused else each.missing] += 1
    return wanted.most_common()
