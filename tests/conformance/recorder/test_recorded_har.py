"""The HAR of a recording: whole at any time, without secrets, judged again as it was."""

import gzip
import json
import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from implementations import answering
from processes import recorder_process
from recordings import exchanged, recording, taken

from sandbank_conformance.adapters.clock import now
from sandbank_conformance.judge.files import Wish, check
from sandbank_conformance.judge.secrecy import Masks
from sandbank_conformance.recorder.har_file import HarFile

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
GET = b"GET /banks HTTP/1.1\r\nHost: h\r\nx-application: a\r\n\r\n"


def entries(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_bytes())["log"]["entries"]
    return found


def test_a_har_has_what_har_1_2_demands(tmp_path: Path) -> None:
    path = tmp_path / "calls.har"
    with answering(OK, OK) as there, recording(there.url, path) as recorder:
        exchanged(recorder.url, GET, GET.replace(b"banks", b"banks?name=b&name=c"))

    log = json.loads(path.read_bytes())["log"]
    assert (log["version"], log["creator"]["name"]) == ("1.2", "sandbank record")
    first, second = log["entries"]
    assert set(first) >= {"startedDateTime", "time", "request", "response", "cache", "timings"}
    assert set(first["request"]) >= {
        *("method", "url", "httpVersion", "cookies", "headers", "queryString"),
        *("headersSize", "bodySize"),
    }
    assert set(first["response"]) >= {
        *("status", "statusText", "httpVersion", "cookies", "headers", "content"),
        *("redirectURL", "headersSize", "bodySize"),
    }
    assert set(first["timings"]) >= {"send", "wait", "receive"}
    assert first["response"]["content"]["text"] == "ok"
    assert second["request"]["url"] == f"{there.url}/banks?name=b&name=c"
    assert [each["value"] for each in second["request"]["queryString"]] == ["b", "c"]


def test_a_har_is_whole_after_every_call(tmp_path: Path) -> None:
    har = HarFile(tmp_path / "calls.har")
    assert entries(har.path) == []

    for number in range(20):
        har.add(json.dumps({"n": number}).encode())
        assert [each["n"] for each in entries(har.path)] == [*range(number + 1)]

    har.close()
    assert har.path.stat().st_mode & 0o777 == 0o600


@contextmanager
def disk_of(size: int) -> Iterator[None]:
    """No file may grow beyond a size, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_full_disk_leaves_a_whole_har_and_calls_go_on(tmp_path: Path) -> None:
    path = tmp_path / "calls.har"
    with answering(OK) as there, recording(there.url, path) as recorder:
        assert exchanged(recorder.url, GET) == OK
        wait_for(lambda: path.stat().st_size > 500)
        with disk_of(path.stat().st_size + 100):
            assert [exchanged(recorder.url, GET) for _ in range(2)] == [OK, OK]
            wait_for(lambda: recorder.books.tally.lost == 2)
            assert len(entries(path)) == 1
        assert exchanged(recorder.url, GET) == OK

    assert len(entries(path)) == 2
    assert recorder.told.troubles == [
        "the HAR cannot be written: File too large; calls go on without it",
        "the HAR is written again",
    ]
    assert recorder.books.tally.status == 2


def wait_for(condition: Any) -> None:
    """Judging goes on beside the calls."""
    while not condition():
        os.sched_yield()


def test_a_killed_recorder_leaves_a_whole_har(tmp_path: Path) -> None:
    path = tmp_path / "calls.har"
    with (
        answering(*[OK] * 2_000) as there,
        recorder_process("--to", there.url, "--har", path) as running,
        running.caller() as caller,
    ):
        while path.stat().st_size < 50_000:
            caller.sendall(GET)
            assert taken(caller, len(OK)) == OK
        caller.sendall(GET * 10)
        running.process.kill()
        running.process.wait()

    checked = check(str(path), path.read_bytes(), Wish(now=now()), Masks())
    assert len(checked.judgements) == len(entries(path)) > 40


SECRETS = ("key-0-nob", "sec-1-nob", "tok-2-nob", "cook-3-nob", "new-4-nob", "77712345")
BODY = (
    b'{"client_secret": "sec-1-nobody", "note": "key-0-nobody", "password": 77712345, '
    b'"tokens": ["tok-2-nobody"]}'
)
SECRETIVE = (
    b"POST /provider/v1/oauth/token?api_key=key-0-nobody&x=key-0-nobody HTTP/1.1\r\nHost: h\r\n"
    b"x-api-key: key-0-nobody\r\nX-Note: it is key-0-nobody\r\nCookie: id=cook-3-nobody\r\n"
    b"Authorization: Bearer tok-2-nobody\r\nProxy-Authorization: Basic tok-2-nobody\r\n"
    b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(BODY), BODY)
)


@pytest.mark.parametrize("packed", [False, True])
def test_no_secret_is_written_down(packed: bool, tmp_path: Path) -> None:
    body = b'{"access_token": "new-4-nobody", "error": "sec-1-nobody is not key-0-nobody"}'
    packing = b"Content-Encoding: gzip\r\n" if packed else b""
    body = gzip.compress(body) if packed else body
    answer = (
        b"HTTP/1.1 200 OK\r\nSet-Cookie: a=cook-3-nobody\r\nLocation: /x?token=tok-2-nobody\r\n"
        b"%bContent-Length: %d\r\n\r\n%b" % (packing, len(body), body)
    )
    path = tmp_path / "calls.har"
    with answering(answer) as there, recording(there.url, path) as recorder:
        assert exchanged(recorder.url, SECRETIVE) == answer

    text = path.read_text()
    assert [each for each in SECRETS if each in text] == []
    assert "$ACCESS_TOKEN" in text
    assert "Bearer $BEARER_TOKEN" in text


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "calls.har"
    path.write_text("precious")

    with pytest.raises(FileExistsError):
        HarFile(path)

    assert path.read_text() == "precious"
