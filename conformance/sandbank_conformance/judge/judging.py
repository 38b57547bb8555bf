"""A call, judged from its path to its body, in the order in which the sandbox judges (GEN-07)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sandbank_conformance.judge import (
    contents,
    credentials,
    owners,
    parameters,
    remarks,
    rules,
)
from sandbank_conformance.judge.answers import Answer, answer
from sandbank_conformance.judge.bodies.places import Position
from sandbank_conformance.judge.captured import Capture
from sandbank_conformance.judge.captures.calls import CapturedCall
from sandbank_conformance.judge.cases import Case, SessionKind, header
from sandbank_conformance.judge.findings import (
    Notes,
    Place,
    Remark,
    Stage,
    Unjudged,
    Violation,
    Where,
)
from sandbank_conformance.judge.operations import Judged
from sandbank_conformance.judge.recognition import Recognised
from sandbank_conformance.judge.veils import is_variable


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What there is to say of one call."""

    call: CapturedCall
    judged: Judged
    kind: SessionKind | None
    violations: tuple[Violation, ...]  # that which decides comes first
    remarks: tuple[Remark, ...]
    unjudged: tuple[Unjudged, ...]
    answer: Answer
    mended: str = ""  # a broken body as it was likely meant

    @property
    def is_refused(self) -> bool:
        """Whether the sandbox would refuse the call, whatever the state of things."""
        return self.answer.is_refusal


def judge(
    found: Recognised, kind: SessionKind | None, capture: Capture, now: datetime
) -> Judgement:
    """Everything that a call shows; `kind` goes before what the capture tells of its session."""
    case = Case(
        call=found.call,
        judged=found.judged,
        moment=found.call.moment or now,
        values=found.values,
        query=parameters.read_query(found.call.split.query),
        organisation=found.organisation,
    )
    case.kind = kind or capture.kind_of(parameters.session_id(case))
    _judge_origin(case)
    _judge_routing(case, found)
    if found.is_clear:
        for look in (*_LOOKS, capture.judge):
            look(case)
    given = answer(case, capture.reported_before(case))
    capture.keep(case, is_refused=given.is_refusal)
    return _judgement(case, given)


_LOOKS = (
    credentials.judge,
    parameters.judge,
    contents.judge,
    owners.judge,
    rules.judge,
    remarks.look,
)


def _judge_routing(case: Case, found: Recognised) -> None:
    if found.miss:
        case.notes.violate(
            Place(Where.PATH),
            "GEN-03",
            404,
            Stage.ROUTING,
            found=found.miss,
            right=case.judged.operation.path,
        )
    elif found.allowed and case.call.method not in found.allowed:
        case.notes.violate(
            Place(Where.REQUEST, "method"),
            "GEN-08" if case.call.method in ("HEAD", "OPTIONS") else "GEN-03",
            405,
            Stage.ROUTING,
            found=case.call.method,
            right=" or ".join(found.allowed),
        )


def _judge_origin(case: Case) -> None:
    """A page of somewhere else may not call: the sandbox, and keys do not belong in a page."""
    host = case.call.split.netloc.lower()
    sites = {each.lower() for each in case.call.values("Sec-Fetch-Site")}
    origins = case.call.values("Origin")
    foreign = [each for each in origins if host and urlsplit(each).netloc.lower() != host]
    if is_variable(host) or any(is_variable(each) for each in origins):
        return
    crossing = sites & {"cross-site", "same-site"} and case.call.method not in ("GET", "HEAD")
    if foreign or crossing:
        case.notes.violate(
            header("Origin" if foreign else "Sec-Fetch-Site"),
            "GEN-05",
            403,
            Stage.ORIGIN,
            found=(foreign or sorted(sites))[0],
            right="no such header: a server calls, not a web page, which everybody can read",
        )


def _judgement(case: Case, given: Answer) -> Judgement:
    notes: Notes = case.notes
    return Judgement(
        call=case.call,
        judged=case.judged,
        kind=case.kind,
        violations=tuple(_in_order(notes.violations)),
        remarks=tuple(notes.remarks),
        unjudged=tuple(notes.unjudged),
        answer=given,
        mended=case.body.mended if case.body else "",
    )


def _in_order(violations: Sequence[Violation]) -> list[Violation]:
    """By stage, and in the body as they stand there."""
    return sorted(violations, key=lambda each: (each.stage, each.position or _FIRST))


_FIRST = Position(0, 0)
