"""What nothing can come of is said before any call is made."""

import pytest

from sandbank_conformance import playground
from sandbank_conformance.commands.selection import left_out
from sandbank_conformance.config import ConfigError
from sandbank_conformance.naming import rule_named
from sandbank_conformance.plans import Plan
from sandbank_conformance.target import Target
from sandbank_server.cli import main

NOBODY = "http://127.0.0.1:9"  # nothing listens there, which a run would find out
DISCONNECTING = "consumer.offboarding.disconnecting_answers_204_without_a_body_when_the_account_is"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--requirement", "CON-OFF-09"], "CON-OFF-09 binds the product"),
        (["--requirement", "prv-auth-20"], "PRV-AUTH-20 binds the provider"),
        (
            ["--api", "provider", "--requirement", "CON-OFF-02"],
            "CON-OFF-02 is proved by calls of the Consumer API, which --api provider leaves out",
        ),
        (
            ["--api", "user-banking", "--requirement", "CTL-01"],
            "calls of the Control API, which --api user-banking leaves out",
        ),
        (
            ["--check", "consumer.offboarding"],
            "no check is called consumer.offboarding; it holds 1",
        ),
        (["--check", f"{DISCONNECTING[:40]}"], f"did you mean '{DISCONNECTING}'?"),
        (
            ["--check", DISCONNECTING, "--requirement", "CON-OFF-13"],
            "CON-OFF-13 is what no check of --check is about",
        ),
        (["--smoke", "--requirement", "CON-OFF-12"], "has no check among those of --smoke"),
    ],
)
def test_what_cannot_be_proved_says_why(
    capsys: pytest.CaptureFixture[str], options: list[str], told: str
) -> None:
    assert main(["verify", NOBODY, *options]) == 2

    out, err = capsys.readouterr()
    assert told in err
    assert out == ""


def test_what_is_left_is_proved_all_the_same() -> None:
    plan = Plan(requirements=("CON-OFF-02", "CON-OFF-09"))

    (line,) = left_out(plan, playground.target(NOBODY))

    assert line.startswith("CON-OFF-09 binds the product")


def test_a_target_without_an_api_says_so() -> None:
    without = Target(consumer=playground.consumer(NOBODY))

    with pytest.raises(ConfigError, match="User banking API, which the target does not have"):
        left_out(Plan(requirements=("UB-TOK-01",)), without)
    with pytest.raises(ConfigError, match="the target has no Provider API"):
        left_out(Plan(apis=("provider",)), without)


def test_a_check_may_be_named_without_its_variation() -> None:
    assert left_out(Plan(checks=(DISCONNECTING,)), playground.target(NOBODY)) == []


@pytest.mark.parametrize("written", ["user-banking", "user_banking", "User-Banking"])
def test_an_api_is_understood_with_a_hyphen_and_without(
    capsys: pytest.CaptureFixture[str], written: str
) -> None:
    assert main(["verify", NOBODY, "--api", written, "--requirement", "CON-OFF-02"]) == 2

    assert "which --api user-banking leaves out" in capsys.readouterr().err


def test_an_unknown_api_is_told_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["verify", NOBODY, "--api", "user-bank"])

    assert "did you mean 'user-banking'?" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("CON-OF-02", "did you mean 'CON-OFF-02'?"),
        ("CON-OFF-99", "CON-OFF has CON-OFF-01 to CON-OFF-13;"),
        ("con-off", "CON-OFF is a group of them, CON-OFF-01 to CON-OFF-13;"),
        ("CON-TXX-09", "CON-TX has CON-TX-01, CON-TX-02 and CON-TX-03;"),
        ("PRV-XYZ-01", "those of PRV are PRV-TOK-…, PRV-AUTH-…"),
        ("XYZ-01", "there is no such rule;"),
    ],
)
def test_an_unknown_rule_is_told_with_those_of_its_group_only(written: str, told: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        rule_named(written)

    text = str(refusal.value)
    assert told in text
    assert "`sandbank explain --list`" in text
    assert len(text) < 200
