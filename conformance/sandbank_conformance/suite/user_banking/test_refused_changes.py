"""Changes of what is not there, of what identifies, and of what must stay."""

from functools import partial
from typing import Any

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import given
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement
from sandbank_conformance.suite.user_banking.looks import after, ensure_looks, held, part
from sandbank_conformance.suite.user_banking.rows import Acts, Row, ensure_each, made
from sandbank_conformance.uploads import Upload, Uploads

UNKNOWN: dict[str, dict[str, Any]] = {
    "changeAccounts": {"accountId": "never", "accountNumber": "1", "currency": "EUR"},
    "changeTransactions": {"transactionId": "never", "amount": 1, "bookingDate": "2026-01-02"},
    "changeTransactionsAlias": {"transactionId": "never", "amount": 1},
}
WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    "another number": ("changeAccounts", {"accountNumber": "1"}),
    "no number": ("changeAccounts", {"accountNumber": None}),
    "null for the accountId": ("changeAccounts", {"accountId": None}),
    "null for the transactionId": ("changeTransactions", {"transactionId": None}),
}
TWO_DATES = {"valueDate": "2026-01-02", "valutaDate": "2026-01-03"}


@pytest.fixture
def row(uploader: Uploader, uploads: Uploads, draw: Draw) -> Row[Upload]:
    """Changes in a row that must not change anything."""
    return Row(keeper=uploader, make=lambda: uploads.account(draw))


def _change(uploader: Uploader, operation_id: str, change: Any, upload: Upload) -> Exchange:
    path = (upload.user, upload.account)
    ids = path[:1] if operation_id == "changeAccounts" else path
    return uploader.call(operation_id, *ids, json=change)


def _right(operation_id: str, upload: Upload) -> dict[str, str]:
    """What names the thing to be changed."""
    if operation_id == "changeAccounts":
        return {"accountId": upload.account}
    return {"transactionId": upload.transactions[0]}


def _unknown(uploader: Uploader) -> Acts[Upload]:
    return {each: partial(_change, uploader, each, change) for each, change in UNKNOWN.items()}


@requirement("UB-UP-03")
def test_a_change_makes_nothing_new(uploader: Uploader, row: Row[Upload]) -> None:
    row.ensure_kept(_unknown(uploader))


@requirement("UB-UP-03", level="profile")
def test_a_change_of_what_is_not_known_answers_404(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)

    def known_and_unknown(operation_id: str, upload: Upload) -> Exchange:
        name = "name" if operation_id == "changeAccounts" else "purpose"
        known = _right(operation_id, upload) | {name: "Changed"}
        return _change(uploader, operation_id, [known, UNKNOWN[operation_id]], upload)

    beside = ("changeAccounts", "changeTransactions")
    acts = {f"{each} behind a known one": partial(known_and_unknown, each) for each in beside}

    answers = made(upload, {**_unknown(uploader), **acts})

    ensure_each(answers, 404)


@requirement("UB-UP-03", level="profile")
def test_a_change_of_what_identifies_answers_400(uploader: Uploader, row: Row[Upload]) -> None:
    def change(name: str, upload: Upload) -> Exchange:
        operation_id, wrong = WRONG[name]
        return _change(uploader, operation_id, _right(operation_id, upload) | wrong, upload)

    answers = row.ensure_kept({name: partial(change, name) for name in WRONG})

    ensure_each(answers, 400)


@requirement("UB-UP-03", level="profile")
def test_a_change_to_two_value_dates_answers_400(uploader: Uploader, row: Row[Upload]) -> None:
    def change(upload: Upload) -> Exchange:
        both = _right("changeTransactions", upload) | TWO_DATES
        return _change(uploader, "changeTransactions", both, upload)

    answers = row.ensure_kept({"two value dates": change})

    ensure_each(answers, 400)


@requirement("UB-UP-03", level="profile")
def test_null_clears_a_field(uploader: Uploader, uploads: Uploads, draw: Draw) -> None:
    upload = uploads.account(draw, owner="Alex Example")
    held(uploader, upload)
    transaction = upload.transactions[0]

    cleared = {"accountId": upload.account, "owner": None}
    given(_change(uploader, "changeAccounts", cleared, upload))
    cleared = {"transactionId": transaction, "purpose": None}
    answer = _change(uploader, "changeTransactions", cleared, upload)

    seen = after(uploader, upload.user)
    owner = part(seen, upload, "account").get("owner")
    purpose = part(seen, upload, "transactions").get(transaction, {}).get("purpose")
    ensure_looks((None, None), (owner, purpose), "neither owner nor purpose", by=answer)
