"""`sandbank record` before a real sandbox, as somebody calls it."""

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from implementations import answering
from processes import SANDBANK, recorder_process
from recordings import exchanged
from served import COMPANY, ORGANISATION, PRODUCT, Served, serving, session

from sandbank_server.settings import Settings

NOON = "2026-03-01T12:00:00Z"
SEED = 7


@contextmanager
def sandbox() -> Iterator[Served]:
    """One that answers the same calls with the same bytes."""
    with serving(Settings(port=0, seed=SEED, strict=True)) as served:
        served.control("POST", "/clock", json={"set": NOON, "frozen": True})
        served.control("POST", "/reset")
        yield served


ACCOUNT = {
    "bankAccountExternalId": "ext-100",
    "accountName": "Current account **42",
    "bankIdentifier": "customer-1:playground",
    "branchIdentifier": "n/a",
    "accountIdentifier": "acct-100",
}


def flow(url: str, keys: dict[str, Any]) -> Iterator[httpx.Request]:
    """Calls of all three APIs, good ones and bad ones."""
    provider, product, upload = keys["provider"], keys["product"], keys["upload"]
    consumer = f"{url}/consumer/v1/{COMPANY}"
    account = f"{consumer}/bankaccounts/0d000000-0000-4000-8000-000000000001"
    users = f"{url}/user-banking/users/user-1/banking/accounts"
    report = f"{url}/provider/v1/authorisations/{session(1)}"
    body = {"data": {"status": "success", "bankAccounts": [ACCOUNT]}}
    yield httpx.Request("PATCH", report, headers=provider, json={"data": {"status": "maybe"}})
    yield httpx.Request("PATCH", report, headers=provider, json=body)
    yield httpx.Request("PATCH", report, headers=provider, json=body)
    yield httpx.Request("GET", f"{consumer}/bankaccounts", headers=product)
    yield httpx.Request("GET", f"{account}/transactions", headers=product)
    link = f"{consumer}/indirectlinkaccount?bankId=0c000000-0000-4000-8000-000000000001&web=true"
    yield httpx.Request("GET", link, headers=product)
    yield httpx.Request("DELETE", account, headers=product)
    yield httpx.Request("DELETE", account, headers=product)
    yield httpx.Request("HEAD", account, headers=product)
    yield httpx.Request("GET", f"{consumer}/bankaccounts//", headers=product)
    yield httpx.Request("GET", f"{consumer}/bankaccounts")
    yield httpx.Request("DELETE", users, headers=upload, json=["acc-upload-1"])
    yield httpx.Request("DELETE", users, headers=upload, json={"ids": ["acc-upload-1"]})
    yield httpx.Request("GET", users, headers=upload)


def tokens(url: str) -> Iterator[httpx.Request]:
    """The calls that bring credentials."""
    form = {"grant_type": "client_credentials", "client_id": "provider-a"}
    more = {"client_secret": "provider-a-secret", "audience": "sandbank/provider"}
    yield httpx.Request("POST", f"{url}/provider/v1/oauth/token", json={**form, **more})
    names = {"x-organisation-id": ORGANISATION, "x-company-id": COMPANY, "x-nonce": "nonce-1"}
    headers = {"x-application": PRODUCT, **names}
    yield httpx.Request("GET", f"{url}/consumer/v1/accesstoken", headers=headers)
    form = {**form, "client_id": "upload-client", "client_secret": "upload-secret"}
    yield httpx.Request("POST", f"{url}/user-banking/auth", data=form)


def answers(url: str) -> list[tuple[Any, ...]]:
    """What the calls are answered, to the byte; the port is no difference."""
    with httpx.Client(timeout=30) as client:
        given = [client.send(each) for each in tokens(url)]
        provider, product, upload = (each.json() for each in given)
        keys = {
            "provider": {
                "x-api-key": "provider-a-key",
                "authorization": f"Bearer {provider['access_token']}",
            },
            "product": {"x-application": PRODUCT, "authorization": f"Bearer {product['jwt']}"},
            "upload": {"authorization": f"Bearer {upload['access_token']}"},
        }
        given += [client.send(each) for each in flow(url, keys)]
    return [
        (each.http_version, each.status_code, each.reason_phrase, each.headers.raw, each.content)
        for each in given
    ]


def without(url: str, answered: list[tuple[Any, ...]]) -> str:
    return repr(answered).replace(url.rpartition(":")[2], "PORT")


def check(har: Path) -> tuple[int, Any]:
    """What `sandbank check` says of a HAR."""
    command = [str(SANDBANK), "check", "--format", "json", str(har)]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    return done.returncode, json.loads(done.stdout)["files"][0]["calls"]


def test_answers_are_the_same_with_and_without_and_are_judged_again_as_before(
    tmp_path: Path,
) -> None:
    har = tmp_path / "calls.har"
    with sandbox() as served:
        straight = without(served.url, answers(served.url))
    with sandbox() as served:
        options = ("--to", served.url, "--har", har, "--format", "json")
        with recorder_process(*options) as recorder:
            through = without(served.url, answers(recorder.url))
            status, output = recorder.ended()

    assert through == straight
    *told, summary = [json.loads(line) for line in output.splitlines()]
    judged = [each for each in told if each["operationId"]]
    verdicts = [(each["verdict"], each["answered"]) for each in judged]
    assert check(har)[0] == status == summary["status"] == 1
    assert [(each["verdict"], each["answered"]) for each in check(har)[1]] == verdicts
    findings = [finding["found"] for each in told for finding in each["findings"]]
    assert findings == ["location leads round the recorder"]
    assert verdicts.count(("REFUSED", 400)) == 2


def test_nobody_called_is_nothing_judged() -> None:
    for by in (signal.SIGTERM, signal.SIGINT):
        with answering() as there, recorder_process("--to", there.url) as recorder:
            status, output = recorder.ended(by)

        assert status == 2
        assert "0 calls." in output


def test_calls_are_told_as_they_go_through() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
    call = b"PATCH /authorisations/an%20id HTTP/1.1\r\nHost: h\r\nx-api-key: secret-key-1\r\n\r\n"
    with answering(answer) as there, recorder_process("--to", there.url) as recorder:
        exchanged(recorder.url, call)
        status, output = recorder.ended()

    words = " ".join(output.split())
    assert status == 1
    assert "200 REFUSED 403 PATCH /authorisations/an%20id (reportAuthorisation), " in words
    assert "answer FAIL PRV-AUTH-02: 200: it accepts what PRV-AUTH-02 has refused" in words
    assert "1 call: 1 refused. Answers: FAIL PRV-AUTH-02" in words
    assert "secret-key-1" not in output


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--to", "ftp://x"], "--to 'ftp://x': expected http://host[:port][/base] or https://…"),
        (["--to", "http://x:99999"], "--to 'http://x:99999': Port out of range"),
        (["--to", "http://u:p@x"], "--to x: expected a URL without user"),
        (["--to", "http://x", "--port", "99999"], "cannot listen at 127.0.0.1:99999"),
        (["--to", "http://x", "--har", "/"], "--har /: there is such a file"),
        (["--to", "http://x", "--har", "/no/such/folder/a.har"], "No such file or directory"),
        (["--to", "https://x", "--ca-file", "/no/such.pem"], "--ca-file /no/such.pem: "),
    ],
)
def test_an_option_that_cannot_be_followed_is_told(options: list[str], said: str) -> None:
    command = [str(SANDBANK), "record", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 2
    assert said in done.stderr
