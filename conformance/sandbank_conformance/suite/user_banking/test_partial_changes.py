"""One field of one thing, or one of each of several: nothing besides is changed."""

from collections.abc import Mapping
from typing import Any

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement
from sandbank_conformance.suite.user_banking.looks import after, ensure_looks, held
from sandbank_conformance.uploads import Upload, Uploads

OF_ACCOUNTS: dict[str, Any] = {
    **{"name": "Changed", "owner": "Robin Example", "bankName": "Other Bank", "balance": 7.25},
    **{"bic": "COBADEFFXXX", "bankCode": "50010517", "type": "KREDIT_KARTE", "currency": "CHF"},
}
OF_TRANSACTIONS: dict[str, Any] = {
    **{"amount": 7.25, "currency": "CHF", "bookingText": "Changed", "purpose": "Changed"},
    **{"merchantCategoryCode": "5999", "paymentPartner": {"name": "Corner Bakery"}},
    **{"bookingDate": "2026-01-02", "valueDate": "2026-01-03"},
}
NEEDED = ("type", "currency", "amount", "bookingDate")
CLEARED = {
    name: dict.fromkeys(each for each in fields if each not in NEEDED)
    for name, fields in (("accounts", OF_ACCOUNTS), ("transactions", OF_TRANSACTIONS))
}
ACCOUNTS = [
    pytest.param(OF_ACCOUNTS, id="set"),
    pytest.param(CLEARED["accounts"], id="cleared"),
]
TRANSACTIONS = [
    pytest.param(OF_TRANSACTIONS, id="set"),
    pytest.param(CLEARED["transactions"], id="cleared"),
]
NUMBERS = [
    pytest.param("1", id="another number"),
    pytest.param(None, id="null"),
    pytest.param("", id="nothing"),
]


def _accounts(uploads: Uploads, draw: Draw, many: int) -> list[Upload]:
    """Accounts with all their fields, and with transactions that have all of theirs."""
    fields = {
        **{"bankName": "Sample Bank", "owner": "Alex Example", "bic": "BYLADEM1001"},
        **{"bankCode": "12030000", "iban": "DE02120300000000202051"},
    }
    bodies = [
        uploads.account_body(draw)
        | fields
        | {"transactions": [_transaction(uploads, draw) for _ in range(3)]}
        for _ in range(many)
    ]
    return uploads.several(uploads.user(), bodies)


def _transaction(uploads: Uploads, draw: Draw) -> dict[str, Any]:
    return uploads.transaction_body(
        draw,
        bookingText="Card payment",
        currency="EUR",
        merchantCategoryCode="5411",
        paymentPartner={"name": "Corner Shop", "iban": "DE02120300000000202051"},
        valueDate="2026-02-01",
    )


def _without(seen: Any, account: str, field: str, transaction: str = "") -> Any:
    """All that is seen but one field of an account, or of one of its transactions."""
    if not isinstance(seen, dict) or account not in seen:
        return seen
    whole = seen[account]
    if not transaction:
        return {**seen, account: {**whole, "account": _but(whole["account"], field)}}
    changed = _but(whole["transactions"].get(transaction, {}), field)
    transactions = {**whole["transactions"], transaction: changed}
    return {**seen, account: {**whole, "transactions": transactions}}


def _but(value: Mapping[str, Any], field: str) -> dict[str, Any]:
    return {name: each for name, each in value.items() if name != field}


@pytest.mark.parametrize("fields", ACCOUNTS)
@requirement("UB-UP-03")
def test_a_change_of_one_field_of_an_account_leaves_all_others(
    uploader: Uploader, uploads: Uploads, draw: Draw, fields: dict[str, Any]
) -> None:
    [upload] = _accounts(uploads, draw, 1)
    before = held(uploader, upload)

    for field, value in fields.items():
        change = {"accountId": upload.account, field: value}
        answer = uploader.call("changeAccounts", upload.user, json=change)

        seen = after(uploader, upload.user)
        wanted, now = (_without(it, upload.account, field) for it in (before, seen))
        ensure_looks(wanted, now, f"all but {field} as before", by=answer)
        before = seen


@pytest.mark.parametrize("fields", TRANSACTIONS)
@requirement("UB-UP-03")
def test_a_change_of_one_field_of_a_transaction_leaves_all_others(
    uploader: Uploader, uploads: Uploads, draw: Draw, fields: dict[str, Any]
) -> None:
    [upload] = _accounts(uploads, draw, 1)
    path, first = (upload.user, upload.account), upload.transactions[0]
    before = held(uploader, upload)

    for field, value in fields.items():
        change = {"transactionId": first, field: value}
        answer = uploader.call("changeTransactions", *path, json=change)

        seen = after(uploader, upload.user)
        wanted, now = (_without(it, upload.account, field, first) for it in (before, seen))
        ensure_looks(wanted, now, f"all but {field} as before", by=answer)
        before = seen


@requirement("UB-UP-03")
def test_changes_of_several_accounts_leave_all_else(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    three = _accounts(uploads, draw, 3)
    before = held(uploader, three[0])
    changes = dict(zip(three, ("bankName", "owner", "name"), strict=True))

    answer = uploader.call(
        "changeAccounts",
        three[0].user,
        json=[{"accountId": each.account, name: "Changed"} for each, name in changes.items()],
    )

    wanted = before
    for each, name in changes.items():
        whole = wanted[each.account]
        changed = {**whole["account"], name: "Changed"}
        wanted = {**wanted, each.account: {**whole, "account": changed}}
    ensure_looks(wanted, after(uploader, three[0].user), "one field of each changed", by=answer)


@requirement("UB-UP-03")
def test_changes_of_several_transactions_leave_all_else(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    [upload] = _accounts(uploads, draw, 1)
    before = held(uploader, upload)
    fields = ("purpose", "bookingText", "purpose")
    changes = dict(zip(upload.transactions, fields, strict=True))

    answer = uploader.call(
        "changeTransactions",
        upload.user,
        upload.account,
        json=[{"transactionId": each, name: "Changed"} for each, name in changes.items()],
    )

    whole = before[upload.account]
    changed = {
        key: {**each, changes[key]: "Changed"} for key, each in whole["transactions"].items()
    }
    wanted = {**before, upload.account: {**whole, "transactions": changed}}
    ensure_looks(wanted, after(uploader, upload.user), "one field of each changed", by=answer)


@pytest.mark.parametrize("number", NUMBERS)
@requirement("UB-UP-03")
def test_a_change_never_changes_an_account_number(
    uploader: Uploader, uploads: Uploads, draw: Draw, number: str | None
) -> None:
    both = _accounts(uploads, draw, 2)
    user = both[0].user
    three = [*both, uploads.account(draw, user=user)]  # the last has no iban
    before = held(uploader, three[0])

    for n in range(len(three)):
        changes: list[dict[str, Any]] = [
            {"accountId": each.account, "name": "Changed"} for each in three
        ]
        changes[n] |= {"accountNumber": number}
        for sent in (changes, changes[n]):
            answer = uploader.call("changeAccounts", user, json=sent)

            seen = _numbers(after(uploader, user))
            ensure_looks(_numbers(before), seen, "every number as before", by=answer)


def _numbers(seen: Any) -> Any:
    if not isinstance(seen, dict):
        return seen
    return {key: each["account"].get("accountNumber") for key, each in seen.items()}
