"""What tests do so that providers are told of it, and what was told."""

from typing import Any

import httpx
from served import COMPANY, Served, bank_account

BANKS = {
    "provider-a": "0c000000-0000-4000-8000-000000000001",
    "provider-b": "0c000000-0000-4000-8000-000000000002",
}
HEADER = {"name": "X-Connector-Key", "value": "connector-key-1"}


def put_connector(sandbox: Served, url: str | None, provider: str = "provider-a") -> httpx.Response:
    """Serve notifications there, with a header; None is as by default."""
    body = {"callbackURLs": {"notification": url}, "header": HEADER} if url else {}
    return sandbox.call("PUT", f"/_sandbox/providers/{provider}/connector", json=body)


def serve_at(sandbox: Served, url: str, provider: str = "provider-a") -> None:
    answer = put_connector(sandbox, f"{url}/notification", provider)
    assert answer.status_code == 204, answer.text


def connect(sandbox: Served, name: str, at: str = "provider-a") -> str:
    """A new bank account's id, at a bank or at that of a provider; the provider is told."""
    account = {
        "bankId": BANKS.get(at, at),
        "accountIdentifier": name,
        "bankIdentifier": "customer-1",
    }
    path = f"/consumer/v1/{COMPANY}/bankaccounts"
    answer = sandbox.call("POST", path, json=account, headers=sandbox.product_headers())
    assert answer.status_code == 201, answer.text
    return str(answer.json()["bankAccountId"])


def disconnect(sandbox: Served, account: str = bank_account(1)) -> None:
    """The provider is told of this too."""
    path = f"/consumer/v1/{COMPANY}/bankaccounts/{account}"
    answer = sandbox.call("DELETE", path, headers=sandbox.product_headers())
    assert answer.status_code == 204, answer.text


def told(sandbox: Served, account: str | None = None) -> list[Any]:
    """The notifications, as the owner sees them."""
    query = f"?bankAccountId={account}" if account else ""
    listed: list[Any] = sandbox.control("GET", f"/notifications{query}")
    return listed


def settled(sandbox: Served, account: str | None = None) -> list[Any]:
    """The same, when all that is due has been tried."""
    sandbox.advance("PT0S")
    return told(sandbox, account)


def outcomes(listed: list[Any]) -> list[str]:
    return [each["outcome"] for each in listed]


def results(notification: Any) -> list[int | str]:
    """What came of each attempt."""
    return [each.get("status", each.get("error")) for each in notification["attempts"]]
