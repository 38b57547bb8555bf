"""The suite in pytest runs of somebody's own."""

import json
import re
import sys

import pytest
from served import Served

from sandbank_conformance import (
    playground,
    pytest_target,  # here, so that runs in this process share it
)
from sandbank_conformance.plans import Plan
from sandbank_conformance.run import prepare
from sandbank_conformance.verdicts import Outcome, Verdict
from sandbank_conformance.verification import verify

assert pytest_target

pytest_plugins = ["pytester"]

OFFBOARDING = "sandbank_conformance.suite.consumer.test_offboarding"
TOKENS = "sandbank_conformance.suite.provider.test_tokens"
NOBODY = "--sandbank-target=http://127.0.0.1:1"  # nothing listens there
DISCONNECTING = "disconnecting_answers_204"


def run(pytester: pytest.Pytester, *words: str, suite: str = OFFBOARDING) -> pytest.RunResult:
    """pytest as somebody calls it."""
    return pytester.runpytest_inprocess("-p", "no:cacheprovider", "--pyargs", suite, *words)


def target(served: Served) -> str:
    return f"--sandbank-target={served.url}"


def world(served: Served) -> object:
    """What the server holds, and whether its clock goes."""
    frozen = served.control("GET", "/clock")["frozen"]
    return json.dumps(served.world(), sort_keys=True), frozen


def test_a_broken_rule_is_a_failure_with_all_there_is_to_know(
    pytester: pytest.Pytester, deviant: Served
) -> None:
    result = run(pytester, target(deviant), "-k", DISCONNECTING)

    assert result.parseoutcomes()["failed"] == 4
    result.stdout.fnmatch_lines(
        [
            "FAIL CON-OFF-01 (must) disconnecting answers 204*",
            "  rule      Disconnecting a bank account answers 204*",
            "  expected  status 204",
            "  received  200 to DELETE disconnectBankAccount*",
            "  curl      curl*$SANDBANK_PRODUCT_TOKEN*",
            "  again     pytest --pyargs *test_offboarding::test_disconnecting*",
        ]
    )
    result.stdout.no_fnmatch_line("*conditions.py*")


@pytest.mark.parametrize(
    ("profile", "outcome"), [("documented", "skipped"), ("sandbank", "failed")]
)
def test_a_difference_fails_under_the_stricter_profile_alone(
    pytester: pytest.Pytester, deviant: Served, profile: str, outcome: str
) -> None:
    words = (f"--sandbank-profile={profile}", "-rs", "-k", "a_wrong_parameter_answers_401")
    result = run(pytester, target(deviant), *words, suite=TOKENS)

    outcomes = result.parseoutcomes()
    assert outcomes[outcome] == sum(outcomes[each] for each in {"skipped", "failed"} & {*outcomes})
    result.stdout.fnmatch_lines(["*DIFFERS PRV-TOK-01*"])


def test_what_cannot_be_tested_is_skipped_and_says_what_is_missing(
    pytester: pytest.Pytester, deviant: Served
) -> None:
    suite = "sandbank_conformance.suite.consumer.test_tokens"
    result = run(pytester, target(deviant), "--sandbank-keep-world", "-rs", suite=suite)

    assert result.parseoutcomes()["skipped"] >= 1
    result.stdout.fnmatch_lines(["*NOT TESTABLE *: missing: *"])


def test_the_line_that_runs_a_check_again_does(pytester: pytest.Pytester, deviant: Served) -> None:
    result = run(pytester, target(deviant), "-x", "-k", DISCONNECTING)
    (line,) = [each for each in result.outlines if each.startswith("  again ")]

    words = line.partition("pytest ")[2].replace("'", "").split()
    again = pytester.runpytest_inprocess(*words)

    again.assert_outcomes(failed=1)


@pytest.mark.parametrize("words", [["-k", DISCONNECTING], ["-x"], ["--maxfail=2"]])
def test_the_world_is_left_as_it_was_found(
    pytester: pytest.Pytester, deviant: Served, words: list[str]
) -> None:
    before = world(deviant)

    assert run(pytester, target(deviant), *words).ret == 1

    assert world(deviant) == before


