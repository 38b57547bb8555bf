"""Telling what a requirement asks."""

import re
import sys

import pytest

from sandbank_conformance.commands import explain as command
from sandbank_conformance.commands.explain import checks_of
from sandbank_contract.documents import SERVED
from sandbank_contract.examples import load_examples
from sandbank_contract.requirements import load_catalogue
from sandbank_server.cli import main


def explained(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["explain", *words]) == 0
    return " ".join(capsys.readouterr().out.split())


@pytest.fixture
def _without_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "checks_of", lambda _: [])


@pytest.mark.usefixtures("_without_checks")
@pytest.mark.parametrize("requirement", load_catalogue())
def test_every_requirement_is_told_with_parts_source_and_examples(
    requirement: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = explained(capsys, requirement)

    known, example = load_catalogue()[requirement], load_examples()[requirement]
    for each in (known.text, known.source.section, example.meets, example.breaks):
        assert " ".join(each.split()) in text
    assert f"{known.level}: " in text
    assert not known.also or " ".join(known.also.text.split()) in text
    assert ", ".join(map(str, known.statuses)) in text


def test_calls_are_told_with_method_and_path(capsys: pytest.CaptureFixture[str]) -> None:
    text = explained(capsys, "UB-DEL-01")

    path = "/user-banking/users/{user-id}/banking/accounts/{account-id}"
    assert f"calls DELETE {path} (deleteAccount) statuses 204" in text


@pytest.mark.usefixtures("_without_checks")
def test_a_rule_of_every_call_names_the_apis(capsys: pytest.CaptureFixture[str]) -> None:
    text = explained(capsys, "GEN-01")

    assert text.count("every operation of the ") == len(SERVED)


def test_the_checks_about_a_rule_are_told_each_once(capsys: pytest.CaptureFixture[str]) -> None:
    text = explained(capsys, "CON-OFF-01")

    name = "consumer.offboarding.disconnecting_answers_204_without_a_body_when_the_account_is"
    assert len(re.findall(rf"{name} \(3 variations\)", text)) == 1


@pytest.mark.parametrize("written", ["con-off-02", "CON-OFF-2", " CON-OFF-02"])
def test_an_id_is_understood_however_it_is_written(
    capsys: pytest.CaptureFixture[str], written: str
) -> None:
    assert explained(capsys, written).startswith("CON-OFF-02 ")


def test_an_unknown_id_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "CON-OF-02"]) == 2

    assert "did you mean 'CON-OFF-02'?" in capsys.readouterr().err


def test_the_list_has_every_requirement(capsys: pytest.CaptureFixture[str]) -> None:
    text = explained(capsys, "--list")

    assert [each for each in load_catalogue() if f" {each} " not in text] == []


def test_no_id_is_a_wrong_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 2

    assert "--list" in capsys.readouterr().err


def test_a_rule_is_told_without_the_libraries_of_the_suite(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sandbank_conformance.verification", None)

    assert "pip install 'sandbank[verify]'" in explained(capsys, "CON-OFF-02")


def test_rules_about_servers_and_about_callers_have_checks() -> None:
    assert checks_of("CON-OFF-02")
    assert {each.partition(".")[0] for each in checks_of("CON-OFF-09")} == {"product"}


def test_a_check_is_explained_by_its_rule(capsys: pytest.CaptureFixture[str]) -> None:
    name = "consumer.offboarding.disconnecting_answers_204_without_a_body_when_the_account_is"

    for written in (name, f"{name}[pending]"):
        assert explained(capsys, written).startswith("CON-OFF-01 ")


def test_an_unknown_check_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "consumer.offboarding.disconnecting_answers_205"]) == 2

    assert "did you mean 'consumer.offboarding" in capsys.readouterr().err


@pytest.mark.usefixtures("_without_checks")
@pytest.mark.parametrize(
    ("requirement", "source"),
    [
        ("CON-OFF-02", 'Sage Banking Service documentation, "Offboarding", Step 3'),
        ("CON-TX-01", "Sage Banking Service documentation, Transactions"),
        ("UB-UP-01", "fino Banking module documentation, Manual upload"),
        (
            "UB-DEL-01",
            'fino Banking module documentation, "Deleting Data", Delete a single account',
        ),
        ("GEN-01", "Sandbank's catalogue of rules, One server"),
    ],
)
def test_a_source_says_whose_page_it_is(
    capsys: pytest.CaptureFixture[str], requirement: str, source: str
) -> None:
    assert f"source {source}" in explained(capsys, requirement)
