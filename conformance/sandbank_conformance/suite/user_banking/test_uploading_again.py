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


def _body(uploads: Uploads, draw: Draw, transactions: int = 3) -> dict[str, Any]:
    body = uploads.account_body(draw, transactions=transactions)
    return body | {each: f"old-{draw.word()}" for each in OLD}


def _old(uploads: Uploads, draw: Draw, *transactions: int) -> tuple[list[Any], list[Upload]]:
    """Accounts with so many transactions each, as they were uploaded together."""
    bodies = [_body(uploads, draw, each) for each in transactions]
    return bodies, uploads.several(uploads.user(), bodies)


def _many(operation_id: str) -> int:
    """How many accounts go at once."""
    return 1 if operation_id == "deleteAccount" else 3


def _delete(uploader: Uploader, old: list[Upload], operation_id: str) -> Exchange:
    if operation_id == "deleteAccount":
        [upload] = old
        return uploader.call(operation_id, upload.user, upload.account)
    ids = [each.account for each in old]
    return uploader.call(operation_id, old[0].user, json={"ids": ids})


def _without(bodies: list[Any], *names: str, **members: Any) -> list[Any]:
    return [
        {name: value for name, value in body.items() if name not in names} | members
        for body in bodies
    ]


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
    bodies, old = _old(uploads, draw, *[3, 1, 101][-_many(operation_id) :])
    for each in old:
        held(uploader, each)
    given(_delete(uploader, old, operation_id))

    again = _without(bodies, transactions=[])
    answer = uploader.call("uploadAccounts", old[0].user, json=again)

    ensure_success(answer)
    seen = after(uploader, old[0].user)
    for each in old:
        shown = part(seen, each, "transactions")
        ensure_looks({}, shown, "no transactions", by=answer, also=FOR_GOOD[operation_id])


@deleting
@requirement("UB-DEL-11")
def test_an_account_uploaded_again_has_no_old_metadata(
    uploader: Uploader, uploads: Uploads, draw: Draw, operation_id: str
) -> None:
    bodies, old = _old(uploads, draw, *[1] * _many(operation_id))
    before = held(uploader, old[0])
    given(_delete(uploader, old, operation_id))

    answer = uploader.call("uploadAccounts", old[0].user, json=_without(bodies, *OLD))

    ensure_success(answer)
    seen = after(uploader, old[0].user)
    for each in old:
        shown, was = part(seen, each, "account"), part(before, each, "account")
        kept = [name for name in OLD if was.get(name) and shown.get(name) == was[name]]
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
    bodies, old = _old(uploads, draw, *[1] * _many(operation_id))
    given(_delete(uploader, old, operation_id))

    others = [body | {"accountNumber": draw.digits(9)} for body in bodies]
    answer = uploader.call("uploadAccounts", old[0].user, json=others)

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
    bodies, old = _old(uploads, draw, *[1] * _many(operation_id))
    held(uploader, old[0])
    given(_delete(uploader, old, operation_id))

    for body in bodies:
        body["transactions"][0] |= {"amount": 7}
    answer = uploader.call("uploadAccounts", old[0].user, json=bodies)

    ensure_success(answer)
    seen = after(uploader, old[0].user)
    for each in old:
        shown = part(seen, each, "transactions")
        amounts = {key: value.get("amount") for key, value in shown.items()}
        ensure_looks({each.transactions[0]: 7}, amounts, "the new amount", by=answer)


@pytest.mark.parametrize("operation_id", ["deleteTransactions", *FOR_GOOD])
@requirement("UB-DEL-11")
def test_what_was_deleted_is_there_again_when_the_same_is_uploaded(
    uploader: Uploader, uploads: Uploads, draw: Draw, operation_id: str
) -> None:
    [body], [upload] = _old(uploads, draw, 2)
    more = [uploads.transaction_body(draw) for _ in range(3)]
    path, ids = (upload.user, upload.account), [each["transactionId"] for each in more]
    given(uploader.call("uploadTransactions", *path, json=more))
    before = held(uploader, upload)
    if operation_id == "deleteTransactions":
        given(uploader.call(operation_id, *path, json={"ids": ids}))
    else:
        given(_delete(uploader, [upload], operation_id))
        given(uploader.call("uploadAccounts", upload.user, json=[body]))

    answer = uploader.call("uploadTransactions", *path, json=more)

    ensure_success(answer)
    wanted = set(part(before, upload, "transactions"))
    seen = set(part(after(uploader, upload.user), upload, "transactions"))
    ensure_looks(wanted, seen, "all that was uploaded", by=answer)


@requirement("UB-DEL-11")
def test_the_ids_of_a_deleted_user_can_be_uploaded_again(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    [body], [upload] = _old(uploads, draw, 1)
    held(uploader, upload)
    given(uploader.call("deleteUser", upload.user))
    user = uploads.user()

    answer = uploader.call("uploadAccounts", user, json=body | {"transactions": []})

    ensure_success(answer)
    ensure_looks({}, part(after(uploader, user), upload, "transactions"), "none", by=answer)
