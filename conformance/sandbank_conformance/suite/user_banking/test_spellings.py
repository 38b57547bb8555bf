"""Ids that are nearly the same: what is done to one of them is not done to the other."""

from collections.abc import Callable
from typing import Any

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import ensure_status, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement
from sandbank_conformance.readings import afterwards, upload_transactions
from sandbank_conformance.suite.user_banking.looks import (
    after,
    ensure_looks,
    ensure_untouched,
    held,
)
from sandbank_conformance.suite.user_banking.spellings import Spell, spelt, spelt_plainly
from sandbank_conformance.uploads import Upload, Uploads

Pair = tuple[Upload, Upload]
Act = Callable[[], Exchange]


def _accounts(uploads: Uploads, draw: Draw, spell: Spell) -> Pair:
    """Two accounts of a user."""
    bodies = [
        uploads.account_body(draw, transactions=2) | {"accountId": each} for each in spell(draw)
    ]
    one, two = uploads.several(uploads.user(), bodies)
    return one, two


def _transactions(uploads: Uploads, draw: Draw, *ids: str) -> Upload:
    """Transactions of an account."""
    bodies = [uploads.transaction_body(draw, transactionId=each) for each in ids]
    return uploads.upload(uploads.user(), uploads.account_body(draw) | {"transactions": bodies})


def _seen(uploader: Uploader, upload: Upload) -> dict[str, Any]:
    """An account and its transactions: of others that are gone, other checks tell."""
    listed = uploader.client.items(given(uploader.call("listAccounts", upload.user)), "")
    shown = upload_transactions(uploader, upload.user, upload.account)
    return {
        "accounts": [
            {name: each.get(name) for name in ("name", "accountNumber")}
            for each in listed
            if each.get("accountId") == upload.account
        ],
        "transactions": {
            key: {name: each.get(name) for name in ("amount", "purpose")}
            for key, each in shown.items()
        },
    }


def _ensure_left(uploader: Uploader, one: Upload, *acts: Act) -> None:
    """An account is as before after each of the calls."""
    before = _seen(uploader, one)
    for act in acts:
        answer = act()
        seen = afterwards(_seen, uploader, one)
        ensure_looks(before, seen, f"{one.account!r} as before", by=answer)


@spelt
@requirement("UB-DEL-01")
def test_deleting_an_account_leaves_the_one_spelt_otherwise(
    uploader: Uploader, uploads: Uploads, draw: Draw, spell: Spell
) -> None:
    one, two = _accounts(uploads, draw, spell)
    held(uploader, one), held(uploader, two)

    def delete() -> Exchange:
        return uploader.call("deleteAccount", two.user, two.account)

    _ensure_left(uploader, one, delete, delete)


@spelt
@requirement("UB-DEL-02")
def test_deleting_accounts_by_ids_leaves_those_spelt_otherwise(
    uploader: Uploader, uploads: Uploads, draw: Draw, spell: Spell
) -> None:
    one, two = _accounts(uploads, draw, spell)
    held(uploader, one), held(uploader, two)

    def delete() -> Exchange:
        return uploader.call("deleteAccounts", two.user, json={"ids": [two.account]})

    _ensure_left(uploader, one, delete, delete)


@spelt
@requirement("UB-DEL-03")
def test_deleting_transactions_leaves_those_spelt_otherwise(
    uploader: Uploader, uploads: Uploads, draw: Draw, spell: Spell
) -> None:
    one, two = spell(draw)
    upload = _transactions(uploads, draw, one, two)
    kept = held(uploader, upload)[upload.account]["transactions"][one]
    path = (upload.user, upload.account)

    for _ in range(2):  # the second time there is only the other one to be found
        answer = uploader.call("deleteTransactions", *path, json={"ids": [two]})

        seen = after(uploader, upload.user)
        shown = seen[upload.account]["transactions"] if isinstance(seen, dict) else {}
        ensure_looks(kept, shown.get(one), f"the transaction {one!r} as before", by=answer)


@spelt
@requirement("UB-UP-03")
def test_changing_an_account_leaves_the_one_spelt_otherwise(
    uploader: Uploader, uploads: Uploads, draw: Draw, spell: Spell
) -> None:
    one, two = _accounts(uploads, draw, spell)
    held(uploader, one), held(uploader, two)

    def change() -> Exchange:
        renamed = {"accountId": two.account, "name": "Changed"}
        return uploader.call("changeAccounts", two.user, json=renamed)

    _ensure_left(uploader, one, change)


@spelt
@requirement("UB-UP-03")
def test_changing_a_transaction_leaves_the_one_spelt_otherwise(
    uploader: Uploader, uploads: Uploads, draw: Draw, spell: Spell
) -> None:
    one, two = spell(draw)
    upload = _transactions(uploads, draw, one, two)
    kept = held(uploader, upload)[upload.account]["transactions"][one]
    change = {"transactionId": two, "purpose": "Changed"}

    answer = uploader.call("changeTransactions", upload.user, upload.account, json=change)

    seen = after(uploader, upload.user)
    shown = seen[upload.account]["transactions"] if isinstance(seen, dict) else {}
    ensure_looks(kept, shown.get(one), f"the transaction {one!r} as before", by=answer)


@spelt_plainly
@requirement("UB-UP-01", level="profile")  # a server may hold them to be one id from the start
def test_an_account_does_not_replace_the_one_spelt_otherwise(
    uploader: Uploader, uploads: Uploads, draw: Draw, spell: Spell
) -> None:
    one, two = spell(draw)
    body = uploads.account_body(draw, transactions=1) | {"accountId": one}
    upload = uploads.upload(uploads.user(), body)
    held(uploader, upload)

    def send() -> Exchange:
        other = uploads.account_body(draw, transactions=1) | {"accountId": two}
        return uploader.call(
            "uploadAccounts", upload.user, json=other | {"accountNumber": upload.number}
        )

    _ensure_left(uploader, upload, send)


@spelt
@requirement("UB-DEL-08")
def test_an_id_of_another_spelling_answers_404_and_deletes_nothing(
    uploader: Uploader, uploads: Uploads, draw: Draw, spell: Spell
) -> None:
    one, two = spell(draw)
    body = uploads.account_body(draw) | {"accountId": one}
    bodies = [uploads.transaction_body(draw, transactionId=each) for each in (one, draw.word())]
    upload = uploads.upload(uploads.user(), body | {"transactions": bodies})
    before = held(uploader, upload)

    path = (upload.user, upload.account)
    for operation_id, ids in {"deleteTransactions": path, "deleteAccounts": path[:1]}.items():
        answer = uploader.call(operation_id, *ids, json={"ids": [two]})

        ensure_status(answer, 404)
        ensure_untouched(before, after(uploader, upload.user), by=answer)
