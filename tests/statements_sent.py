"""Statements as tests send them; a builder says only what matters."""

from typing import Any

import httpx
from served import Served, bank_account

STATEMENTS = "/provider/v1/statements"
BANK = "0c000000-0000-4000-8000-000000000001"
OTHER_BANK = "0c000000-0000-4000-8000-000000000002"  # of provider B

PAYMENT = {
    "uniqueId": "payment-1",
    "transactionAmount": 1187.5,
    "transactionType": "CREDIT",
    "datePosted": "2026-01-30T14:05:00Z",
    "description": "Customer payment",
}
FUEL = {
    "uniqueId": "fuel-1",
    "transactionAmount": -71.36,
    "transactionType": "DEBIT",
    "datePosted": "2026-01-30",
    "description": "Fuel",
}


def statement(n: int, *transactions: dict[str, Any], **data: Any) -> dict[str, Any]:
    """A statement of the playground's n-th bank account, or what else `data` says of it."""
    account = bank_account(n)
    return {
        "data": {
            "bankId": BANK,
            "accountDetails": [{"bankAccountId": account}],
            "transactionDetails": [{"bankAccountId": account, **each} for each in transactions],
            **data,
        }
    }


def reported(n: int, status: str) -> dict[str, Any]:
    """A statement that only says how an account stands."""
    return statement(n, accountDetails=[{"bankAccountId": bank_account(n), "status": status}])


def numbered(count: int, start: int = 1, **changes: Any) -> list[dict[str, Any]]:
    """Many transactions, each with a uniqueId and an amount of its own."""
    return [
        {**FUEL, "uniqueId": f"many-{i}", "transactionAmount": -i / 100, **changes}
        for i in range(start, start + count)
    ]


def posted(served: Served, body: Any, *, headers: Any = None) -> httpx.Response:
    """The answer to a statement of provider A, unless the headers say otherwise."""
    sent = {**served.provider_headers(), **(headers or {})}
    return served.call("POST", STATEMENTS, headers=sent, json=body)
