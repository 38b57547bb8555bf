"""The calls a crowd makes, each with what its answer says in the words of `sequential`."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any

from histories.sequential import Ask
from kills.kill_clients import REPORT, Credentials
from statements_sent import FUEL, statement

COMPANY = "0b000000-0000-4000-8000-000000000001"

Says = Callable[[Any], tuple[object, ...]]


def nothing(_: Any) -> tuple[object, ...]:
    """A body that is not looked at."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request, and what the body of a 200 says."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    says: Says = nothing

    def told(self, connection: HTTPConnection) -> tuple[int, *tuple[object, ...]]:
        """Send it; the status, and what the body says."""
        content = None if self.body is None else json.dumps(self.body)
        json_type = {} if self.body is None else {"content-type": "application/json"}
        connection.request(self.method, self.path, content, {**self.headers, **json_type})
        response = connection.getresponse()
        text = response.read()
        if response.status != 200:
            return (response.status,)
        return (200, *self.says(json.loads(text)))


def session_call(by: Credentials, session: str, ask: Ask) -> Request:
    """A call about a session."""
    if ask.kind == "look":
        path = f"/_sandbox/authorisations/{session}"
        return Request(method="GET", path=path, says=lambda it: (it["status"],))
    path = f"/provider/v1/authorisations/{session}"
    return Request(method="PATCH", path=path, headers=by.provider, body=REPORT)


def feed_call(by: Credentials, bank_account: str, ask: Ask) -> Request:
    """A call about a bank account."""
    if ask.kind == "post":
        each = [{**FUEL, "uniqueId": name, "description": name} for name in ask.names]
        body = statement(1, accountDetails=[{"bankAccountId": bank_account}])
        transactions = [{**item, "bankAccountId": bank_account} for item in each]
        body["data"]["transactionDetails"] = transactions
        return Request(
            method="POST", path="/provider/v1/statements", headers=by.provider, body=body
        )
    method, rest, says = _FEED[ask.kind]
    path = f"/consumer/v1/{COMPANY}/bankaccounts/{bank_account}{rest}"
    body = _rule(ask.names[0]) if ask.kind == "add rule" else None
    return Request(method=method, path=path, headers=by.product, body=body, says=says)


def _rule(name: str) -> dict[str, Any]:
    condition = {"ruleField": "currency", "ruleOperation": "eq", "ruleCriteria": "GBP"}
    action = {
        "splitPercentage": 100,
        "accountantNarrative": name,
        "accountsPostings": [{"type": "NOMINAL", "code": "1"}],
    }
    return {"ruleName": name, "ruleConditions": [condition], "ruleActions": [action]}


def _status(body: Any) -> tuple[object, ...]:
    return (body["status"],)


def _rules(body: Any) -> tuple[object, ...]:
    return tuple(sorted((each["ruleName"], each["status"]) for each in body))


def _page(body: Any) -> tuple[object, ...]:
    held = [each["description"] for each in body["bankTransactionList"]["transactions"]]
    return (body["bankAccount"]["status"], *held)


_FEED: dict[str, tuple[str, str, Says]] = {
    "disconnect": ("DELETE", "", nothing),
    "look": ("GET", "", _status),
    "add rule": ("POST", "/rules", nothing),
    "rules": ("GET", "/rules", _rules),
    "transactions": ("GET", "/transactions", _page),
}


def upload_call(by: Credentials, account: str, ask: Ask) -> Request:
    """A call about an upload account."""
    path = f"/user-banking/users/user-1/banking/accounts/{account}/transactions"
    if ask.kind == "look":
        return Request(method="GET", path=path, headers=by.upload, says=_names)
    if ask.kind == "delete":
        body: Any = {"ids": list(ask.names)}
        return Request(method="DELETE", path=path, headers=by.upload, body=body)
    body = [{"transactionId": n, "amount": 1, "bookingDate": "2026-01-02"} for n in ask.names]
    return Request(method="POST", path=path, headers=by.upload, body=body)


def _names(body: Any) -> tuple[object, ...]:
    return tuple(sorted(each["transactionId"] for each in body["data"]))
