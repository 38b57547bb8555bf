"""Captured calls: each verdict is the expected one, and the answer is the server's."""

import json
from collections.abc import Iterator

import pytest
from corpus import FOLDER, Expected, Specimen, answer_of, place_of, specimens, violation_of
from sending import Sender, sending

from sandbank_conformance.judge.findings import Stage, Unjudged, Where
from sandbank_conformance.judge.judging import Judgement
from sandbank_conformance.messages import Received

SPECIMENS = list(specimens())


@pytest.fixture(scope="module")
def sender() -> Iterator[Sender]:
    with sending() as running:
        yield running


def test_the_corpus_is_large_and_nothing_in_it_is_left_out() -> None:
    files = {each for each in FOLDER.rglob("*") if each.is_file() and each.suffix != ".yaml"}

    assert {each.path for each in SPECIMENS} == files
    assert len(SPECIMENS) >= 120


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda each: each.name)
def test_a_captured_call_is_judged_as_expected(specimen: Specimen) -> None:
    checked = specimen.checked()

    assert checked.trouble == ""
    assert len(checked.judgements) == len(specimen.calls)
    assert checked.passed_over == specimen.passed_over
    for judgement, expected in zip(checked.judgements, specimen.calls, strict=True):
        judge(judgement, expected)


def judge(judgement: Judgement, expected: Expected) -> None:
    assert answer_of(judgement) == expected.answer
    wanted = list(expected.violations)
    if wanted or not judgement.is_refused:
        found = [
            violation_of(each, (wanted + [""] * 9)[number], judgement.call)
            for number, each in enumerate(judgement.violations)
        ]
        assert found == wanted
    if expected.remarks is not None:
        remarks = [*(each.told for each in judgement.remarks), *judgement.call.told]
        assert len(remarks) >= len(expected.remarks)
        assert bool(remarks) == bool(expected.remarks)
        for part in expected.remarks:
            assert any(part in each for each in remarks), remarks
    shown = [each for each in judgement.unjudged if not judgement.call.is_bare or in_body(each)]
    assert {place_of(each.place) for each in shown} == set(expected.unjudged or ())


def in_body(unjudged: Unjudged) -> bool:
    return unjudged.place.where is Where.BODY


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda each: each.name)
def test_the_answer_is_the_one_that_the_server_gives(specimen: Specimen, sender: Sender) -> None:
    judgements = specimen.checked().judgements
    sender.renew(judgements[0].judged.id)
    for judgement, expected in zip(judgements, specimen.calls, strict=True):
        if judgement.answer.status is not None and expected.sent:
            received = sender.send(judgement)

            assert received.status == judgement.answer.status, received.body
            assert (received.header("Sandbank-Requirement") or "") == judgement.answer.requirement
            assert named_places(received, judgement) == own_places(judgement)


def named_places(received: Received, judgement: Judgement) -> set[str]:
    """The pointers that a refusal of a body names; where it names none, our own."""
    problem = json.loads(received.body) if received.body else {}
    if received.status != 400 or judgement.violations[0].stage is not Stage.BODY:
        return own_places(judgement)
    if "errors" not in problem:
        return own_places(judgement)
    return {each["pointer"] for each in problem["errors"]}


def own_places(judgement: Judgement) -> set[str]:
    return {
        each.place.name
        for each in judgement.violations
        if each.stage is Stage.BODY and each.place.where is Where.BODY
    }
