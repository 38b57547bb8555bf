"""What statements brought is nowhere any more once their account is disconnected."""

import json
from typing import Any

import pytest
from served import COMPANY, Served, bank_account
from statements_sent import FUEL, STATEMENTS, posted, statement

MARK = "Marked-4711"
MARKED = {**FUEL, "uniqueId": MARK, "description": MARK, "narrative1": MARK}
ACCOUNT = f"/consumer/v1/{COMPANY}/bankaccounts/{bank_account(1)}"


def _disconnect(served: Served, n: int) -> None:
    path = f"/consumer/v1/{COMPANY}/bankaccounts/{bank_account(n)}"
    assert served.call("DELETE", path, headers=served.product_headers()).status_code == 204


def _everything(served: Served) -> str:
    shown = [served.control("GET", f"/{name}") for name in ("journal?limit=1000", "audit", "world")]
    shown.append(served.call("GET", "/_console").text)
    return json.dumps(shown)


def _two_details(n: int) -> Any:
    details = [{"bankAccountId": bank_account(each)} for each in (6, n)]
    return statement(6, MARKED, accountDetails=details)


REFUSED: dict[str, Any] = {
    "several accounts": _two_details(1),
    "of another account": statement(6, {**MARKED, "bankAccountId": bank_account(1)}),
    "another shape": {"data": [statement(1, MARKED)["data"]]},
    "an amount as a text": statement(1, {**MARKED, "transactionAmount": "-1"}),
    "in the future": statement(1, {**MARKED, "datePosted": "2999-01-01"}),
    "no account named": {"data": {"transactionDetails": [MARKED]}},
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_a_refused_statement_is_forgotten_with_its_account(sandbox: Served, body: Any) -> None:
    assert posted(sandbox, body).status_code == 400
    assert MARK in _everything(sandbox)

    _disconnect(sandbox, 1)

    assert MARK not in _everything(sandbox)


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(statement(1, MARKED))[:-1].encode(),
        json.dumps(statement(1, MARKED)).encode() + b"\xff",
        json.dumps(statement(1, MARKED)).replace("Account", "\\u0041ccount").encode(),
        b'{"bankAccountId": "x", "a": NaN,' + json.dumps(statement(1, MARKED))[1:].encode(),
    ],
)
def test_a_broken_body_is_forgotten_too(sandbox: Served, content: bytes) -> None:
    headers = {**sandbox.provider_headers(), "content-type": "application/json"}
    sandbox.call("POST", STATEMENTS, headers=headers, content=content)
    assert MARK in _everything(sandbox)

    _disconnect(sandbox, 1)

    assert MARK not in _everything(sandbox)


def test_an_accepted_statement_and_its_refused_repetition_are_forgotten(sandbox: Served) -> None:
    assert posted(sandbox, statement(1, MARKED)).status_code == 202
    again = posted(sandbox, statement(1, MARKED))
    assert MARK in again.json()["detail"]
    sandbox.call("GET", f"{ACCOUNT}/transactions", headers=sandbox.product_headers())

    _disconnect(sandbox, 1)

    assert MARK not in _everything(sandbox)


def test_a_call_without_credentials_is_forgotten_too(sandbox: Served) -> None:
    posted(sandbox, statement(1, MARKED), headers={"x-api-key": "wrong"})

    _disconnect(sandbox, 1)

    assert MARK not in _everything(sandbox)


def test_a_statement_that_comes_too_late_is_not_kept(sandbox: Served) -> None:
    posted(sandbox, statement(1, MARKED))
    _disconnect(sandbox, 1)

    for headers in ({}, {"x-api-key": "wrong"}):
        assert posted(sandbox, statement(1, MARKED), headers=headers).status_code in (403, 409)

    assert MARK not in _everything(sandbox)


def test_statements_of_other_accounts_are_kept(sandbox: Served) -> None:
    posted(sandbox, statement(1, FUEL))
    posted(sandbox, statement(6, MARKED))

    _disconnect(sandbox, 1)

    entries = sandbox.control("GET", "/journal?operationId=postStatement")
    kept, forgotten = (each["request"]["body"] for each in entries)
    assert kept["data"]["transactionDetails"][0]["description"] == MARK
    assert forgotten == {"removed": "The data in this body was deleted."}
