"""Calls that come at the same moment, and calls that never come to their end."""

import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from served import COMPANY, Served, bank_account, session

AT_ONCE = 20
GRANTED = {
    "bankAccountExternalId": "ext-31",
    "accountName": "Account 31",
    "bankIdentifier": "customer-1:playground",
    "branchIdentifier": "n/a",
    "accountIdentifier": "acct-31",
}
REPORT = {"data": {"status": "success", "bankAccounts": [GRANTED]}}
UPLOADED = "/user-banking/users/user-1/banking/accounts/acc-upload-1/transactions"


@pytest.fixture
def wire(sandbox: Served) -> Iterator[socket.socket]:
    url = urlsplit(sandbox.url)
    with socket.create_connection((url.hostname, url.port)) as connection:
        yield connection


def at_once(call: Callable[[httpx.Client], httpx.Response]) -> Counter[int]:
    """The statuses of the same call, made on twenty connections in the same moment."""
    barrier = Barrier(AT_ONCE)

    def one(_: int) -> int:
        # Without TLS there is nothing to verify, and the certificates take long to load.
        with httpx.Client(timeout=30, verify=False) as client:
            barrier.wait()
            return call(client).status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return Counter(pool.map(one, range(AT_ONCE)))


def test_of_twenty_simultaneous_reports_of_a_session_one_counts(sandbox: Served) -> None:
    headers = sandbox.provider_headers()
    target = f"{sandbox.url}/provider/v1/authorisations/{session(1)}"
    before = sandbox.control("GET", f"/authorisations/{session(1)}")["status"]

    statuses = at_once(lambda client: client.patch(target, json=REPORT, headers=headers))

    assert before == "open"
    assert statuses == {204: 1, 409: AT_ONCE - 1}
    assert sandbox.control("GET", f"/authorisations/{session(1)}")["status"] == "granted"
    offered = sandbox.control("GET", f"/authorisations/{session(1)}/candidates")
    assert [one["accountIdentifier"] for one in offered] == ["acct-31"]


def test_of_twenty_simultaneous_disconnections_one_counts(sandbox: Served) -> None:
    headers = sandbox.product_headers()
    path = f"/consumer/v1/{COMPANY}/bankaccounts/{bank_account(6)}"
    before = sandbox.call("GET", path, headers=headers).json()["status"]

    statuses = at_once(lambda client: client.delete(sandbox.url + path, headers=headers))

    assert before == "active"
    assert statuses == {204: 1, 409: AT_ONCE - 1}
    assert sandbox.call("GET", path, headers=headers).json()["status"] == "cancelled"
    told = sandbox.control("GET", f"/notifications?bankAccountId={bank_account(6)}")
    assert [one["event"]["type"] for one in told] == ["resourceDeleted"]


def test_of_twenty_simultaneous_deletions_of_transactions_one_counts(sandbox: Served) -> None:
    headers = sandbox.upload_headers()
    body = {"ids": ["tx-1", "tx-2"]}

    statuses = at_once(
        lambda client: client.request("DELETE", sandbox.url + UPLOADED, json=body, headers=headers)
    )

    assert statuses == {204: 1, 404: AT_ONCE - 1}
    assert _transaction_ids(sandbox, headers) == ["tx-3", "tx-4", "tx-5"]
    deletions = [one for one in sandbox.control("GET", "/audit") if one["ids"] == body["ids"]]
    assert [one["count"] for one in deletions] == [2]


def test_of_twenty_simultaneous_connections_of_an_account_one_counts(sandbox: Served) -> None:
    headers = sandbox.product_headers()
    target = f"{sandbox.url}/consumer/v1/{COMPANY}/bankaccounts"
    bank = "0c000000-0000-4000-8000-000000000001"
    body = {"bankId": bank, "accountIdentifier": "race-1", "bankIdentifier": "customer-1"}

    statuses = at_once(lambda client: client.post(target, json=body, headers=headers))

    assert statuses == {201: 1, 409: AT_ONCE - 1}


