"""Bodies for bank accounts, and how their answers are held against the model."""

from typing import Any

from hypothesis import strategies as st
from integration.walk.walk_statement_data import compare_held
from integration.walk.walk_steps import NOWHERE, Verdict, equal
from integration.walk.walk_values import PAGE, AccountModel

REQUESTS = {
    "whole": {
        "accountType": "business",
        "accountName": "Current account",
        "accountKey": "current",
        "branchIdentifier": "n/a",
        "defaultCurrency": "GBP",
        "requestedStartDate": "2026-01-01",
    },
    "least": {},
    "unknown bank": {"bankId": NOWHERE},
    "no bank": {"bankId": ...},
    "bank is null": {"bankId": None},
    "blank identifier": {"accountIdentifier": " "},
    "number for a text": {"accountName": 7},
    "bad date": {"requestedStartDate": "2026-02-30T00:00:00Z"},
}


INDEXES = st.sampled_from((None, None, 0, 1, 2, 99, 101, 249, 250, 251, 10**9))


BAD_INDEXES = ("-1", "x", "1.5", "")


def compare_account(account: AccountModel, got: Any) -> None:
    """Hold an answered account against the model."""
    equal("bankAccountId", account.bank_account_id, got["bankAccountId"])
    equal("status", account.status, got["status"])
    equal("lastTransactionId", max(account.transactions, default=0), got["lastTransactionId"])
    real = (got["bankId"], got["bankIdentifier"], got["accountIdentifier"])
    equal("the real account", account.real[1:], real)
    equal("externalId", account.external_id, got["externalId"])


def compare_page(account: AccountModel, start: int | None, end: int | None, got: Any) -> None:
    """Hold a page of transactions against the model."""
    begin = 1 if start is None else start
    held = [i for i in sorted(account.transactions) if i >= begin]
    asked = [i for i in held if end is None or i <= end]
    page, shown = asked[:PAGE], got["bankTransactionList"]
    compare_account(account, got["bankAccount"])
    equal("ids", page, [t["transactionId"] for t in shown["transactions"]])
    for transaction in shown["transactions"]:
        if transaction["transactionId"] in account.posted:
            compare_held(account.posted[transaction["transactionId"]], transaction)
    texts = [account.transactions[i] for i in page]
    equal("descriptions", texts, [t["description"] for t in shown["transactions"]])
    last = page[-1] if page else max(begin - 1, 0)
    equal("bounds", (begin, last), (shown["startIndex"], shown["endIndex"]))
    equal("total", len(held), shown["total"])
    equal("whether there is more", len(asked) > PAGE, "next" in got or "next" in shown)


def request_body(bank: str, identifier: str, request: str) -> dict[str, Any]:
    body = {
        "bankId": bank,
        "accountIdentifier": identifier,
        "bankIdentifier": "customer-1:playground",
        **REQUESTS[request],
    }
    return {name: value for name, value in body.items() if value is not ...}


def request_verdict(request: str, company: Verdict) -> Verdict:
    if request in ("whole", "least"):
        return None
    # Whether a bank is known can be asked before or after whose company it is.
    return {400, 403} if request == "unknown bank" and company else 400
