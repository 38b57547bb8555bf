"""What was deleted can be uploaded again, and nothing of the old comes back with it."""

from typing import Any

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import ensure, ensure_success, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import NOTHING, Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.suite.user_banking.looks import after, ensure_looks, held, part
from sandbank_conformance.uploads import Upload, Uploads

OLD = ("owner", "bankName")  # members that only the old account has


def _old(uploads: Uploads, draw: Draw, transactions: int = 3) -> tuple[dict[str, Any], Upload]:
    body = uploads.account_body(draw, transactions=transactions)
    body |= {each: f"old-{draw.word()}" for each in OLD}
    return body, uploads.upload(uploads.user(), body)


def _delete(uploader: Uploader, upload: Upload, operation_id: str) -> Exchange:
    if operation_id == "deleteAccount":
        return uploader.call(operation_id, upload.user, upload.account)
    return uploader.call(operation_id, upload.user, json={"ids": [upload.account]})


FOR_GOOD = {"deleteAccount": ("UB-DEL-01",), "deleteAccounts": ("UB-DEL-02",)}
deleting = pytest.mark.parametrize(
    "operation_id",
    [pytest.param("deleteAccount", id="alone"), pytest.param("deleteAccounts", id="by its id")],
)


@smoke
@deleting
@requirement("UB-DEL-11")
def test_an_account_uploaded_again_has_no_old_transactions(
    uploader: Uploader, uploads: Uploads, draw: Draw, operation_id: str
) -> None:
    body, upload = _old(uploads, draw, transactions=101)
    held(uploader, upload)
    given(_delete(uploader, upload, operation_id))

    answer = uploader.call("uploadAccounts", upload.user, json=body | {"transactions": []})

    ensure_success(answer)
    shown = part(after(uploader, upload.user), upload, "transactions")
    ensure_looks({}, shown, "no transactions", by=answer, also=FOR_GOOD[operation_id])


@deleting
@requirement("UB-DEL-11")
def test_an_account_uploaded_again_has_no_old_metadata(
    uploader: Uploader, uploads: Uploads, draw: Draw, operation_id: str
) -> None:
    body, upload = _old(uploads, draw)
    before = held(uploader, upload)[upload.account]["account"]
    given(_delete(uploader, upload, operation_id))

    new = {name: value for name, value in body.items() if name not in OLD}
    answer = uploader.call("uploadAccounts", upload.user, json=new)

    ensure_success(answer)
    shown = part(after(uploader, upload.user), upload, "account")
    kept = [each for each in OLD if before.get(each) and shown.get(each) == before[each]]
    ensure(
        bool(shown) and not kept,
        expected=f"the account without {', '.join(OLD)}, which were not uploaded again",
        received=f"{', '.join(kept) or 'no account'} as before",
        exchange=answer,
        also=FOR_GOOD[operation_id] if kept else (),
    )


@deleting
@requirement("UB-DEL-11")
def test_the_id_of_a_deleted_account_is_free_for_another_number(
    uploader: Uploader, uploads: Uploads, draw: Draw, operation_id: str
) -> None:
    body, upload = _old(uploads, draw)
    given(_delete(uploader, upload, operation_id))

    other = body | {"accountNumber": draw.digits(9)}
    answer = uploader.call("uploadAccounts", upload.user, json=other)

    ensure_success(answer)


@smoke
@requirement("UB-DEL-11")
def test_a_transaction_uploaded_again_is_the_new_one(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)
    gone = upload.transactions[0]
    before = held(uploader, upload)[upload.account]["transactions"][gone]
    path = (upload.user, upload.account)
    given(uploader.call("deleteTransactions", *path, json={"ids": [gone]}))

    new = uploads.transaction_body(draw, transactionId=gone)
    del new["purpose"]
    new["amount"] = draw.integer(100_000, 999_999)  # what a float keeps, too
    answer = uploader.call("uploadTransactions", *path, json=new)

    ensure_success(answer)
    shown = part(after(uploader, upload.user), upload, "transactions").get(gone, {})
    ensure_looks(new["amount"], shown.get("amount"), "the new amount", by=answer)
    old = shown.get("purpose") == before.get("purpose", NOTHING)
    ensure_looks(False, old, "without the old purpose", by=answer)


@deleting
@requirement("UB-DEL-11")
def test_a_transaction_of_a_deleted_account_can_be_uploaded_again(
    uploader: Uploader, uploads: Uploads, draw: Draw, operation_id: str
) -> None:
    body, upload = _old(uploads, draw, transactions=1)
    held(uploader, upload)
    given(_delete(uploader, upload, operation_id))

    new = uploads.transaction_body(draw, transactionId=upload.transactions[0], amount=7)
    answer = uploader.call("uploadAccounts", upload.user, json=body | {"transactions": [new]})

    ensure_success(answer)
    shown = part(after(uploader, upload.user), upload, "transactions")
    amounts = {each: value.get("amount") for each, value in shown.items()}
    ensure_looks({new["transactionId"]: 7}, amounts, "the new amount", by=answer)


@requirement("UB-DEL-11")
def test_the_ids_of_a_deleted_user_can_be_uploaded_again(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    body, upload = _old(uploads, draw, transactions=1)
    held(uploader, upload)
    given(uploader.call("deleteUser", upload.user))
    user = uploads.user()

    answer = uploader.call("uploadAccounts", user, json=body | {"transactions": []})

    ensure_success(answer)
    ensure_looks({}, part(after(uploader, user), upload, "transactions"), "none", by=answer)
