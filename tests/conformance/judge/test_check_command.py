"""`sandbank check` as somebody calls it: status, and what is printed in each form."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest
from corpus import FOLDER

SANDBANK = Path(sys.executable).parent / "sandbank"
KEY, TOKEN = "key-that-nobody-may-see-1", "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJuIn0.bm9ib2R5"
SECRETS = ("key-that-nobody", "eyJ", "nobody-may-know", "session-cookie-7")


def sandbank(*arguments: object, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [str(SANDBANK), "check", *map(str, arguments)]
    environment = {**os.environ, "NO_COLOR": "1"}
    return subprocess.run(
        command, input=stdin, capture_output=True, timeout=60, env=environment, check=False
    )


def told(*arguments: object, stdin: bytes = b"") -> tuple[int, str]:
    done = sandbank(*arguments, stdin=stdin)
    assert b"Traceback" not in done.stderr
    return done.returncode, (done.stdout + done.stderr).decode()


@pytest.mark.parametrize(
    ("file", "status"),
    [
        ("valid/failure.http", 0),
        ("valid/onboarding-alone.json", 0),
        ("invalid/key-missing.http", 1),
        ("broken/as-printed.json", 1),
    ],
)
def test_the_status_says_whether_a_call_is_refused(file: str, status: int) -> None:
    assert told(FOLDER / file)[0] == status


def test_one_refused_call_among_many_files_is_enough() -> None:
    status, text = told(FOLDER / "valid/failure.http", FOLDER / "invalid/key-missing.http")

    assert status == 1
    assert "2 calls: 1 refused, 1 valid." in text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"hello world", "is neither a JSON body"),
        (b"\x89PNG\r\n\x1a\n\x00\x01:{}" + bytes(range(256)) * 9, "is neither a JSON body"),
        (b"GET https://other.example/weather\n", "GET /weather; --operation names what that is"),
        (b'{"log": {"entries": []}}', "holds no call"),
        (b'{"log": {"entries": [', "looks like a HAR, but is not JSON"),
        (b"curl --help\n", "holds no call"),
    ],
)
def test_nothing_to_judge_is_a_status_of_its_own(content: bytes, said: str) -> None:
    status, text = told("-", stdin=content)

    assert status == 2
    assert said in text


def test_a_file_that_is_not_there_is_named() -> None:
    status, text = told("no-such-file.json")

    assert status == 2
    assert "no-such-file.json cannot be read: No such file or directory" in text


def test_the_standard_input_is_a_file_like_any_other() -> None:
    body = b'{"ids": ["tx-1"], "IDs": []}'

    assert told("-", "--operation", "deleteTransactions", stdin=body)[0] == 0
    assert told("-", "--operation", "DELETE /users/u/banking/accounts", stdin=body)[0] == 0
    assert told("-", stdin=body)[0] == 1


def test_an_operation_that_nobody_has_is_answered_with_the_nearest() -> None:
    status, text = told("-", "--operation", "deleteTransaction", stdin=b"{}")

    assert status == 2
    assert "did you mean deleteTransactions?" in text


def test_a_first_failure_says_where_what_was_found_and_what_would_be_right() -> None:
    _, text = told(FOLDER / "invalid/branch-empty.http")

    assert "REFUSED 400" in text
    assert (
        "1. 400 PRV-AUTH-16 (profile)  /data/bankAccounts/0/branchIdentifier, line 14, col" in text
    )
    assert 'found     ""' in text
    assert '"n/a" where there are no branches' in text
    assert "`sandbank explain PRV-AUTH-16` tells the rule" in text


def test_a_body_that_lost_its_brackets_is_shown_as_it_was_meant() -> None:
    _, text = told(FOLDER / "broken/as-printed.json")
    meant = "\n".join(line for line in text.splitlines() if line.startswith("    "))

    assert "line 1, column 3" in text
    accounts = json.loads(meant[meant.index("{") :])["data"]["bankAccounts"]
    assert [each["accountIdentifier"] for each in accounts] == ["13425", "14253"]


def secretive_files(folder: Path) -> Sequence[Path]:
    """Calls with secrets in every place in which somebody may put them."""
    call = folder / "call.http"
    call.write_text(
        f"PATCH https://u:{SECRETS[2]}@bank.example/x/authorisations/{TOKEN}?access_token={KEY}\n"
        f"x-api-key: {KEY}\nX-Api-Key: {KEY}\nAuthorization: {TOKEN}\nCookie: id={SECRETS[3]}\n"
        f'Content-Type: text/plain\n\n{{"data": {{"status": "{KEY}", "{TOKEN}": 1,}}}}\n'
    )
    token = folder / "token.sh"
    token.write_text(
        f"curl https://bank.example/provider/v1/oauth/token -H 'x-api-key: {KEY}' --json "
        f'\'{{"client_id": "a", "client_secret": ["{SECRETS[2]}"], "audience": "{KEY}"}}\'\n'
    )
    return call, token


@pytest.mark.parametrize("form", ["text", "json", "junit", "github"])
def test_no_form_shows_a_secret(form: str, tmp_path: Path) -> None:
    status, text = told("--format", form, *secretive_files(tmp_path))

    assert status == 1
    assert [each for each in SECRETS if each in text] == []


def test_whoever_has_secrets_in_a_file_is_told(tmp_path: Path) -> None:
    _, text = told(*secretive_files(tmp_path))

    words = " ".join(text.split())
    assert "call.http holds secrets (x-api-key, bearer token, cookie" in words


def test_json_holds_everything() -> None:
    file = FOLDER / "invalid/many-faults.http"
    status, text = told("--format", "json", file)
    (call,) = json.loads(text)["files"][0]["calls"]

    assert json.loads(text)["status"] == status == 1
    assert (call["verdict"], call["answer"]["status"]) == ("REFUSED", 403)
    assert call["operationId"] == "reportAuthorisation"
    places = [each.get("pointer", each.get("name")) for each in call["violations"]]
    assert places[:3] == ["x-api-key", "Content-Type", "/data/status"]
    assert {each["level"] for each in call["violations"]} == {"must", "profile"}


def test_junit_has_a_case_for_each_call() -> None:
    file = FOLDER / "subtle/two-requests.http"
    _, text = told("--format", "junit", file, "no-such-file.json")
    root = ElementTree.fromstring(text)

    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("3", "1", "1")
    failure = root.find(".//failure")
    assert failure is not None
    assert failure.get("type") == "PRV-AUTH-19"
    assert "/data/status, line 22, column 15" in (failure.text or "")


def test_github_points_at_the_line() -> None:
    file = FOLDER / "broken/comma-between-members.json"
    _, text = told("--format", "github", file)

    assert text.startswith(f"::error file={file},line=7,col=33,title=400 GEN-04::")
    assert "%0A" in text
    assert text.count("\n") == 1


def test_what_a_file_says_commands_no_terminal_and_no_runner(tmp_path: Path) -> None:
    file = tmp_path / "odd.json"
    file.write_text('{"data": {"status": "\\u001b[31m\\n::error::\\u202e"}}')

    for form in ("text", "github"):
        _, text = told("--format", form, file)
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "\n::error::" not in text


def test_nothing_heavy_is_loaded() -> None:
    heavy = ("schemathesis", "hypothesis", "pytest", "connexion", "httpx", "jinja2", "starlette")
    program = "import sys, sandbank_conformance.commands.check; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )

    assert [each for each in heavy if each in done.stdout.split()] == []
