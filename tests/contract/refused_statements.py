"""Calls that get the refusals which the Provider document shows for all but reports of sessions."""

from collections.abc import Mapping
from typing import Any

import httpx
from refused_feeds import Call
from served import Served
from statements_sent import BANK, FUEL, OTHER_BANK, PAYMENT, STATEMENTS, posted, statement


def _post(n: int, *transactions: Any, **data: Any) -> Call:
    return lambda served: posted(served, statement(n, *transactions, **data))


def _repeated(served: Served) -> httpx.Response:
    posted(served, statement(2, {**FUEL, "uniqueId": "txn-2-1"}))
    return posted(served, statement(2, {**FUEL, "uniqueId": "txn-2-1"}))


def _in_flight(served: Served) -> httpx.Response:
    waiting = {"statementProcessing": {"afterReads": 1}}
    served.control("PATCH", "/settings", json=waiting)
    posted(served, statement(2))
    return posted(served, statement(2))


def _by(**headers: str) -> Call:
    return lambda served: posted(served, statement(2), headers=headers)


def _product(served: Served) -> httpx.Response:
    headers = {"authorization": served.product_headers()["authorization"]}
    return posted(served, statement(2), headers=headers)


def _read_unknown(served: Served) -> httpx.Response:
    return served.call("GET", f"{STATEMENTS}/unknown", headers=served.provider_headers())


def _as_form(served: Served) -> httpx.Response:
    return served.call("POST", STATEMENTS, headers=served.provider_headers(), data={"a": "b"})


def _send(path: str, body: Any) -> Call:
    return lambda served: served.call(
        "POST", f"/provider/v1/{path}", headers=served.provider_headers(), json={"data": body}
    )


CALLS: Mapping[tuple[str, int, str], Call] = {
    ("provider", 400, "noAccountDetail"): _post(2, accountDetails=[]),
    ("provider", 400, "otherTotals"): _post(2, FUEL, expected={"transactionDebitSum": 71.36}),
    ("provider", 400, "wrongType"): _post(2, {**FUEL, "transactionType": "CREDIT"}),
    ("provider", 400, "noExternalId"): _send("accountqueries", {"bankId": BANK}),
    ("provider", 400, "noSuchCountry"): _send(
        "banks", {"toCreate": [{"name": "Zz", "countryCode": "ZZ", "externalRef": "z"}]}
    ),
    ("provider", 401, "garbled"): _by(authorization="Bearer garbled"),
    ("provider", 403, "foreignToken"): _product,
    ("provider", 404, "unknownAccount"): _post(99, PAYMENT),
    ("provider", 404, "unknownStatement"): _read_unknown,
    ("provider", 404, "unknownExternalId"): _send(
        "accountqueries", {"bankId": BANK, "externalId": "ext-99"}
    ),
    ("provider", 404, "unknownBank"): _send(
        "banks", {"toRemove": [{"principalId": OTHER_BANK, "externalRef": "harbour"}]}
    ),
    ("provider", 409, "repeated"): _repeated,
    ("provider", 409, "inFlight"): _in_flight,
    ("provider", 409, "disconnected"): _post(4, PAYMENT),
    ("provider", 415, "form"): _as_form,
}
