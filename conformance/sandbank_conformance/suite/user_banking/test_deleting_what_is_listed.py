"""Deleting whatever a list shows: no list shows it again.

Most checks delete what they have uploaded and seen. A server that shows something else, and
deletes that no more than what was uploaded, would leave them with nothing to observe.
"""

from collections.abc import Collection

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import NotTestable, ensure, given, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.readings import afterwards, upload_transactions
from sandbank_conformance.suite.user_banking.looks import after, look
from sandbank_conformance.uploads import Uploads


def _need(listed: Collection[str], what: str) -> None:
    if not listed:
        raise NotTestable(f"{what}, listed after it was uploaded")


def _ensure_none(gone: Collection[str], seen: object, *, by: Exchange) -> None:
    shown = [each for each in gone if each in seen] if isinstance(seen, dict) else []
    ensure(
        not shown,
        expected=f"a list without {', '.join(gone)}",
        received=f"{', '.join(shown)} in it, after {told(by)}",
        exchange=by,
    )


@smoke
@requirement("UB-DEL-01")
def test_an_account_that_was_listed_is_not_once_it_is_deleted(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    user = uploads.account(draw).user
    listed = list(look(uploader, user))
    _need(listed, "an account")

    answer = given(uploader.call("deleteAccount", user, listed[0]))

    _ensure_none(listed[:1], after(uploader, user), by=answer)


@smoke
@requirement("UB-DEL-02")
def test_accounts_that_were_listed_are_not_once_they_are_deleted_by_their_ids(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    user = uploads.account(draw).user
    uploads.account(draw, user=user)
    listed = list(look(uploader, user))
    _need(listed, "accounts")

    answer = given(uploader.call("deleteAccounts", user, json={"ids": listed}))

    _ensure_none(listed, after(uploader, user), by=answer)


@smoke
@requirement("UB-DEL-03")
def test_transactions_that_were_listed_are_not_once_they_are_deleted(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)
    place = (uploader, upload.user, upload.account)
    shown = upload_transactions(*place)
    listed = [key for key, each in shown.items() if each.get("fetched") is not True]
    _need(listed, "transactions")

    answer = given(
        uploader.call("deleteTransactions", upload.user, upload.account, json={"ids": listed})
    )

    _ensure_none(listed, afterwards(upload_transactions, *place), by=answer)
