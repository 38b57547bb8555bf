"""`sandbank judge product` as people run it: with a command that has the product act."""

import json
import sys
from pathlib import Path

import jsonschema_rs
import pytest

from sandbank_conformance.report.lines import SCHEMA
from sandbank_server.cli import main

ACT = Path(__file__).parent / "act_product.py"
OLD_ID = "product.offboarding.no_call_names_a_bank_account_that_was_disconnected"

REFUSED = "product.linking.the_newest_poll_route_is_followed_to_the_end[refused]"


def judge(folder: Path, *options: str, name: str = "") -> int:
    act = f"{sys.executable} {ACT} {folder / 'kept'} {name}"
    return main(["judge", "product", "--act", act, "--silence", "0.1", *options])


def test_a_product_is_judged_from_nothing_to_its_reports(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report"

    assert judge(tmp_path, "--report", str(report), name="KeepsTheAccount") == 1

    told = capsys.readouterr().out
    assert "  SANDBANK_CONSUMER_URL=http://127.0.0.1:" in told
    assert "FAIL CON-OFF-09 (must)" in told
    assert "again     sandbank judge product --act " in told
    assert "playground-signing-key-1" not in told.partition("A sandbox of its own")[2]
    validator = jsonschema_rs.validator_for(json.loads(SCHEMA.read_text()))
    for line in (report / "report.jsonl").read_text().splitlines():
        validator.validate(json.loads(line))
    states = json.loads((report / "coverage.json").read_text())["requirements"]
    assert {each["id"]: each["state"] for each in states}["CON-TX-03"] == "proved"


def test_a_check_alone_is_run_after_what_leads_to_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert judge(tmp_path, "--check", REFUSED) == 0

    assert "1 check in" in capsys.readouterr().out


def test_a_waiver_of_the_file_excuses_what_is_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sandbank.toml"
    file.write_text(
        "[[waivers]]\nrequirement = 'CON-OFF-09'\nowner = 'ledger team'\n"
        "reason = 'the old screen goes in spring'\nexpires = 2999-01-31\n"
    )

    options = ("--check", OLD_ID, "--config", str(file))
    assert judge(tmp_path, *options, name="KeepsTheAccount") == 0

    assert "Broken, but waived:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("command", "missing"),
    [
        (f'{sys.executable} -c "raise SystemExit(77)"', "a product that can link"),
        (f'{sys.executable} -c "pass"', "a product that connects the bank account"),
        ("no-such-command", "a command for --act that comes to its end"),
    ],
)
def test_nothing_is_proved_of_a_product_that_does_nothing(
    command: str, missing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--act", command, "--silence", "0.1", "--patience", "2", "--check", OLD_ID]

    assert main(["judge", "product", *options]) == 2

    assert missing in " ".join(capsys.readouterr().out.split())


def test_a_person_is_told_what_to_have_the_product_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["judge", "product", "--patience", "0.2", "--check", OLD_ID]) == 2

    words = " ".join(capsys.readouterr().out.split())
    assert "Please have your product connect a bank account" in words
    assert "somebody who has the product connect a bank account" in words
