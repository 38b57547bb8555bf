"""Deleting an account: all of it, for good, and nothing else."""

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import ensure_status, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.suite.user_banking.attempts import Attempt
from sandbank_conformance.suite.user_banking.looks import (
    LOOKS,
    Seen,
    after,
    ensure_gone,
    ensure_looks,
    ensure_untouched,
    held,
    without_accounts,
)
from sandbank_conformance.suite.user_banking.neighbours import Settle, settled
from sandbank_conformance.uploads import Uploads


@smoke
@pytest.mark.parametrize("seen", LOOKS)
@requirement("UB-DEL-01")
def test_a_deleted_account_is_gone(
    uploader: Uploader, uploads: Uploads, draw: Draw, seen: Seen
) -> None:
    upload = uploads.account(draw)
    given(seen(uploader, upload))

    uploader.call("deleteAccount", upload.user, upload.account)

    ensure_gone(upload, seen(uploader, upload))


@smoke
@settled
@requirement("UB-DEL-01")
def test_deleting_an_account_leaves_all_others(
    uploader: Uploader, uploads: Uploads, draw: Draw, settle: Settle
) -> None:
    upload, other = settle(uploads, draw)
    before, others = held(uploader, upload), held(uploader, other)

    answer = uploader.call("deleteAccount", upload.user, upload.account)

    left = without_accounts(before, [upload.account])
    ensure_looks(left, after(uploader, upload.user), "the other accounts as before", by=answer)
    ensure_untouched(others, after(uploader, other.user), by=answer)


REVIVALS = [
    pytest.param("uploadTransactions", id="an upload of transactions"),
    pytest.param("changeTransactions", id="a change of its transactions"),
    pytest.param("changeAccounts", id="a change"),
    pytest.param("deleteTransactions", id="a deletion of its transactions"),
    pytest.param("uploadAccounts", id="an upload of another account"),
]


@pytest.mark.parametrize("operation_id", REVIVALS)
@requirement("UB-DEL-01")
def test_a_deleted_account_is_not_brought_back(
    uploader: Uploader, uploads: Uploads, draw: Draw, operation_id: str
) -> None:
    upload = uploads.account(draw)
    held(uploader, upload)
    given(uploader.call("deleteAccount", upload.user, upload.account))
    first = upload.transactions[0]
    bodies = {
        "uploadTransactions": uploads.transaction_body(draw),
        "changeTransactions": {"transactionId": first, "purpose": "Changed"},
        "changeAccounts": {"accountId": upload.account, "name": "Changed"},
        "deleteTransactions": {"ids": [first]},
        "uploadAccounts": uploads.account_body(draw),
    }
    of_user = operation_id in ("changeAccounts", "uploadAccounts")
    ids = (upload.user,) if of_user else (upload.user, upload.account)

    answer = Attempt(operation_id, ids, bodies[operation_id]).by(uploader)

    seen = after(uploader, upload.user)
    shown = [each for each in seen if each == upload.account] if isinstance(seen, dict) else seen
    ensure_looks([], shown, f"no account {upload.account}", by=answer)


@requirement("UB-DEL-01")
def test_a_deletion_without_an_account_deletes_none(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)
    before = held(uploader, upload)

    answer = uploader.call("deleteAccount", upload.user, "")

    ensure_untouched(before, after(uploader, upload.user), by=answer)


@requirement("UB-DEL-01", level="profile")
def test_deleting_an_account_answers_204(uploader: Uploader, uploads: Uploads, draw: Draw) -> None:
    upload = uploads.account(draw)

    answer = uploader.call("deleteAccount", upload.user, upload.account)

    ensure_status(answer, 204)


@requirement("UB-UP-05")
def test_deleting_an_account_ignores_a_body(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)
    other = uploads.account(draw, user=upload.user)
    before = held(uploader, upload)

    answer = uploader.call(
        "deleteAccount", upload.user, upload.account, json={"ids": [other.account]}
    )

    left = without_accounts(before, [upload.account])
    ensure_looks(left, after(uploader, upload.user), "only that account gone", by=answer)
