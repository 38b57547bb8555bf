"""Repeating what an earlier run has found."""

from pathlib import Path

import pytest
from reports.conftest import Told, proved
from reports.report_builders import FAILED, PASSED, report, verdict
from served import Served

from sandbank_conformance.config import ConfigError
from sandbank_conformance.plans import APIS
from sandbank_conformance.replaying import chosen, plan_of
from sandbank_conformance.verdicts import Outcome, Profile
from sandbank_server.cli import main

CHECK = "consumer.offboarding.disconnecting_answers_204_without_a_body_when_the_account_is"


@pytest.fixture(scope="module")
def told(deviant: Served, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """A run against a server that is there still."""
    return proved(deviant.url, tmp_path_factory.mktemp("run") / "report")


@pytest.mark.parametrize("what", ["1", "con-off-01", f"{CHECK}[pending]", CHECK])
def test_a_problem_is_repeated_where_it_was_found(
    told: Told, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    status = main(["replay", str(told.folder), what])

    text = capsys.readouterr().out
    assert status == 1
    assert f"{CHECK}[pending]\n  then      FAIL CON-OFF-01 (must)" in text
    assert "  now       FAIL CON-OFF-01 (must)" in text
    assert "Still broken: CON-OFF-01." in text


def test_what_passed_can_be_repeated_as_well(
    told: Told, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["replay", str(told.folder / "report.jsonl"), "CON-OFF-06"]) == 0

    assert "Passes now." in capsys.readouterr().out


def test_what_differs_breaks_no_rule(told: Told, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(told.folder), "PRV-TOK-01"]) == 0

    assert "none that breaks a rule" in capsys.readouterr().out


def test_another_target_can_be_named(told: Told, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(told.folder), "1", "http://127.0.0.1:1"]) == 3

    assert "127.0.0.1:1" in capsys.readouterr().out


def test_the_values_are_those_of_the_run() -> None:
    whole = report(FAILED, seed=41, profile="sandbank", apis=["consumer"])

    plan = plan_of(whole, whole.verdicts)

    assert (plan.seed, plan.profile, plan.checks) == (41, Profile.SANDBANK, (FAILED.check,))
    assert plan.apis == APIS  # a check by its name is run whatever the plan was


def test_generated_requests_are_repeated_for_their_api_alone() -> None:
    whole = report(verdict(Outcome.FAIL, check="fuzz.provider.not_a_server_error[getX]"))

    plan = plan_of(whole, whole.verdicts)

    assert (plan.full, plan.apis) == (True, ("provider",))


def test_numbers_count_problems_only() -> None:
    second = verdict(Outcome.DIFFERS, check="a.b.c")
    whole = report(PASSED, FAILED, verdict(Outcome.NOT_TESTABLE), second)

    assert chosen(whole, "1") == [FAILED]
    assert chosen(whole, "2") == [second]


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("3", "problem 3 is not in the report; it has 1"),
        ("consumer.banks.a_bank_is_knwon", "did you mean 'consumer.banks.a_bank_is_known'?"),
        ("CON-OFF-03", "the report holds no such check"),
    ],
)
def test_what_is_not_in_the_report_is_refused(what: str, message: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        chosen(report(PASSED, FAILED), what)

    assert message in str(refusal.value)


def test_no_report_is_no_replay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(tmp_path / "none"), "1"]) == 2

    assert "cannot be read as a report" in capsys.readouterr().err


def test_a_problem_that_was_mended_passes(
    told: Told, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reports.deviant.mended", True)

    assert main(["replay", str(told.folder), "CON-OFF-01"]) == 0

    assert "Passes now." in capsys.readouterr().out
