"""What a run covered of the contract."""

import json

import pytest
from reports.conftest import Told
from reports.deviant import WANTED
from reports.report_builders import FOOTER, PASSED, report, verdict

from sandbank_conformance.report import coverage
from sandbank_conformance.report.coverage import covered
from sandbank_conformance.verdicts import Outcome
from sandbank_contract import documents
from sandbank_contract.lifecycles import Event, Machine, Transition
from sandbank_contract.requirements import load_catalogue

MOVE = ("bank account", "active", "disconnected", "cancelled")


def operation(name: str, **calls: dict[str, int]) -> dict[str, object]:
    found = covered(report(footer={**FOOTER, "calls": calls}))["operations"]
    return next(each for each in found if each["operationId"] == name)


def test_an_operation_tells_which_of_its_statuses_were_seen() -> None:
    told = operation("getBank", getBank={"200": 2, "418": 1})

    assert (told["calls"], told["seen"]) == (3, {"200": 2})
    assert "404" in told["notSeen"]  # type: ignore[operator]
    assert told["undocumented"] == {"418": 1}


def test_an_operation_that_was_not_called_is_there_all_the_same() -> None:
    assert operation("getBank")["calls"] == 0


def test_every_operation_of_the_proved_apis_is_covered_and_no_other() -> None:
    found = {each["operationId"] for each in covered(report())["operations"]}

    assert found == {each.operation_id for each in documents.load("consumer").operations}


def test_a_move_is_proved_by_a_check_that_passes() -> None:
    passed = verdict(Outcome.PASS, transitions=(MOVE,))
    failed = verdict(Outcome.FAIL, transitions=(MOVE,))

    for verdicts, proved, tried in (
        ([passed], True, True),
        ([failed], False, True),
        ([failed, passed], True, True),
        ([], False, False),
    ):
        moves = covered(report(*verdicts))["transitions"]
        (told,) = [
            each for each in moves if (each["machine"], each["from"], each["event"]) == MOVE[:3]
        ]
        assert (told["proved"], told["tried"]) == (proved, tried)


def test_a_move_that_no_operation_causes_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    hit = Event(name="hit", means="somebody hit it", operations=())
    broken = Transition(machine="door", before="shut", event="hit", after="broken")
    door = Machine(
        name="door", begins="shut", ends=("broken",), events={"hit": hit}, transitions=(broken,)
    )
    monkeypatch.setattr(coverage, "load_lifecycles", lambda: {"door": door})

    text = coverage.markdown(report())

    assert "| door | shut | somebody hit it | broken | no operation causes it |" in text


def test_every_rule_of_the_catalogue_says_why_it_is_not_proved() -> None:
    wanted = verdict(Outcome.NOT_TESTABLE, requirement="CON-OFF-06", missing="a neighbour")
    rules = {
        each["id"]: each
        for each in covered(report(PASSED, wanted, apis=["consumer"]))["requirements"]
    }

    assert rules["CON-OFF-02"]["why"] == []
    assert rules["CON-OFF-06"]["why"] == ["missing: a neighbour"]
    assert rules["CON-OFF-09"]["why"] == ["it binds the product; only servers are proved here"]
    assert rules["CON-OFF-01"]["why"] == ["no check of this run is about it"]


def test_both_forms_of_a_real_run_speak_of_every_rule(told: Told) -> None:
    found = json.loads((told.folder / "coverage.json").read_text())
    text = (told.folder / "coverage.md").read_text()

    states = {each["id"]: each["state"] for each in found["requirements"]}
    wanted = ("broken", "proved", "differs", "proved", "proved", "differs")
    assert {each: states[each] for each in WANTED} == dict(zip(WANTED, wanted, strict=True))
    assert set(states) == {
        each for each in load_catalogue() if not each.startswith(("CTL", "CNX", "UB"))
    } | {each for each in states if each.startswith("UB")}
    assert all(f"| {each} |" in text for each in states)
    assert "| Consumer API | 2 of 3 |" in text  # of those that were asked for
