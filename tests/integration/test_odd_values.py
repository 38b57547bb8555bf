"""Odd values in every place of every body: refused or taken, never a defect."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from served import Served
from wire_calls import CALLS, WITH_JSON, send

ODD = [
    "null",
    "true",
    "[]",
    "{}",
    "[[]]",
    '""',
    '" "',
    '"\\u0000"',
    '"\\ud83c\\udfe6"',
    '"%s%n{0}"',
    '"../../etc/passwd"',
    '"-P1D"',
    '"9999-12-31T23:59:60Z"',
    '"0001-01-01T00:00:00+23:59"',
    '"2026-02-30"',
    "0",
    "-0.0",
    "-1",
    "1e2",
    "1e-400",
    "1.00000000000000000000000000001",
    "9" * 4300,
    "-" + "9" * 300,
    "0." + "3" * 5000,
    "1e308",
    "253402300800",
    "-62135596801",
    json.dumps("x" * 100_000),
]
EXTRA = {
    "createBankAccount": {"requestedStartDate": "2026-01-01", "accountName": "x"},
    "createUser": {"expiresIn": 60},
    "uploadAccounts": {
        "accountId": "a",
        "balance": 1.5,
        "iban": "x",
        "securities": [{"a": 1}],
        "transactions": [
            {"transactionId": "t", "amount": 1, "bookingDate": "2026-01-01", "valueDate": "x"}
        ],
    },
    "uploadTransactions": {"valueDate": "2026-01-01", "paymentPartner": {"name": "x"}},
    "changeTransactions": {"amount": 1, "bookingDate": "2026-01-01"},
    "changeAccounts": {"balance": 1, "type": "GIRO", "accountNumber": "1000001"},
    "moveClock": {"set": "2026-03-01T12:00:00Z", "frozen": True},
    "changeSettings": {"throttlePerSecond": 5, "expiredTokenStatus": 401},
    "chooseCandidate": {"requestedStartDate": "2026-01-01"},
    "createRule": {"ruleAdditionalFields": [{"a": 1}]},
}


def _variants(value: Any) -> Iterator[Any]:
    """The value with each part of it, in turn, replaced by a mark."""
    yield "@@"
    if not isinstance(value, dict | list):
        return
    for key, part in list(value.items() if isinstance(value, dict) else enumerate(value)):
        for variant in _variants(part):
            changed = value.copy()
            changed[key] = variant
            yield changed


@pytest.mark.parametrize("operation_id", WITH_JSON)
def test_no_odd_value_is_a_defect(sandbox: Served, operation_id: str) -> None:
    good = {**CALLS[operation_id].json, **EXTRA.get(operation_id, {})}
    for variant in _variants(good):
        text = json.dumps(variant)
        for odd in ODD:
            response = send(sandbox, operation_id, content=text.replace('"@@"', odd), after=())

            assert response.status_code < 500, (text, odd[:50], response.text)
    assert sandbox.call("GET", "/_sandbox/world").status_code == 200
