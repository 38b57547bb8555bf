"""Uploading again what is there already: an account is replaced, a transaction is kept."""

from typing import Any

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import ensure_status, ensure_success, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.suite.user_banking.looks import (
    after,
    ensure_looks,
    ensure_untouched,
    held,
    part,
)
from sandbank_conformance.uploads import Upload, Uploads


def _again(uploads: Uploads, draw: Draw, upload: Upload, **members: Any) -> dict[str, Any]:
    """An account of the same id and number, all else new."""
    same = {"accountId": upload.account, "accountNumber": upload.number, "name": draw.word()}
    return uploads.account_body(draw, transactions=1) | same | members


@smoke
@requirement("UB-UP-01")
def test_an_account_of_the_same_id_and_number_replaces_the_first(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)
    held(uploader, upload)
    body = _again(uploads, draw, upload)

    answer = uploader.call("uploadAccounts", upload.user, json=body)

    ensure_success(answer)
    listed = uploader.client.items(given(uploader.call("listAccounts", upload.user)), "")
    names = [each.get("name") for each in listed if each["accountId"] == upload.account]
    ensure_looks([body["name"]], names, "the account once, by its new name", by=answer)


@requirement("UB-UP-01")
def test_replacing_an_account_leaves_the_users_other_accounts(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)
    other = uploads.account(draw, user=upload.user)
    before = held(uploader, other)

    answer = uploader.call("uploadAccounts", upload.user, json=_again(uploads, draw, upload))

    seen = after(uploader, upload.user)
    ensure_looks(before[other.account], _of(seen, other), "the other account as before", by=answer)


@requirement("UB-UP-01")
def test_an_account_of_the_same_number_and_another_id_does_not_replace_the_first(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)
    before = held(uploader, upload)
    body = _again(uploads, draw, upload, accountId=f"acc-{draw.word()}")

    answer = uploader.call("uploadAccounts", upload.user, json=body)

    seen = after(uploader, upload.user)
    ensure_looks(before[upload.account], _of(seen, upload), "the first as before", by=answer)


@requirement("UB-UP-01")
def test_an_account_of_another_user_is_not_replaced(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload, user = uploads.account(draw), uploads.user()
    before = held(uploader, upload)

    answer = uploader.call("uploadAccounts", user, json=_again(uploads, draw, upload))

    ensure_untouched(before, after(uploader, upload.user), by=answer)


def _of(seen: Any, upload: Upload) -> Any:
    return seen.get(upload.account) if isinstance(seen, dict) else seen


@requirement("UB-UP-01", level="profile")
def test_an_account_is_replaced_as_a_whole(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw, owner="Somebody before")
    held(uploader, upload)
    body = _again(uploads, draw, upload)

    answer = uploader.call("uploadAccounts", upload.user, json=body)

    ensure_success(answer)
    seen = after(uploader, upload.user)
    sent = {each["transactionId"] for each in body["transactions"]}
    owner = part(seen, upload, "account").get("owner")
    ensure_looks(None, owner, "no owner, as it was uploaded", by=answer)
    ensure_looks(sent, set(part(seen, upload, "transactions")), "the new ones only", by=answer)


@requirement("UB-UP-01", level="profile")
def test_the_same_id_with_another_number_answers_409_and_leaves_the_first(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)
    before = held(uploader, upload)
    body = _again(uploads, draw, upload, accountNumber=draw.digits(9))

    answer = uploader.call("uploadAccounts", upload.user, json=body)

    ensure_status(answer, 409)
    ensure_untouched(before, after(uploader, upload.user), by=answer)


@requirement("UB-UP-01", level="profile")
def test_one_account_with_another_number_keeps_all_others_out(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)
    before = held(uploader, upload)
    wrong = _again(uploads, draw, upload, accountNumber=f"0{upload.number}")

    answer = uploader.call("uploadAccounts", upload.user, json=[uploads.account_body(draw), wrong])

    ensure_status(answer, 409)
    ensure_untouched(before, after(uploader, upload.user), by=answer)
