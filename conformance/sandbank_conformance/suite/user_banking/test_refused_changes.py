"""Changes of what is not there, of what identifies, and of what must stay."""

from typing import Any

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import ensure_status, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement
from sandbank_conformance.suite.user_banking.looks import (
    after,
    ensure_looks,
    ensure_untouched,
    held,
    part,
)
from sandbank_conformance.uploads import Upload, Uploads

UNKNOWN: dict[str, dict[str, Any]] = {
    "changeAccounts": {"accountId": "never", "accountNumber": "1", "currency": "EUR"},
    "changeTransactions": {"transactionId": "never", "amount": 1, "bookingDate": "2026-01-02"},
    "changeTransactionsAlias": {"transactionId": "never", "amount": 1},
}
unknown = pytest.mark.parametrize("operation_id", UNKNOWN)


def _change(uploader: Uploader, upload: Upload, operation_id: str, change: Any) -> Exchange:
    path = (upload.user, upload.account)
    ids = path[:1] if operation_id == "changeAccounts" else path
    return uploader.call(operation_id, *ids, json=change)


@unknown
@requirement("UB-UP-03")
def test_a_change_makes_nothing_new(
    uploader: Uploader, uploads: Uploads, draw: Draw, operation_id: str
) -> None:
    upload = uploads.account(draw)
    before = held(uploader, upload)

    answer = _change(uploader, upload, operation_id, UNKNOWN[operation_id])

    ensure_untouched(before, after(uploader, upload.user), by=answer)


@unknown
@requirement("UB-UP-03", level="profile")
def test_a_change_of_what_is_not_known_answers_404(
    uploader: Uploader, uploads: Uploads, draw: Draw, operation_id: str
) -> None:
    upload = uploads.account(draw)

    answer = _change(uploader, upload, operation_id, UNKNOWN[operation_id])

    ensure_status(answer, 404)


@pytest.mark.parametrize(
    ("operation_id", "wrong"),
    [
        pytest.param("changeAccounts", {"accountNumber": "1"}, id="another number"),
        pytest.param("changeAccounts", {"accountNumber": None}, id="no number"),
        pytest.param("changeAccounts", {"accountId": None}, id="null for the accountId"),
        pytest.param("changeTransactions", {"transactionId": None}, id="null for the id"),
        pytest.param(
            "changeTransactions",
            {"valueDate": "2026-01-02", "valutaDate": "2026-01-03"},
            id="two value dates",
        ),
    ],
)
@requirement("UB-UP-03", level="profile")
def test_a_change_of_what_identifies_answers_400(
    uploader: Uploader, uploads: Uploads, draw: Draw, operation_id: str, wrong: dict[str, Any]
) -> None:
    upload = uploads.account(draw)
    before = held(uploader, upload)
    one = "accountId" if operation_id == "changeAccounts" else "transactionId"
    right = {one: upload.account if one == "accountId" else upload.transactions[0]}

    answer = _change(uploader, upload, operation_id, right | wrong)

    ensure_status(answer, 400)
    ensure_untouched(before, after(uploader, upload.user), by=answer)


@requirement("UB-UP-03", level="profile")
def test_null_clears_a_field(uploader: Uploader, uploads: Uploads, draw: Draw) -> None:
    upload = uploads.account(draw, owner="Alex Example")
    held(uploader, upload)
    transaction = upload.transactions[0]

    cleared = {"accountId": upload.account, "owner": None}
    given(_change(uploader, upload, "changeAccounts", cleared))
    cleared = {"transactionId": transaction, "purpose": None}
    answer = _change(uploader, upload, "changeTransactions", cleared)

    seen = after(uploader, upload.user)
    owner = part(seen, upload, "account").get("owner")
    purpose = part(seen, upload, "transactions").get(transaction, {}).get("purpose")
    ensure_looks((None, None), (owner, purpose), "neither owner nor purpose", by=answer)
