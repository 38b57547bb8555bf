"""What there is to say of an answer: rules that it breaks, and how it fits what was foretold."""

from collections.abc import Iterator
from dataclasses import dataclass

from sandbank_conformance.described_answers import misfits
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.judge.findings import Stage, Violation
from sandbank_conformance.judge.judging import Judgement
from sandbank_conformance.judge.operations import REPORTS
from sandbank_conformance.judge.told import words
from sandbank_conformance.remarks import remarks
from sandbank_conformance.verdicts import BROKEN, Outcome

DESCRIBED = "GEN-09"
THROTTLED = "PRV-AUTH-20"
UNKNOWN_SESSION = "PRV-AUTH-02"

# A correct call answers 204 and nothing more.
_BARE = {**dict.fromkeys(REPORTS, "PRV-AUTH-01"), "disconnectBankAccount": "CON-OFF-01"}

# Rules of level must whose breach no success can follow. Of the others it is the effect that
# counts, which no answer shows: a bare array may well be answered 204, so long as nothing goes.
_REFUSED_BY_ALL = frozenset(
    {"PRV-AUTH-02", "PRV-AUTH-03", "PRV-AUTH-04", "CON-OFF-08", "UB-DEL-06", "CON-ACC-01"}
)

# What a good call may be answered for reasons that it does not show: credentials, a state, a limit.
_UNSEEN = (401, 403, 404, 409, 410, 429)
_CREDENTIALS = (401, 403)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing about an answer. Without a rule it is worth a look, and proves nothing."""

    requirement: str = ""
    outcome: Outcome | None = None
    found: str
    right: str = ""


def findings(judgement: Judgement, exchange: Exchange) -> list[Finding]:
    """What there is to say of the answer to a call."""
    return [
        *_of_any(exchange),
        *_bare(judgement, exchange),
        *_described(judgement, exchange),
        *_fitting(judgement, exchange),
    ]


def of_rule(requirement: str, found: str, right: str) -> Finding:
    """A rule that is broken: what that means is decided by its level."""
    outcome = BROKEN[words.level(requirement)]
    return Finding(requirement=requirement, outcome=outcome, found=found, right=right)


def _of_any(exchange: Exchange) -> Iterator[Finding]:
    for requirement, broken in remarks([exchange], None):
        yield of_rule(requirement, broken.received, broken.expected)
    is_throttled = exchange.status == 429 and exchange.operation_id in REPORTS
    if is_throttled and exchange.header("retry-after") is None:
        yield of_rule(THROTTLED, "429 without Retry-After", "with Retry-After, in seconds")


def _bare(judgement: Judgement, exchange: Exchange) -> Iterator[Finding]:
    """What must be answered 204, and with nothing behind it."""
    requirement = _BARE.get(exchange.operation_id)
    if requirement is None or not exchange.succeeded:
        return
    received = exchange.received
    if exchange.status != 204 and not judgement.is_refused:
        yield of_rule(requirement, f"{exchange.status}", "204, and no body")
    declared = (exchange.header("content-length") or "0").strip()
    if exchange.status == 204 and (received.beyond or received.body or declared != "0"):
        extent = f"{len(received.beyond or received.body)} bytes behind it"
        found = f"204 with Content-Length {declared} and {extent}"
        yield of_rule(requirement, found, "204, and no body")


def _described(judgement: Judgement, exchange: Exchange) -> Iterator[Finding]:
    """What its document does not describe; of a refusal only its status."""
    foretold = exchange.status >= 400 and exchange.status in _foretold(judgement)
    if foretold or exchange.status // 100 == 5 or exchange.status in (405, 413, 415, 429):
        return
    is_good = exchange.status < 400
    told = [each for each in misfits(exchange) if is_good or each.startswith("status ")]
    bare = exchange.operation_id in _BARE and is_good
    for each in told:
        if not is_good:
            yield Finding(found=each)
        elif not (bare and each.startswith("status ")):
            yield of_rule(DESCRIBED, each, "what the document of the operation describes")


def _fitting(judgement: Judgement, exchange: Exchange) -> Iterator[Finding]:
    """Whether the answer is one of those that the call was foretold."""
    status = exchange.status
    if status // 100 == 5 or status in (429, *_CREDENTIALS):
        return  # for reasons of its own, or the credentials do not count
    if judgement.is_refused and status < 400:
        yield _accepted(judgement, status)
    elif judgement.is_refused:
        yield from _refused_otherwise(judgement, status)
    elif status >= 400 and status not in (*_UNSEEN, *_foretold(judgement)):
        yield Finding(
            found=f"{status}, though nothing wrong was found in the call",
            right="the answer may say what it asks for that the documents do not",
        )


def _accepted(judgement: Judgement, status: int) -> Finding:
    """A call was accepted that the sandbox refuses: who is wrong is a matter of the rule."""
    grave = [each for each in judgement.violations if is_refused_by_all(each)]
    foretold = judgement.answer.status
    if grave:
        rule = grave[0].requirement
        found = f"{status}: it accepts what {rule} has refused"
        return of_rule(rule, found, f"a refusal, as {foretold}: {grave[0].place} is not right")
    return Finding(
        requirement=judgement.answer.requirement,
        outcome=Outcome.DIFFERS,
        found=f"{status}: it accepts what the sandbox refuses with {foretold}",
        right="either: the documents leave the answer open, and others may refuse the call",
    )


def is_refused_by_all(violation: Violation) -> bool:
    """Whether the documents let nobody accept a call with this fault."""
    return (
        violation.requirement in _REFUSED_BY_ALL
        and violation.stage is not Stage.ORIGIN
        and violation.stage is not Stage.ROUTING
    )


def _refused_otherwise(judgement: Judgement, status: int) -> Iterator[Finding]:
    foretold, rule = judgement.answer.status, judgement.answer.requirement
    if status == foretold:
        return
    rules = {each.requirement for each in judgement.violations}
    found, right = f"{status}, not {foretold}", f"{foretold} ({rule})"
    if rules == {UNKNOWN_SESSION} and status in (400, 404):
        yield of_rule(UNKNOWN_SESSION, found, right)
    elif status not in _UNSEEN:
        yield Finding(
            requirement=rule, outcome=Outcome.DIFFERS, found=found, right=f"{right}, or another"
        )


def _foretold(judgement: Judgement) -> set[int]:
    answer = judgement.answer
    return {answer.status or 0, *(each.status for each in answer.possible)}
