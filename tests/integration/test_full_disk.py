"""A disk that is full for a while: 503, nothing half done, and on it goes."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import httpx
import pytest
from integration.test_serve import child

if sys.platform != "linux":
    pytest.skip("only Linux limits the files of another process", allow_module_level=True)

from resource import RLIM_INFINITY, RLIMIT_FSIZE, prlimit

UPLOADS = "/user-banking/users/user-1/banking/accounts/acc-upload-1/transactions"


@contextmanager
def limited(pid: int, db: Path) -> Iterator[None]:
    """The file of a sandbox cannot grow."""
    prlimit(pid, RLIMIT_FSIZE, (db.stat().st_size, RLIM_INFINITY))
    try:
        yield
    finally:
        prlimit(pid, RLIMIT_FSIZE, (RLIM_INFINITY, RLIM_INFINITY))


def uploader(url: str) -> httpx.Client:
    """Somebody who may upload."""
    form = {
        "grant_type": "client_credentials",
        "client_id": "upload-client",
        "client_secret": "upload-secret",
    }
    token = httpx.post(f"{url}/user-banking/auth", data=form).json()["access_token"]
    return httpx.Client(base_url=url, headers={"authorization": f"Bearer {token}"})


def upload(client: httpx.Client, *names: str) -> int:
    """The status of an upload of transactions, long ones."""
    items = [
        {"transactionId": each, "amount": 1, "bookingDate": "2026-01-02", "purpose": each * 900}
        for each in names
    ]
    return client.post(UPLOADS, json=items).status_code


def tries(client: httpx.Client, name: str) -> Iterator[int]:
    """The statuses of an upload that is tried again and again."""
    while True:
        time.sleep(0.1)  # the server looks at the disk once a second
        yield upload(client, name)


def held(client: httpx.Client) -> list[str]:
    """The transactions that are read back."""
    answer = client.get(UPLOADS)
    assert answer.status_code == 200
    return [each["transactionId"] for each in answer.json()["data"]]


def test_what_finds_no_room_is_refused_and_reading_goes_on(tmp_path: Path) -> None:
    db = tmp_path / "bank.db"
    with child("--db", str(db)) as (process, url, _), uploader(url) as client:
        before = held(client)

        with limited(process.pid, db):
            assert [upload(client, "a", "b"), upload(client, "c")] == [503, 503]
            assert held(client) == before

        assert 201 in islice(tries(client, "d"), 100)
        assert sorted(held(client)) == sorted([*before, "d"])
        process.kill()
        process.wait()

    with child("--db", str(db)) as (_, url, _), uploader(url) as client:
        assert sorted(held(client)) == sorted([*before, "d"])
