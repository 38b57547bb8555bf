"""What is wrong with the calls that a provider made, as the judge of captured calls sees it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sandbank_conformance.judge.captured import Capture
from sandbank_conformance.judge.captures.calls import CapturedCall, Form
from sandbank_conformance.judge.cases import SessionKind
from sandbank_conformance.judge.findings import Stage
from sandbank_conformance.judge.judging import judge
from sandbank_conformance.judge.recognition import recognise
from sandbank_conformance.watch.entries import Watched

# What only the state of things decides: a call may be right, and be refused all the same.
STATES = ("PRV-AUTH-05", "PRV-AUTH-17", "PRV-AUTH-20", "PRV-STMT-07", "PRV-STMT-08", "PRV-STMT-12")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """One rule that a call breaks."""

    requirement: str
    call: Watched
    found: str
    right: str


def wrongs(calls: Sequence[Watched], kinds: Mapping[str, SessionKind]) -> Iterator[Wrong]:
    """Every rule that calls break, as far as it does not depend on what was done before.

    `kinds` tells of sessions why they were begun.
    """
    told: set[bytes] = set()  # bodies of statements whose first answer went wrong
    for each in calls:
        if each.is_forgotten:
            continue
        if each.is_faulty:
            told.add(each.sent.body)
        found = list(_in_itself(each, kinds))
        yield from found
        if each.refused and not each.is_faulty and each.sent.body not in told:
            yield from _refused(each, {wrong.requirement for wrong in found})


def _refused(call: Watched, known: set[str]) -> Iterator[Wrong]:
    if call.requirement and call.requirement not in known and call.requirement not in STATES:
        yield Wrong(
            requirement=call.requirement,
            call=call,
            found=f"{call.status} to {call.sent.method} {call.operation_id}",
            right="a call that is not refused",
        )


def _in_itself(call: Watched, kinds: Mapping[str, SessionKind]) -> Iterator[Wrong]:
    captured = CapturedCall(
        source="",
        form=Form.HTTP,
        method=call.sent.method,
        url=call.sent.url,
        headers=call.sent.headers,
        is_complete=False,
        body=call.sent.body,
        moment=call.made,
        answered=call.status,
    )
    for each in recognise([captured]):
        judgement = judge(each, kinds.get(call.session), Capture([]), call.made)
        for violation in judgement.violations:
            if violation.stage is not Stage.STATE:
                yield Wrong(
                    requirement=violation.requirement,
                    call=call,
                    found=f"{violation.place}: {violation.found}",
                    right=violation.right,
                )
