"""What was deleted is on no page, in no span of days, and not when more was uploaded either."""

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement
from sandbank_conformance.suite.user_banking.looks import held
from sandbank_conformance.suite.user_banking.searches import (
    DAY,
    answered,
    ensure_found_by_none,
)
from sandbank_conformance.uploads import Upload, Uploads

FOR_GOOD = {"deleteAccount": ("UB-DEL-01",), "deleteAccounts": ("UB-DEL-02",)}


def _account(uploads: Uploads, draw: Draw) -> tuple[dict[str, object], Upload]:
    """An account with transactions of some days, three of which are the same."""
    bodies = [
        uploads.transaction_body(draw, bookingDate=day)
        for day in ("2026-01-14", DAY, DAY, DAY, "2026-01-16")
    ]
    body = uploads.account_body(draw) | {"transactions": bodies}
    return body, uploads.upload(uploads.user(), body)


@requirement("UB-DEL-03")
def test_deleted_transactions_are_found_by_no_search(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    _, upload = _account(uploads, draw)
    held(uploader, upload)
    queries = answered(uploader, upload)
    path, gone = (upload.user, upload.account), upload.transactions[::2]

    given(uploader.call("deleteTransactions", *path, json={"ids": list(gone)}))

    ensure_found_by_none(uploader, upload, queries, *gone)
    given(uploader.call("uploadTransactions", *path, json=uploads.transaction_body(draw)))
    ensure_found_by_none(uploader, upload, queries, *gone)


@pytest.mark.parametrize("operation_id", FOR_GOOD)
@requirement("UB-DEL-11")
def test_transactions_of_an_account_uploaded_again_are_found_by_no_search(
    uploader: Uploader, uploads: Uploads, draw: Draw, operation_id: str
) -> None:
    body, upload = _account(uploads, draw)
    held(uploader, upload)
    queries = answered(uploader, upload)
    if operation_id == "deleteAccount":
        given(uploader.call(operation_id, upload.user, upload.account))
    else:
        given(uploader.call(operation_id, upload.user, json={"ids": [upload.account]}))

    given(uploader.call("uploadAccounts", upload.user, json=body | {"transactions": []}))

    also = FOR_GOOD[operation_id]
    ensure_found_by_none(uploader, upload, queries, *upload.transactions, also=also)
