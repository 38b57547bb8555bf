"""`sandbank judge provider` as people run it: with children, a command for visits, and reports."""

import json
import re
import socket
import sys
from pathlib import Path
from xml.etree import ElementTree

import jsonschema_rs
import pytest

from sandbank_conformance.report.lines import SCHEMA
from sandbank_server.cli import main

HERE = Path(__file__).parent
VISIT = f"{sys.executable} {HERE / 'visit_provider.py'}"
SCENES = ("provider.redirects.the_browser_is_sent_back_to_redirect_uri_with_state[refusal]",)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def judge(*options: str, name: str = "", visit: str = VISIT, feed: str = "") -> int:
    port = free_port()
    provider = f"{sys.executable} {HERE / 'serve_provider.py'} {port} {name}"
    known = ["--connector-url", f"http://127.0.0.1:{port}", "--provider", provider]
    fed = ["--feed", f"{feed} http://127.0.0.1:{port}"] if feed else []
    return main(["judge", "provider", *known, "--visit", visit, *fed, *options])


def test_a_provider_is_judged_from_nothing_to_its_reports(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--check", *SCENES, "--report", str(tmp_path)]

    assert judge(*options, name="ForgetsTheState") == 1

    told = capsys.readouterr().out
    assert "  SANDBANK_PROVIDER_URL=http://127.0.0.1:" in told
    assert "FAIL CNX-03 (must)" in told
    assert "again     sandbank judge provider --connector-url http://127.0.0.1:" in told
    assert "provider-b-key" not in told.partition("A sandbox of its own")[2]
    validator = jsonschema_rs.validator_for(json.loads(SCHEMA.read_text()))
    for line in (tmp_path / "report.jsonl").read_text().splitlines():
        validator.validate(json.loads(line))
    page = (tmp_path / "report.html").read_text()
    assert "sandbank judge provider … --check &#39;provider.redirects." in page
    assert "sandbank replay" not in page
    assert ElementTree.parse(tmp_path / "junit.xml").getroot().get("failures") == "1"


def test_a_check_alone_passes_and_a_report_of_it_is_not_replayed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert judge("--check", *SCENES, "--report", str(tmp_path)) == 0

    assert "1 check in" in capsys.readouterr().out
    assert main(["replay", str(tmp_path), "CNX-03"]) == 2
    assert "run `sandbank judge provider` with --check" in capsys.readouterr().err
    rules = json.loads((tmp_path / "coverage.json").read_text())["requirements"]
    states = {each["id"]: each["state"] for each in rules}
    assert states["CNX-03"] == "proved"
    assert states["CNX-01"] == "not asked"
    assert states["PRV-AUTH-01"] == "binds the server"


def test_a_waiver_of_the_file_excuses_what_is_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sandbank.toml"
    file.write_text(
        "[connector]\nport = 0\n[[waivers]]\nrequirement = 'CNX-03'\nowner = 'bank team'\n"
        "reason = 'the old pages go in spring'\nexpires = 2999-01-31\n"
    )

    assert judge("--check", *SCENES, "--config", str(file), name="ForgetsTheState") == 0

    assert "Broken, but waived:" in capsys.readouterr().out


def test_statements_are_asked_for_by_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    check = "provider.feeds.no_statement_comes_for_an_account_that_is_disconnected"
    feed = f"{sys.executable} {HERE / 'feed_provider.py'}"

    assert judge("--check", check, feed=feed, name="SendsNoStatements") == 0

    assert "1 check in" in capsys.readouterr().out


def test_somebody_is_asked_to_visit_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert judge("--check", *SCENES, "--patience", "0.2", visit="") == 2

    told = capsys.readouterr().out
    assert re.search(r"and there refuse, or cancel .*:\n  http://127.0.0.1:\d+/auth\?bank=", told)
    assert "somebody who visits the page within 0 seconds" in " ".join(told.split())


@pytest.mark.parametrize(
    ("code", "missing"),
    [
        ("raise SystemExit(77)", "a user who can refuse, or cancel"),
        ("raise SystemExit('the form is gone')", "1 with the form is gone"),
    ],
)
def test_nothing_is_proved_where_the_user_cannot(
    code: str, missing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    visit = f'{sys.executable} -c "{code}"'

    assert judge("--check", *SCENES, visit=visit) == 2

    assert missing in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--connector-url", "localhost:9000"], "expected --connector-url http://127.0.0.1:9000"),
        (["--connector-url", "http://x", "--check", "provider.no"], "no"),
        (["--connector-url", "http://x", "--requirement", "CNX-99"], "there is no such rule"),
        (["--connector-url", "http://x", "--requirement", "CON-OFF-02"], "nothing that a provider"),
        (["--config", "/no/such/file"], "/no/such/file cannot be read"),
        (["--connector-url", "http://x", "--port", "70000"], "port is 70000; expected 0 to 65535"),
        (["--connector-url", "http://x", "--visit", "'open"], "No closing quotation"),
    ],
)
def test_wrong_options_are_refused(
    options: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["judge", "provider", *options]) == 2

    assert told in capsys.readouterr().err


def test_a_provider_that_cannot_be_started_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--connector-url", "http://127.0.0.1:9", "--provider", "/no/such/program"]

    assert main(["judge", "provider", *options]) == 3

    assert "/no/such/program cannot be started" in capsys.readouterr().err


def test_a_provider_that_ends_at_once_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    provider = f"{sys.executable} -c 'raise SystemExit(5)'"
    options = ["--connector-url", f"http://127.0.0.1:{free_port()}", "--provider", provider]

    assert main(["judge", "provider", *options]) == 3

    assert "the provider ended with 5 before it listened" in capsys.readouterr().err