def test_a_verbose_run_tells_target_world_and_checks(
    pytester: pytest.Pytester, deviant: Served
) -> None:
    result = run(pytester, target(deviant), "-v", "-k", "a_bank_account_is_read_as_cancelled")

    result.stdout.fnmatch_lines(
        [
            "sandbank: http://127.0.0.1:*profile documented, seed 1",
            "The control API is there: a copy of the world is taken*",
            "sandbank_conformance/suite/consumer/test_offboarding.py::"
            "test_a_bank_account_is_read_as_cancelled_after_it_was?pending? PASSED*",
        ]
    )


@pytest.mark.parametrize("words", [[NOBODY], []])
def test_collecting_alone_needs_no_server(pytester: pytest.Pytester, words: list[str]) -> None:
    result = run(pytester, "--collect-only", "-q", *words)

    assert result.ret == 0
    result.stdout.fnmatch_lines(["*/test_offboarding.py::*", "*tests collected in *"])


def test_without_a_target_there_is_a_usage_error(pytester: pytest.Pytester) -> None:
    result = run(pytester)

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: sandbank: name the server to prove: --sandbank-target*"])


def test_a_server_that_is_not_there_ends_the_run_before_any_check(
    pytester: pytest.Pytester,
) -> None:
    result = run(pytester, NOBODY)

    assert result.ret in (2, 3)
    result.stdout.fnmatch_lines(["*nothing listens there*"])
    assert set(result.parseoutcomes()) <= {"deselected"}


def test_a_configuration_that_is_wrong_is_a_usage_error(pytester: pytest.Pytester) -> None:
    pytester.path.joinpath("mine.toml").write_text("[consumr]\n")

    result = pytester.runpytest_subprocess("--pyargs", OFFBOARDING, "--sandbank-config=mine.toml")

    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*did you mean 'consumer'*"])


def test_somebodys_own_names_for_tests_are_no_hindrance(
    pytester: pytest.Pytester, deviant: Served
) -> None:
    pytester.makeini(
        "[pytest]\npython_files = check_*.py\npython_functions = check_*\n"
        "addopts = --strict-markers --strict-config -ra -W error\n"
    )
    pytester.makepyfile(check_mine="def check_mine(): pass")
    suite = "sandbank_conformance.suite.consumer"

    words = (target(deviant), "-k", f"{DISCONNECTING} or check_mine")
    outcomes = run(pytester, "check_mine.py", *words, suite=suite).parseoutcomes()

    assert (outcomes["failed"], outcomes["passed"]) == (4, 1)


def test_other_tests_never_touch_the_target(pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_mine(): pass")

    pytester.runpytest_inprocess(NOBODY).assert_outcomes(passed=1)


def test_checks_that_are_left_out_by_name_do_not_touch_it_either(
    pytester: pytest.Pytester,
) -> None:
    assert run(pytester, NOBODY, "-k", "nothing").ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_a_run_that_proves_nothing_loads_the_options_alone(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        "import sys\n"
        "def test_it():\n"
        "    loaded = {each for each in sys.modules if each.startswith('sandbank_con')}\n"
        "    assert loaded == {'sandbank_conformance', 'sandbank_conformance.plugin'}\n"
    )

    pytester.runpytest_subprocess().assert_outcomes(passed=1)


def broken_by_the_command(url: str) -> set[str]:
    found: list[Verdict] = []
    with prepare(playground.target(url), Plan()) as proving, proving.ground.laid():
        verify(proving, found.append)
    bad = {Outcome.FAIL, Outcome.ERRORED}
    return {each.check for each in found if each.outcome in bad}


def test_the_whole_suite_finds_what_the_command_finds(
    pytester: pytest.Pytester, deviant: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Other plugins may warn as they like.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    command = [sys.executable, "-W", "error", "-m", "pytest", "-W", "error", "-q", "-rf"]
    plugin = ["-p", "sandbank_conformance.plugin", "--pyargs", "sandbank_conformance.suite"]

    result = pytester.run(*command, *plugin, target(deviant))

    failed = {
        f"{found[1]}.{found[2]}.{found[3]}"
        for line in result.outlines
        if (found := re.match(r"FAILED .*suite/(\w+)/test_(\w+)\.py::test_(.*?)(?: - .*)?$", line))
    }
    assert result.ret == 1
    assert len(failed) >= 4
    assert failed == broken_by_the_command(deviant.url)
