"""Repeating what an earlier run has found."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from reports.conftest import Told, proved
from reports.report_builders import FAILED, PASSED, report, verdict
from served import Served

from sandbank_conformance import playground
from sandbank_conformance.config import ConfigError
from sandbank_conformance.exporting import wanted
from sandbank_conformance.plans import APIS, Plan
from sandbank_conformance.replaying import chosen, plan_of
from sandbank_conformance.report.replayed import Replayed
from sandbank_conformance.run import prepare
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


def test_verdicts_of_then_and_now_are_paired_by_their_rule() -> None:
    then = [verdict(Outcome.FAIL), verdict(Outcome.FAIL, requirement="GEN-01")]
    now = [verdict(Outcome.FAIL, requirement="CON-OFF-13"), verdict(Outcome.PASS)]
    out = io.StringIO()
    told = Replayed(out, then, Plan(checks=(FAILED.check,)))

    told.end([replace(each, check=FAILED.check) for each in now])

    lines = [" ".join(each.split()) for each in out.getvalue().splitlines()]
    heads = [each for each in lines if each.startswith(("then", "now", "besides"))]
    assert [each[: len(wanted)] for each, wanted in zip(heads, PAIRED, strict=True)] == PAIRED
    assert "Broken besides: CON-OFF-13." in lines


PAIRED = [
    "then FAIL CON-OFF-02",
    "now PASS CON-OFF-02",
    "then FAIL GEN-01",
    "now nothing is found about GEN-01",
    "besides FAIL CON-OFF-13",
]


def test_the_variables_of_a_curl_line_are_exported_with_tokens_that_work(
    told: Told, deviant: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["replay", str(told.folder), "CON-OFF-01", "--export"]) == 0

    out = capsys.readouterr().out
    (token,) = re.findall(r"^export SANDBANK_PRODUCT_TOKEN=(\S+)$", out, re.MULTILINE)
    assert len(out.splitlines()) == 1  # of this line, and no other secret
    run = prepare(playground.target(deviant.url), Plan())
    with run:
        assert run.product is not None
        bearer = {"Authorization": f"Bearer {token}"}
        assert run.product.call("listBankAccounts", headers=bearer).status == 200


def test_a_variable_that_only_its_check_had_is_named(
    told: Told, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbank_conformance.commands.replay.wanted", lambda _: ["NARROW"])

    assert main(["replay", str(told.folder), "CON-OFF-01", "--export"]) == 2

    out, err = capsys.readouterr()
    assert (out, "NARROW is not to be had" in err) == ("", True)


@pytest.mark.parametrize(
    ("curl", "names"),
    [
        ('curl -H "a: $KEY" -d "${TOKEN}x \\$5"', ["KEY", "TOKEN"]),
        ('curl "http://a"', []),
    ],
)
def test_the_variables_of_a_line_are_those_that_a_shell_fills_in(
    curl: str, names: list[str]
) -> None:
    assert wanted([verdict(Outcome.FAIL, curl=curl)]) == names
