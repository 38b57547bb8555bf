"""Statements as a provider writes them: whole, right, and with what they come to."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sandbank_conformance.draw import Draw, once

Json = dict[str, Any]

START = "2026-01-01"  # from when on the product wants transactions
POSTED, INITIATED = "2026-01-05", "2026-01-04"
QUARTERS = 199_999  # at most, of an amount


def transaction(draw: Draw, account: str, amount: Decimal, **members: Any) -> Json:
    """A transaction of this amount, with everything that is told of most."""
    return {
        "uniqueId": f"txn-{draw.word()}{once()[:8]}",  # earlier runs drew the same words
        "bankAccountId": account,
        "transactionAmount": float(amount),
        "transactionType": "DEBIT" if amount < 0 else "CREDIT",
        "transactionStatus": "posted",
        "datePosted": POSTED,
        "dateUserInitiated": INITIATED,
        "checkNumber": draw.digits(6),
        "referenceNumber": draw.digits(8),
        "description": f"Verify {draw.word(8)}",
        "narrative1": f"Verify {draw.word(8)}",
        "narrative2": f"Verify {draw.word(8)}",
        **members,
    }


def transactions(draw: Draw, account: str, count: int = 1, **members: Any) -> list[Json]:
    """Transactions that nobody has sent, each with an amount of its own."""
    amounts: dict[Decimal, None] = {}
    while len(amounts) < count:
        # Whoever counts the decimals of quarters, or adds them up, loses nothing.
        amounts[Decimal(draw.one("-", "") + str(draw.integer(1, QUARTERS))) / 4] = None
    return [transaction(draw, account, each, **members) for each in amounts]


def statement(
    bank: str, account: str, listed: Sequence[Json] = (), *, status: str = "", **data: Any
) -> Json:
    """The statement of a bank account; `data` are members in place of its own, or besides."""
    detail = {"bankAccountId": account, **({"status": status} if status else {})}
    return {
        "data": {
            "bankId": bank,
            "expected": totals(listed),
            "accountDetails": [detail],
            "transactionDetails": list(listed),
            **data,
        }
    }


def totals(listed: Sequence[Json], details: int = 1) -> Json:
    """What a statement comes to."""
    amounts = [Decimal(str(each["transactionAmount"])) for each in listed]
    return {
        "transactionDetailsCount": len(listed),
        "accountDetailsCount": details,
        "transactionCreditSum": _number(sum(each for each in amounts if each > 0)),
        "transactionDebitSum": _number(sum(each for each in amounts if each < 0)),
    }


def without(body: Json, name: str) -> Json:
    """A statement that lacks a member of its data."""
    return {"data": {key: each for key, each in body["data"].items() if key != name}}


def _number(amount: Decimal | int) -> float | int:
    return int(amount) if amount == int(amount) else float(amount)
