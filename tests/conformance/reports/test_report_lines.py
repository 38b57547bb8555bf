"""The lines of a run: what the schema promises, and what a run that was killed leaves."""

import json
from pathlib import Path

import jsonschema_rs
import pytest
from reports.conftest import Told
from reports.report_builders import FAILED, PASSED, as_read, report, verdict, written

from sandbank_conformance.report.folder import MADE, complete
from sandbank_conformance.report.lines import SCHEMA, ReportError, read
from sandbank_conformance.verdicts import Outcome, Waiver
from sandbank_server.cli import main

VALIDATOR = jsonschema_rs.Draft202012Validator(
    json.loads(SCHEMA.read_text()), validate_formats=True
)


def lines_of(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_every_line_of_a_run_is_as_the_schema_says(told: Told) -> None:
    lines = lines_of(told.folder / "report.jsonl")

    assert {each["type"] for each in lines} == {"header", "verdict", "footer"}
    assert {each.get("outcome") for each in lines} >= {"PASS", "FAIL", "DIFFERS"}
    for each in lines:
        VALIDATOR.validate(each)


def test_the_schema_lies_beside_the_lines(told: Told) -> None:
    assert (told.folder / "report.schema.json").read_bytes() == SCHEMA.read_bytes()


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": "FAILED"},
        {"requirement": "CON-1"},
        {"level": "may"},
        {"colour": "red"},
        {"received": ""},
        {"steps": [{"operationId": "getBank"}]},
    ],
)
def test_the_schema_refuses_what_no_run_writes(tmp_path: Path, change: dict[str, object]) -> None:
    line = lines_of(written(tmp_path, report(FAILED)))[1]
    VALIDATOR.validate(line)

    assert not VALIDATOR.is_valid({**line, **change})


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    waiver = Waiver(requirement="CON-OFF-02", owner="a", reason="b", expires="2027-01-01")
    moves = (("session", "open", "failed", "failed"),)
    whole = report(PASSED, verdict(Outcome.FAIL, waiver=waiver, transitions=moves))

    assert as_read(tmp_path, whole) == whole


def test_half_a_character_from_a_server_is_written_and_read(tmp_path: Path) -> None:
    whole = report(verdict(Outcome.FAIL, received="half: \ud83d"))

    assert as_read(tmp_path, whole).verdicts[0].received == "half: \ud83d"


@pytest.mark.parametrize("left", range(1, 40, 7))
def test_a_run_that_is_killed_amid_a_line_leaves_what_it_had_found(
    tmp_path: Path, left: int
) -> None:
    path = written(tmp_path, report(PASSED, verdict(Outcome.FAIL, title="é" * 40), footer=None))
    head = path.read_bytes().rpartition("é".encode() * 40)[0]
    path.write_bytes(head + "é".encode()[:1] * (left % 2) + b"x" * left)

    found = read(path)

    assert (len(found.verdicts), found.footer) == (1, {})


def test_every_report_of_a_run_that_was_broken_off_says_so(tmp_path: Path) -> None:
    written(tmp_path, report(FAILED, footer=None))

    complete(tmp_path)

    for name in MADE:
        text = (tmp_path / name).read_text()
        assert "broken off" in text or '"complete": false' in text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "does not begin with a header"),
        ("{}\n", "does not begin with a header"),
        ("[1]\n", "does not begin with a header"),
        ("not json\n", "cannot be read"),
        ('{"type": "header", "format": 2}\n', "has format 2; expected 1"),
        ('{"type": "header", "format": 1}\n{"type": "verdict"}\n', "a line that is no verdict"),
    ],
)
def test_a_file_that_is_no_report_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "report.jsonl"
    path.write_text(text)

    with pytest.raises(ReportError, match=message):
        read(path)


def test_a_folder_that_cannot_be_made_is_a_wrong_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()

    assert main(["verify", "http://127.0.0.1:1", "--report", str(tmp_path / "file")]) == 2

    assert "cannot be written to" in capsys.readouterr().err


def test_no_report_holds_a_secret(told: Told) -> None:
    secrets = ("playground-signing-key", "provider-a-secret", "provider-a-key", "eyJ")

    for path in told.folder.iterdir():
        text = path.read_text()
        assert [each for each in secrets if each in text] == [], path.name
    lines = (told.folder / "report.jsonl").read_text()
    assert "$SANDBANK_PRODUCT_TOKEN" in lines
    assert "$SANDBANK_PROVIDER_CLIENT_SECRET" in lines
