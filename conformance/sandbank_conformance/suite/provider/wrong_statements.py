"""Statements with something wrong in them, each made from a right one of two transactions."""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import smoke
from sandbank_conformance.statement_bodies import Json, transaction, without
from sandbank_conformance.statements import Statements

CREDIT, DEBIT = Decimal("12.5"), Decimal("-7.25")
FUTURE = ("2999-12-31", "2999-12-31T23:59:59Z")
LEFT_OUT: Any = object()

NEEDED = (
    "uniqueId",
    "bankAccountId",
    "transactionAmount",
    "transactionType",
    "datePosted",
    "description",
)
TEXTS = ("checkNumber", "referenceNumber", "narrative1", "narrative2", "exchangeCurrency")


@dataclass(frozen=True, slots=True)
class Slip:
    """One thing that is wrong, and where."""

    place: str  # a JSON pointer behind `/data`
    value: Any  # in place of the right one; `LEFT_OUT` for none

    @property
    def pointer(self) -> str:
        """Where the body is wrong."""
        return f"/data{self.place}"

    def of(self, right: Json) -> Json:
        """A statement with the slip in it."""
        body = deepcopy(right)
        *steps, last = self.pointer.split("/")[1:]
        inner: Any = body
        for step in steps:
            inner = inner[int(step)] if isinstance(inner, list) else inner.setdefault(step, {})
        if self.value is LEFT_OUT:
            del inner[last]
        else:
            inner[last] = self.value
        return body


def right(statements: Statements, draw: Draw, account: str) -> Json:
    """A statement of a credit and a debit."""
    return statements.body(
        account, *(transaction(draw, account, amount) for amount in (CREDIT, DEBIT))
    )


def uncounted(statements: Statements, draw: Draw, account: str) -> Json:
    """The same without its totals, so that a slip makes nothing else wrong."""
    return without(right(statements, draw, account), "expected")


def _with(place: str, *values: Any) -> list[Slip]:
    return [Slip(place, each) for each in values]


def _in_first(name: str, *values: Any) -> list[Slip]:
    return _with(f"/transactionDetails/0/{name}", *values)


def _each(place: str, names: Iterable[str], *values: Any) -> list[Slip]:
    return [Slip(f"{place}/{name}", each) for name in names for each in values]


TOTALS = [
    pytest.param(_with("/expected/transactionDetailsCount", 1, 3, 0), id="how many transactions"),
    pytest.param(_with("/expected/accountDetailsCount", 0, 2), id="how many account details"),
    pytest.param(
        _with("/expected/transactionCreditSum", 12.51, 0, -12.5, 5.25), id="what the credits make"
    ),
    pytest.param(
        _with("/expected/transactionDebitSum", -7.24, 0, 7.25, 5.25),
        id="what the debits make",
        marks=smoke,
    ),
]
SIGNS = [
    pytest.param(_in_first("transactionType", "DEBIT"), id="a debit above 0", marks=smoke),
    pytest.param(_with("/transactionDetails/1/transactionType", "CREDIT"), id="a credit below 0"),
]
TO_COME = [
    pytest.param(_in_first("datePosted", *FUTURE), id="datePosted", marks=smoke),
    pytest.param(_in_first("dateUserInitiated", *FUTURE), id="dateUserInitiated"),
]
LACKING = [
    *_each("/transactionDetails/1", NEEDED, LEFT_OUT),
    *_with("/bankId", LEFT_OUT),
    *_with("/accountDetails/0/bankAccountId", LEFT_OUT),
]
MISTYPED = [
    *_each("/transactionDetails/1", ("uniqueId", "description"), 5, None, "", " ", ["text"]),
    *_each("/transactionDetails/1", TEXTS, 5, ["text"]),
    *_each("/transactionDetails/1", ("payee",), "text", ["text"]),
    *_each("/transactionDetails/1", ("datePosted",), 5, None, "", "yesterday", "2026-02-30"),
    *_each("/transactionDetails/1", ("transactionType",), 5, None, "", "debit", "OTHER"),
    *_with("/transactionDetails", {}, "text"),
    *_with("/accountDetails", {}, "text"),
    *_with("/bankId", 5, ""),
    *_with("/expected", [], "text"),
]
TOGETHER = [
    pytest.param(
        _with("/accountDetails/0/status", "authRequired"), id="needs authRequired and transactions"
    ),
    pytest.param(
        _each("/accountDetails/0/balances", ("ledgerBalanceDate", "availableBalanceDate"), *FUTURE),
        id="has a balance of the future",
    ),
]
BODIES = [
    pytest.param(LACKING, id="lacks a field", marks=smoke),
    pytest.param(MISTYPED, id="has a field of another type"),
    pytest.param(
        _in_first("transactionAmount", "12.5", "", None, True), id="has an amount as text"
    ),
    pytest.param(
        _in_first("transactionStatus", "pending", "POSTED", "", None),
        id="has a transaction that is not posted",
    ),
    *TOGETHER,
    pytest.param(
        _with("/accountDetails/0/status", "cancelled", "pending", "", 5),
        id="has a status that no provider may tell",
    ),
]
ALL = [*TOTALS, *SIGNS, *TO_COME, *BODIES]
