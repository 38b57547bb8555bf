"""`sandbank serve` as a child process, the way people run it."""

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

SERVE = [sys.executable, "-m", "sandbank_server.cli", "serve"]


@contextmanager
def child(*options: str) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """A running child, its base URL and everything it printed at the start."""
    process = subprocess.Popen(
        [*SERVE, "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        printed = _welcome(process)
        match = re.search(r"runs at (\S+)", printed)
        assert match, printed
        yield process, match[1], printed
    finally:
        process.kill()
        process.communicate()


def _welcome(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if "curl -s" in line:
            break
    return "".join(lines)


def refused(*options: str) -> str:
    """What a start that must fail says."""
    done = subprocess.run([*SERVE, *options], capture_output=True, text=True, timeout=30)
    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def test_the_welcome_names_every_place_and_each_of_them_answers() -> None:
    with child() as (_, url, printed):
        places = re.findall(rf"{url}(\S+)", printed)

        assert {"/consumer/v1", "/provider/v1", "/user-banking", "/_sandbox", "/"} <= set(places)
        for docs in (place for place in places if place.startswith("/_docs/")):
            assert httpx.get(url + docs).status_code == 200
        assert httpx.get(url + "/").status_code == 200


def test_the_printed_curl_line_works_as_pasted() -> None:
    with child() as (_, _, printed):
        line = re.search(r"curl .*", printed)
        assert line
        done = subprocess.run(line[0], shell=True, capture_output=True, text=True, timeout=30)

        assert "Playground Bank" in done.stdout


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_without_a_traceback(how: signal.Signals) -> None:
    with child() as (process, url, _):
        httpx.get(url + "/_sandbox/health")
        process.send_signal(how)
        rest, _ = process.communicate(timeout=20)

    assert "Traceback" not in rest
    assert process.returncode in (0, -how)


def test_a_port_in_use_is_named_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])

        message = refused("--port", port)

    assert f"port {port}" in message
    assert "--port 0" in message


def test_an_unknown_world_says_which_there_are() -> None:
    message = refused("--world", "playgruond", "--port", "0")

    assert "playground" in message
    assert "empty" in message


def test_a_broken_world_file_is_named_with_the_place_and_what_would_be_right(
    tmp_path: Path,
) -> None:
    world = tmp_path / "mine.yaml"
    world.write_text("banks:\n  - bankId: b1\n    providerId: p1\n    nmae: Mine\n")

    message = refused("--world", str(world), "--port", "0")

    assert "mine.yaml" in message
    assert "/banks/0" in message
    assert "name" in message


def test_a_port_that_is_none_is_refused() -> None:
    assert "65535" in refused("--port", "99999")


def test_what_cannot_be_a_host_is_not_allowed_to_be_called() -> None:
    message = refused("--allow-connector", "http://provider.example", "--port", "0")

    assert "--allow-connector" in message
    assert "'http://provider.example'" in message


def test_a_second_process_on_the_same_file_is_refused(tmp_path: Path) -> None:
    db = str(tmp_path / "bank.db")
    with child("--db", db):
        message = refused("--port", "0", "--db", db)

    assert db in message
    assert "in use" in message


def test_a_file_of_something_else_stops_the_start_and_stays_as_it_is(tmp_path: Path) -> None:
    db = tmp_path / "bank.db"
    db.write_text('{"banks": {}}')

    message = refused("--port", "0", "--db", str(db))

    assert f"{db}: is no store of a sandbox" in message
    assert "--world" in message
    assert db.read_text() == '{"banks": {}}'


def test_state_and_tokens_survive_a_restart_with_a_file(tmp_path: Path) -> None:
    db = str(tmp_path / "bank.db")
    account = "0d000000-0000-4000-8000-000000000001"
    company = "0b000000-0000-4000-8000-000000000001"
    path = f"/consumer/v1/{company}/bankaccounts/{account}"
    with child("--db", db) as (process, url, _):
        headers = product(url, company)
        assert httpx.delete(url + path, headers=headers).status_code == 204
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)

    with child("--db", db) as (_, url, _):
        answer = httpx.get(url + path, headers=headers)

    assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")


def product(url: str, company: str) -> dict[str, str]:
    headers = {
        "x-application": "sandbank.eu.product",
        "x-organisation-id": "0a000000-0000-4000-8000-000000000001",
        "x-company-id": company,
        "x-nonce": "n-1",
    }
    jwt = httpx.get(f"{url}/consumer/v1/accesstoken", headers=headers).json()["jwt"]
    return {"x-application": "sandbank.eu.product", "authorization": f"Bearer {jwt}"}
