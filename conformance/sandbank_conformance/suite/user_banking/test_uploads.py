"""Uploading again what is there already: an account is replaced, a transaction is kept."""

from typing import Any

import pytest

from sandbank_conformance import readings
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
    names = _names(uploader, upload)
    ensure_looks([body["name"]], names, "the account once, by its new name", by=answer)


@pytest.mark.parametrize("also_new", [False, True], ids=["all known", "a new one first"])
@requirement("UB-UP-01")
def test_each_of_several_accounts_replaces_the_one_of_its_id_and_number(
    uploader: Uploader, uploads: Uploads, draw: Draw, also_new: bool
) -> None:
    three = _three(uploads, draw)
    held(uploader, three[0])
    bodies = [_again(uploads, draw, each) for each in three]
    new = [uploads.account_body(draw)] if also_new else []

    answer = uploader.call("uploadAccounts", three[0].user, json=[*new, *bodies])

    ensure_success(answer)
    wanted = [[each["name"]] for each in bodies]
    names = [_names(uploader, each) for each in three]
    ensure_looks(wanted, names, "each account once, by its new name", by=answer)


def _three(uploads: Uploads, draw: Draw) -> list[Upload]:
    bodies = [
        uploads.account_body(draw, transactions=2) | {"owner": "Somebody before"} for _ in range(3)
    ]
    return uploads.several(uploads.user(), bodies)


def _names(uploader: Uploader, upload: Upload) -> list[Any]:
    listed = uploader.client.items(given(uploader.call("listAccounts", upload.user)), "")
    return [each.get("name") for each in listed if each["accountId"] == upload.account]


@requirement("UB-UP-01", level="profile")
def test_accounts_without_an_id_are_kept_apart(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    user = uploads.user()
    bodies = [uploads.account_body(draw) for _ in range(2)]
    for each in bodies:
        each.pop("accountId", None)

    answer = uploader.call("uploadAccounts", user, json=bodies)

    ensure_success(answer)
    numbers = {
        each["account"].get("accountNumber") for each in readings.uploads(uploader, user).values()
    }
    wanted = {each["accountNumber"] for each in bodies}
    ensure_looks(wanted, numbers, "two accounts", by=answer)


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
    three = _three(uploads, draw)
    held(uploader, three[0])
    bodies = [_again(uploads, draw, each) for each in three]

    answer = uploader.call("uploadAccounts", three[0].user, json=bodies)

    ensure_success(answer)
    seen = after(uploader, three[0].user)
    for upload, body in zip(three, bodies, strict=True):
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
def test_the_same_id_with_another_number_among_others_answers_409_and_leaves_the_first(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)
    before = held(uploader, upload)
    wrong = _again(uploads, draw, upload, accountNumber=f"0{upload.number}")

    for bodies in ([uploads.account_body(draw), wrong], [wrong, uploads.account_body(draw)]):
        answer = uploader.call("uploadAccounts", upload.user, json=bodies)

        ensure_status(answer, 409)
        seen = _of(after(uploader, upload.user), upload)  # of the others GEN-02 speaks
        ensure_looks(before[upload.account], seen, "the first as before", by=answer)
