"""Of several things one cannot be: the call is refused, and the others are as they were."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import ensure_unchanged
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement
from sandbank_conformance.suite.user_banking import raids
from sandbank_conformance.suite.user_banking.attempts import Attempt, acts, deletions
from sandbank_conformance.suite.user_banking.raids import by_name
from sandbank_conformance.suite.user_banking.rows import Row
from sandbank_conformance.suite.user_banking.vaults import Vaults
from sandbank_conformance.uploads import Upload, Uploads

ON_FETCHED = by_name(  # calls that need no other before them
    raids.by_its_id,
    raids.beside_an_uploaded_one_that_is_there,
    raids.with_its_account,
    raids.with_its_account_by_id,
    raids.uploading_over_its_account,
    raids.changing_it,
    raids.changing_it_behind_one_that_is_there,
)


def _ensure_unchanged_if_refused(before: Any, seen: Any, *, by: Exchange) -> None:
    if by.refused:
        ensure_unchanged(before, seen, by=by, also=())


@pytest.fixture
def row(uploader: Uploader, uploads: Uploads, draw: Draw) -> Row[Upload]:
    """Calls in a row that change nothing if they are refused."""
    return Row(
        keeper=uploader, make=lambda: uploads.account(draw), hold=_ensure_unchanged_if_refused
    )


def _in_part(made: Uploads, draw: Draw, upload: Upload) -> list[Attempt]:
    """Calls of which the first part is good, and often the last one as well."""
    path, first = (upload.user, upload.account), upload.transactions[0]
    account, transaction = made.account_body(draw, transactions=1), made.transaction_body(draw)
    more, later = made.account_body(draw, transactions=1), made.transaction_body(draw)
    number = {"accountId": upload.account, "accountNumber": draw.digits(9)}
    name = {"accountId": upload.account, "name": "Changed"}
    purpose = {"transactionId": first, "purpose": "Changed"}
    behind = {**purpose, "transactionId": upload.transactions[-1]}
    return [
        Attempt("uploadAccounts", path[:1], [account, {**account, "currency": 7}, more]),
        Attempt(
            "uploadAccounts", path[:1], [account, {**account, **number}, more], "of another number"
        ),
        Attempt("uploadAccounts", path[:1], [{**account, **number}, account], "the number first"),
        Attempt(
            "uploadTransactions", path, [transaction, {**transaction, "amount": "1.00"}, later]
        ),
        Attempt("changeAccounts", path[:1], [name, {**name, "accountId": "never"}]),
        Attempt(
            "changeTransactions", path, [purpose, {**purpose, "transactionId": "never"}, behind]
        ),
        Attempt("deleteAccounts", path[:1], {"ids": [upload.account, 7]}),
        Attempt("deleteTransactions", path, {"ids": [first, "never", upload.transactions[-1]]}),
        Attempt("deleteAccounts", path[:1], {"ids": [upload.account, "never"]}, "of the unknown"),
        Attempt("changeAccounts", path[:1], [name, number], "to another number"),
    ]


@requirement("GEN-02")
def test_a_refused_call_leaves_the_part_that_is_good(
    uploader: Uploader, uploads: Uploads, draw: Draw, row: Row[Upload]
) -> None:
    attempts = partial(_in_part, uploads, draw)

    row.ensure_kept(acts(attempts, _send_by(uploader)))


@requirement("GEN-02")
def test_a_refused_deletion_under_another_user_deletes_nothing(
    uploader: Uploader, uploads: Uploads, row: Row[Upload]
) -> None:
    user = uploads.user()

    def anothers(upload: Upload) -> list[Attempt]:
        return deletions(replace(upload, user=user))

    row.ensure_kept(acts(anothers, _send_by(uploader)))


def _send_by(uploader: Uploader) -> Callable[[Attempt], Exchange]:
    return lambda attempt: attempt.by(uploader)


@requirement("GEN-02")
def test_a_refused_call_on_fetched_data_leaves_what_was_uploaded(all_mixed: Vaults) -> None:
    all_mixed.row(hold=_ensure_unchanged_if_refused).ensure_kept(ON_FETCHED)
