"""Bodies for uploads, right and wrong, and what is said of them."""

from itertools import count

from hypothesis import strategies as st
from integration.walk.walk_steps import NOWHERE, Verdict, pick
from integration.walk.walk_values import (
    Fields,
    UploadAccountModel,
    UploadTransactionModel,
    UserModel,
)

_MARKERS = count(1)


NUMBERS_OF = {"acc-upload-1": "1000001", "acc-upload-2": "1000002"}


ACCOUNT_IDS = ("walk-acc-1", "walk-acc-2", "acc-upload-1", "acc-upload-2", "acc-mixed-1")


FETCHED_ID = "acc-fetched-1"


TRANSACTION_IDS = ("tx-1", "tx-6", "tx-m-1", "tx-mf-1", "walk-tx-1", "walk-tx-2")


AMOUNTS = st.sampled_from((0, -12.5, 99999999999.9999, 10**14, 0.0001))


DAYS = st.sampled_from(("2026-01-15", "2026-02-15", "2026-03-01"))


BAD_TRANSACTIONS: dict[str, Fields] = {
    "blank id": {"transactionId": " "},
    "text for an amount": {"amount": "12.5"},
    "too fine an amount": {"amount": 0.00001},
    "no such day": {"bookingDate": "2026-02-30"},
    "two value dates": {"valueDate": "2026-01-01", "valutaDate": "2026-01-02"},
}


BAD_ACCOUNTS: dict[str, Fields] = {
    "empty id": {"accountId": ""},
    "no currency": {"currency": None},
    "number for a text": {"accountNumber": 1000001},
    "text for a balance": {"balance": "1"},
}


BAD_IDS = {
    "bare array": ["tx-1"],
    "empty": {"ids": []},
    "capitals": {"IDs": ["tx-1"]},
    "numbers": {"ids": [1]},
    "blank": {"ids": [""]},
    "null": {"ids": None},
    "over 500": {"ids": ["tx-1"] * 501},
}


TRANSACTIONS = st.lists(st.tuples(st.sampled_from(TRANSACTION_IDS), AMOUNTS, DAYS), max_size=3)


CHANGES: dict[str, Fields] = {
    "name": {"name": "Another name", "owner": "Walker"},
    "balance": {"balance": -0.0001},
    "clear": {"name": None, "balance": None},
    "nothing": {},
    "number": {"accountNumber": "a number of no account"},
    "null number": {"accountNumber": None},
    "null currency": {"currency": None},
}


def replacing_verdict(user: UserModel | None, item: Fields) -> Verdict:
    held = user.accounts.get(item.get("accountId", "")) if user else None
    if held is None:
        return None
    if held.untouchable:
        return 403
    return None if held.fields.get("accountNumber") == item["accountNumber"] else 409


def new_transaction(parts: tuple[str, float, str]) -> Fields:
    transaction_id, value, day = parts
    return {
        "transactionId": transaction_id,
        "amount": value,
        "bookingDate": day,
        "purpose": f"~mark-walk-{next(_MARKERS)}~",
    }


def add_transactions(
    account: UploadAccountModel, items: list[Fields], *, fetched: bool = False
) -> None:
    for item in items:
        fields = {k: v for k, v in item.items() if k != "transactionId"}
        account.transactions.setdefault(
            item["transactionId"], UploadTransactionModel(fields, fetched)
        )


def spoilt(items: list[Fields], bad: str) -> list[Fields]:
    return [*items[:-1], {**items[-1], **BAD_TRANSACTIONS[bad]}] if bad else items


def spoilt_account(items: list[Fields], bad: str) -> list[Fields]:
    if bad in BAD_ACCOUNTS:
        return [*items[:-1], {**items[-1], **BAD_ACCOUNTS[bad]}]
    if bad:
        transactions = [new_transaction(("walk-tx-1", 1, "2026-01-15"))]
        return [*items[:-1], {**items[-1], "transactions": spoilt(transactions, bad)}]
    return items


def transaction_at(account: UploadAccountModel | None, number: int) -> str:
    held = list(account.transactions) if account else []
    return NOWHERE if number == 0 or not held else pick(held, number)


def changed_fields(change: str) -> Fields:
    return {
        "purpose": {"purpose": f"~mark-walk-{next(_MARKERS)}~"},
        "amount": {"amount": 7.25},
        "clear": {"purpose": None},
        "day": {"bookingDate": "2026-02-28"},
        "null amount": {"amount": None},
        "null day": {"bookingDate": None},
    }[change]
