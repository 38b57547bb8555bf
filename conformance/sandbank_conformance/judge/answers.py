"""What the sandbox would answer, and on what that depends."""

from collections.abc import Iterator
from dataclasses import dataclass

from sandbank_conformance.judge import requirements
from sandbank_conformance.judge.cases import Case, SessionKind
from sandbank_conformance.judge.findings import Stage
from sandbank_conformance.judge.operations import REPORTS
from sandbank_conformance.judge.parameters import is_strange, session_id
from sandbank_conformance.judge.rules.reports import Granted, granted, has_accounts

_STATE_STATUSES = (404, 409, 410)


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """One of the answers that a call may get."""

    status: int
    when: str
    requirement: str = ""

    def __str__(self) -> str:
        rule = f" ({self.requirement})" if self.requirement else ""
        return f"{self.status}{rule} {self.when}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to a call: one status, or several of which the state of things decides."""

    status: int | None
    requirement: str = ""  # of a refusal
    given: str = ""  # what has to be right that the call does not show
    possible: tuple[Possible, ...] = ()

    @property
    def is_refusal(self) -> bool:
        """Whether the sandbox refuses the call, whatever the state of things."""
        return self.status is not None and self.status >= 400

    def __str__(self) -> str:
        if self.status is None:
            return f"depends on state: {', '.join(str(each) for each in self.possible)}"
        rule = f" ({self.requirement})" if self.requirement else ""
        return f"{self.status}{rule}{', ' if self.given else ''}{self.given}"


def answer(case: Case, reported_before: str | None = None) -> Answer:
    """The answer to a call; `reported_before` names a call that used its session up."""
    if case.notes.violations:
        decisive, requirement = requirements.deciding(case.notes.violations)
        return Answer(
            status=decisive.status,
            requirement=requirement,
            given=_given(case, decisive.stage),
        )
    possible = tuple(_possible(case, reported_before))
    if possible:
        return Answer(status=None, possible=possible)
    return Answer(status=case.judged.success, given=_given(case, None))


def _possible(case: Case, reported_before: str | None) -> Iterator[Possible]:
    """The answers between which the state of things decides; none where one is likely."""
    success = case.judged.success
    if case.judged.content and case.call.body is None:
        yield Possible(status=success, when="if the body is right, which is not shown")
        yield Possible(status=400, when="if it is not")
    elif case.judged.id in REPORTS:
        yield from _of_report(case, reported_before)


def _of_report(case: Case, reported_before: str | None) -> Iterator[Possible]:
    success, by_kind = case.judged.success, tuple(_by_kind(case))
    found = session_id(case)
    if reported_before:
        yield from by_kind or [Possible(status=success, when=f"if {reported_before} was refused")]
        when = f"if {reported_before} ended the session"
        yield Possible(status=409, when=when, requirement="PRV-AUTH-17")
    elif found and is_strange(found):
        yield from by_kind or [Possible(status=success, when="if an open session has this id")]
        yield Possible(status=409, when="if none has", requirement="PRV-AUTH-02")
    else:
        yield from by_kind


def _by_kind(case: Case) -> Iterator[Possible]:
    """What the kind of the session decides, where that is not known."""
    told, success = granted(case), case.judged.success
    if case.kind is not None or case.body is None:
        return
    onboarding, other = "if the session is an onboarding", "if it is a re-authentication"
    if told is Granted.NONE:
        yield Possible(status=success, when="if the session is a re-authentication")
        yield Possible(status=400, when="if it is an onboarding", requirement="PRV-AUTH-09")
    elif has_accounts(case):
        yield Possible(status=success, when=onboarding)
        yield Possible(status=400, when=other, requirement="PRV-AUTH-11")
    elif told is Granted.UNKNOWN:
        yield Possible(status=success, when="if what is not shown is right")
        yield Possible(status=400, when="if it is not")


def _given(case: Case, stage: Stage | None) -> str:
    """What has to hold for the answer; `stage` is that of a refusal."""
    needed = list(_needed(case, Stage.KIND if stage is None else stage))
    *most, last = needed or [""]
    return f"given {', '.join(most)}{' and ' if most else ''}{last}" if last else ""


def _needed(case: Case, stage: Stage) -> Iterator[str]:
    if stage > Stage.CREDENTIALS and case.judged.schemes:
        yield "credentials that count"
    if stage <= Stage.STATE:
        return
    if case.judged.id in REPORTS:
        kind = f" {_KINDS[case.kind]}" if case.kind else ""
        yield f"an open{kind} session of yours"
    elif any(each in case.judged.operation.statuses for each in _STATE_STATUSES):
        others = [each for each in case.judged.operation.statuses if each in _STATE_STATUSES]
        yield f"a state that allows it (else {' or '.join(str(each) for each in others)})"


_KINDS = {
    SessionKind.ONBOARDING: "onboarding",
    SessionKind.REAUTHORISATION: "re-authentication",
}
