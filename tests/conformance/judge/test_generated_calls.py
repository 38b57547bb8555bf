"""A thousand valid calls and as many with one fault: each verdict, and each answer of a server."""

from collections.abc import Iterator
from random import Random

import pytest
from drafts import Draft, written
from mutations import Fault, fault_in
from sending import Sender, sending
from valid_calls import valid_call

from sandbank_conformance.adapters.clock import now
from sandbank_conformance.judge.files import Wish, check
from sandbank_conformance.judge.findings import Stage, Violation, Where
from sandbank_conformance.judge.judging import Judgement
from sandbank_conformance.judge.secrecy import Masks

BATCHES, BATCH = 20, 50
# These need what another call may have deleted.
NEEDY = ("deleteTransactions", "changeTransactions", "changeTransactionsAlias")


@pytest.fixture(scope="module")
def sender() -> Iterator[Sender]:
    with sending() as running:
        yield running


def judged(draft: Draft, random: Random) -> Judgement:
    """What there is to say of a draft, written down in some form."""
    file = written(draft, random)
    checked = check(file.name, file.raw, Wish(now=now(), kind=draft.kind), Masks())
    assert checked.trouble == ""
    (judgement,) = checked.judgements
    return judgement


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_valid_call_breaks_no_rule_and_is_answered_as_foretold(
    batch: int, sender: Sender
) -> None:
    random = Random(batch)
    for _ in range(BATCH):
        draft = valid_call(random)
        judgement = judged(draft, random)
        if judgement.judged.id in NEEDY:
            sender.renew(judgement.judged.id)

        assert judgement.violations == (), draft
        assert sender.send(judgement).status == judgement.answer.status, draft


@pytest.mark.parametrize("batch", range(BATCHES))
def test_one_fault_is_found_where_it_is_and_answered_as_foretold(
    batch: int, sender: Sender
) -> None:
    random = Random(1_000 + batch)
    for _ in range(BATCH):
        fault = fault_in(valid_call(random), random)
        judgement = judged(fault.draft, random)

        assert judgement.is_refused, fault
        assert is_found(fault, judgement), (fault, judgement.violations)
        received = sender.send(judgement)
        assert received.status == judgement.answer.status, (fault, judgement.violations)
        assert (received.header("Sandbank-Requirement") or "") == judgement.answer.requirement


def is_found(fault: Fault, judgement: Judgement) -> bool:
    """Whether the one fault was found at its place, and the place is the only one."""
    places = [place_of(each) for each in judgement.violations]
    if fault.position is None:
        return places == [fault.place]
    slips = [each for each in judgement.violations if each.stage is Stage.TEXT]
    return any(each.position == fault.position for each in slips)


def place_of(violation: Violation) -> str:
    place = violation.place
    return place.name if place.where is Where.BODY else f"{place.where} {place.name}".strip()
