"""Test files for pytest runs of their own, and what stands in them."""

import subprocess
import sys

import pytest

HEAD = """
import os, socket, sys, time
from datetime import UTC, datetime, timedelta
from pathlib import Path
import httpx, pytest
from sandbank_server.pytest_sandbox import COMPANY, SandbankError

def disconnect(sandbank):
    account = f"{COMPANY}/bankaccounts/0d000000-0000-4000-8000-000000000001"
    headers = sandbank.product_headers()
    return httpx.delete(f"{sandbank.consumer_url}/{account}", headers=headers).status_code

def settings(sandbank, **changes):
    return sandbank.control("PATCH", "/settings", changes)

SEEN = set()
"""

# What a test must find, and then spoils for those after it.
SPOILING = {
    "world": "assert disconnect(sandbank) == 204",
    "frozen clock": """
    assert abs(sandbank.now() - datetime.now(UTC)) < timedelta(minutes=1)
    assert sandbank.control("GET", "/clock")["frozen"] is False
    sandbank.freeze()
    """,
    "moved clock": """
    assert abs(sandbank.now() - datetime.now(UTC)) < timedelta(minutes=1)
    sandbank.advance("P1D")
    """,
    "settings": """
    assert settings(sandbank)["expiredTokenStatus"] == 403
    settings(sandbank, expiredTokenStatus=401)
    """,
    "journal": "assert sandbank.journal() == []; sandbank.provider_headers()",
    "notifications": "assert sandbank.notifications() == []; sandbank.begin_authorisation()",
    "nonces": """
    headers = {"x-application": "sandbank.eu.product", "x-nonce": "sandbank-fixture-1"}
    headers["x-organisation-id"] = "0a000000-0000-4000-8000-000000000001"
    assert httpx.get(f"{sandbank.consumer_url}/accesstoken", headers=headers).is_success
    """,
    "ids": """
    SEEN.add(sandbank.begin_authorisation().authorisation_id)
    assert len(SEEN) == 1
    """,
    "snapshots": """
    with pytest.raises(SandbankError, match="404"):
        sandbank.control("POST", "/snapshots/mine/restore")
    sandbank.control("PUT", "/snapshots/mine")
    """,
    "faults": """
    assert sandbank.control("GET", "/faults") == []
    sandbank.control("POST", "/faults", {"operationId": "listBanks", "status": 503})
    """,
    "throttle": """
    settings(sandbank, throttlePerSecond=1)
    url, headers = f"{sandbank.provider_url}/authorisations/none", sandbank.provider_headers()
    body = {"data": {"status": "failure"}}
    answers = [httpx.patch(url, json=body, headers=headers).status_code for _ in "ab"]
    assert answers == [409, 429]
    """,
}


def make(
    pytester: pytest.Pytester,
    body: str,
    *,
    times: int = 1,
    mark: str = "",
    name: str = "test_it",
    arguments: str = "",
) -> None:
    """Write a test file whose one test is run so many times; `mark` stands above it."""
    repeat = f"@pytest.mark.parametrize('n', range({times}))"
    head = f"def test_it(sandbank, n, {arguments}):"
    lines = [HEAD, mark, repeat, head, f"    {body.strip()}"]
    pytester.makepyfile(**{name: "\n".join(lines)})


def running(pytester: pytest.Pytester, file: str) -> "subprocess.Popen[str]":
    """pytest as a process of its own."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", file]
    return subprocess.Popen(command, cwd=pytester.path, stdout=subprocess.PIPE, text=True)
