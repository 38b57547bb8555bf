"""Whatever an account or a transaction is like, and however many are named: each is deleted."""

from typing import Any

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import NotTestable, ensure, given, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement
from sandbank_conformance.readings import afterwards, upload_transactions
from sandbank_conformance.suite.user_banking.kinds import (
    ODD,
    accounts_of_all_kinds,
    transactions_of_all_kinds,
)
from sandbank_conformance.suite.user_banking.looks import all_or_nothing
from sandbank_conformance.uploads import Uploads

ACCOUNTS, TRANSACTIONS = 130, 500  # as many as one deletion names; no server has to take more

Kinds = dict[str, str]  # ids by what is special about what they name


def _accounts(uploader: Uploader, user: str) -> list[str]:
    listed = uploader.client.items(given(uploader.call("listAccounts", user)), "")
    return [each["accountId"] for each in listed]


def _all_accounts(uploader: Uploader, uploads: Uploads, draw: Draw, user: str) -> Kinds:
    """Accounts of all the kinds that the target takes, by kind, and one to be kept."""
    bodies = {**accounts_of_all_kinds(uploads, draw), "kept": uploads.account_body(draw)}
    for each in bodies.values():
        uploader.call("uploadAccounts", user, json=each)
    return _there(bodies, "accountId", _accounts(uploader, user))


def _there(bodies: dict[str, dict[str, Any]], name: str, listed: Any) -> Kinds:
    """Those that are listed."""
    found = {kind: str(each[name]) for kind, each in bodies.items() if each[name] in listed}
    if len(found) < 2 or "kept" not in found:
        raise NotTestable(f"what was just uploaded in the list: {len(found)} of {len(bodies)}")
    return found


def _ensure_only(kept: set[str], gone: Kinds, left: Any, *, by: Exchange) -> None:
    """Nothing that was named is left, and nothing else is missing."""
    seen = dict.fromkeys(left) if isinstance(left, list | dict) else {}
    still = [kind for kind, each in gone.items() if each in seen]
    ensure(
        not still and kept <= set(seen),
        expected=f"{len(gone)} gone, and {len(kept)} left",
        received=f"{len(still)} still there: {', '.join(still[:9])}; {len(seen)} left, {told(by)}",
        exchange=by,
        also=all_or_nothing(list(gone.values()), seen) if len(gone) > 1 else (),
    )


@requirement("UB-DEL-01")
def test_an_account_of_any_kind_is_deleted(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    user = uploads.user()
    there = _all_accounts(uploader, uploads, draw, user)
    kept = {*there.values()}

    for kind, account in there.items():
        if kind != "kept":
            answer = uploader.call("deleteAccount", user, account)

            kept.remove(account)
            _ensure_only(kept, {kind: account}, afterwards(_accounts, uploader, user), by=answer)


@requirement("UB-DEL-02")
def test_accounts_of_all_kinds_are_deleted_by_their_ids(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    user = uploads.user()
    gone = _all_accounts(uploader, uploads, draw, user)
    kept = {gone.pop("kept")}

    answer = uploader.call("deleteAccounts", user, json={"ids": list(gone.values())})

    _ensure_only(kept, gone, afterwards(_accounts, uploader, user), by=answer)


@requirement("UB-DEL-03")
def test_transactions_of_all_kinds_are_deleted(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw, transactions=0)
    path = (upload.user, upload.account)
    bodies = {**transactions_of_all_kinds(uploads, draw), "kept": uploads.transaction_body(draw)}
    for each in bodies.values():
        uploader.call("uploadTransactions", *path, json=each)
    gone = _there(bodies, "transactionId", upload_transactions(uploader, *path))
    kept = {gone.pop("kept")}

    answer = uploader.call("deleteTransactions", *path, json={"ids": list(gone.values())})

    _ensure_only(kept, gone, afterwards(upload_transactions, uploader, *path), by=answer)


@requirement("UB-DEL-02")
def test_many_accounts_are_deleted_at_once(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    user = uploads.user()
    made = uploads.several(user, [uploads.account_body(draw) for _ in range(ACCOUNTS + 1)])
    kept, *ids = [each.account for each in made]
    if {kept, *ids} != {*_accounts(uploader, user)}:
        raise NotTestable(f"a list of {len(made)} accounts just uploaded")

    answer = given(uploader.call("deleteAccounts", user, json={"ids": ids}))

    left = afterwards(_accounts, uploader, user)
    _ensure_only({kept}, {each: each for each in ids}, left, by=answer)


@requirement("UB-DEL-03")
def test_many_transactions_are_deleted_at_once(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw, transactions=TRANSACTIONS + 1)
    kept, *ids = upload.transactions
    path = (upload.user, upload.account)
    if {*upload.transactions} != {*upload_transactions(uploader, *path)}:
        raise NotTestable(f"a list of {TRANSACTIONS + 1} transactions just uploaded")

    answer = given(uploader.call("deleteTransactions", *path, json={"ids": ids}))

    left = afterwards(upload_transactions, uploader, *path)
    _ensure_only({kept}, {each: each for each in ids}, left, by=answer)


@requirement("UB-DEL-01")
def test_an_account_is_deleted_whatever_letters_its_id_has(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    user = uploads.user()
    names = [f"{draw.word()}{each}" for each in ODD]
    for each in names:
        uploader.call(
            "uploadAccounts", user, json={**uploads.account_body(draw), "accountId": each}
        )
    there = [each for each in names if uploader.call("getAccount", user, each).succeeded]
    listed = _accounts(uploader, user)
    reached = [each for each in there if each in listed]  # not every server knows all letters
    if not reached:
        raise NotTestable(f"an account that is listed and read; its id is one of {names}")

    for each in reached:
        answer = uploader.call("deleteAccount", user, each)

        listed.remove(each)
        left = afterwards(_accounts, uploader, user)
        _ensure_only({*listed}, {each: each}, left, by=answer)
