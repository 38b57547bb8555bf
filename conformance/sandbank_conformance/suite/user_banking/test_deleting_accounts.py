"""Deleting an account: all of it, for good, and nothing else."""

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import ensure, ensure_status, ensure_success, given, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
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
    part,
    without_accounts,
)
from sandbank_conformance.suite.user_banking.neighbours import Settle, settled
from sandbank_conformance.uploads import Upload, Uploads


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


@requirement("UB-DEL-01")
def test_a_deleted_account_is_not_brought_back(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)
    held(uploader, upload)
    given(uploader.call("deleteAccount", upload.user, upload.account))

    for each in _calls_on_it(upload, uploads, draw):
        answer = each.by(uploader)

        old = _old_parts(uploader, upload, answer)
        ensure_looks([], old, "nothing of the old account", by=answer)


def _old_parts(uploader: Uploader, upload: Upload, answer: Exchange) -> list[str]:
    """What an answer and the lists show of an account; another one may have its id by now."""
    account = part(after(uploader, upload.user), upload, "account")
    listed = uploader.call("listAccountTransactions", upload.user, upload.account)
    shown = listed.received.body.decode("utf-8", "replace") if listed.succeeded else ""
    is_told = upload.number.encode() in answer.received.body
    number = [upload.number] if is_told or account.get("accountNumber") == upload.number else []
    return number + [each for each in upload.transactions if each in shown]


def _calls_on_it(upload: Upload, uploads: Uploads, draw: Draw) -> list[Attempt]:
    """Calls that might find more of a deleted account than there is."""
    user, account, first = upload.user, upload.account, upload.transactions[0]
    change = {"transactionId": first, "purpose": "Changed"}
    return [
        Attempt("changeTransactions", (user, account), change),
        Attempt("deleteTransactions", (user, account), {"ids": [first]}),
        Attempt("uploadTransactions", (user, account), uploads.transaction_body(draw)),
        Attempt("changeAccounts", (user,), {"accountId": account, "name": "Changed"}),
        Attempt("uploadAccounts", (user,), uploads.account_body(draw)),
    ]


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
    bodies = [uploads.account_body(draw) for _ in range(2)]
    upload, other = uploads.several(uploads.user(), bodies)
    path = (upload.user, upload.account)
    given(uploader.call("getAccount", other.user, other.account))

    answer = uploader.call("deleteAccount", *path, json={"ids": [other.account]})

    ensure_success(answer)
    ensure_success(uploader.call("getAccount", other.user, other.account))
    ensure(
        not uploader.call("getAccount", *path).succeeded or _is_off_the_list(uploader, upload),
        expected=f"the account {upload.account} of the path deleted",
        received=f"it is read and listed, after {told(answer)}",
        exchange=answer,
    )


def _is_off_the_list(uploader: Uploader, upload: Upload) -> bool:
    listed = uploader.client.items(given(uploader.call("listAccounts", upload.user)), "")
    return upload.account not in [each["accountId"] for each in listed]