def test_of_twenty_simultaneous_polls_of_a_route_one_counts(sandbox: Served) -> None:
    headers = sandbox.product_headers()
    bank = "0c000000-0000-4000-8000-000000000001"
    path = f"/consumer/v1/{COMPANY}/indirectlinkaccount?bankId={bank}"
    route = sandbox.call("GET", path, headers=headers).json()["pollRoute"]

    statuses = at_once(lambda client: client.get(sandbox.url + route, headers=headers))

    assert statuses == {202: 1, 410: AT_ONCE - 1}
    begun = [one for one in sandbox.world()["authorisations"] if "pollRoute" in one]
    assert [one["pollRoute"]["number"] for one in begun] == [2]


def test_of_twenty_simultaneous_links_of_a_candidate_one_counts(sandbox: Served) -> None:
    headers = sandbox.product_headers()
    base = f"{sandbox.url}/consumer/v1/{COMPANY}"
    path = f"/consumer/v1/{COMPANY}/availablebankaccounts?bankAccountIds={bank_account(1)}"
    listed = sandbox.call("GET", path, headers=headers).json()["availableAccounts"]
    body = {"bankAccountCandidateId": listed[-1]["bankAccountCandidateId"]}

    statuses = at_once(
        lambda client: client.post(f"{base}/linkavailablebankaccount", json=body, headers=headers)
    )

    assert statuses == {201: 1, 409: AT_ONCE - 1}


@pytest.mark.parametrize(
    ("framing", "sent"),
    [
        ("content-length: 4000", b'{"ids":["tx-1"]}'),
        ("content-length: 16", b'{"ids":["tx-1"]'),
        ("transfer-encoding: chunked", b'10\r\n{"ids":["tx-1"]}\r\n'),
        ("transfer-encoding: chunked", b'10\r\n{"ids":["t'),
    ],
    ids=["far too short", "a byte short", "chunks without end", "half a chunk"],
)
def test_a_deletion_whose_body_never_ends_deletes_nothing(
    sandbox: Served, wire: socket.socket, framing: str, sent: bytes
) -> None:
    headers = sandbox.upload_headers()
    before = sandbox.world()

    wire.sendall(_request("DELETE", UPLOADED, headers, framing) + sent)
    _hang_up(wire)

    assert sandbox.world() == before
    assert _transaction_ids(sandbox, headers) == ["tx-1", "tx-2", "tx-3", "tx-4", "tx-5"]


def test_a_report_whose_body_never_ends_leaves_the_session_open(
    sandbox: Served, wire: socket.socket
) -> None:
    headers = sandbox.provider_headers()
    body = httpx.Request("PATCH", sandbox.url, json=REPORT).content
    path = f"/provider/v1/authorisations/{session(1)}"

    wire.sendall(_request("PATCH", path, headers, f"content-length: {len(body) + 1}") + body)
    _hang_up(wire)

    assert sandbox.control("GET", f"/authorisations/{session(1)}")["status"] == "open"
    again = sandbox.call("PATCH", path, json=REPORT, headers=headers)
    assert again.status_code == 204


def _request(method: str, path: str, headers: dict[str, str], framing: str) -> bytes:
    lines = [f"{name}: {value}" for name, value in headers.items()]
    head = [f"{method} {path} HTTP/1.1", "host: 127.0.0.1", "content-type: application/json"]
    return "\r\n".join([*head, *lines, framing, "", ""]).encode()


def _hang_up(wire: socket.socket) -> None:
    time.sleep(0.05)  # the server has begun to read
    wire.close()
    time.sleep(0.05)  # and has learned of the end


def _transaction_ids(sandbox: Served, headers: dict[str, str]) -> list[Any]:
    listed = sandbox.call("GET", UPLOADED, headers=headers).json()["data"]
    return [one["transactionId"] for one in listed]
