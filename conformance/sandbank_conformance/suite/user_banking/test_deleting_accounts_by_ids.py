"""Deleting accounts by their ids: exactly those that are named."""

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import ensure_status, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.suite.user_banking.batches import ALMOST_ALL, Batch, named_of_four
from sandbank_conformance.suite.user_banking.looks import (
    LOOKS,
    Seen,
    after,
    all_or_nothing,
    ensure_gone,
    ensure_looks,
    ensure_untouched,
    held,
    without_accounts,
)
from sandbank_conformance.suite.user_banking.neighbours import Settle, settled
from sandbank_conformance.uploads import Uploads


@smoke
@named_of_four
@requirement("UB-DEL-02")
def test_exactly_the_named_accounts_are_deleted(
    uploader: Uploader, uploads: Uploads, draw: Draw, named: list[int]
) -> None:
    alike = {"balance": draw.amount(), "name": draw.word()}
    bodies = [uploads.account_body(draw, transactions=1) | alike for _ in range(4)]
    four = uploads.several(uploads.user(), bodies)
    user, ids = four[0].user, [four[each].account for each in named]
    before = held(uploader, four[0])

    answer = uploader.call("deleteAccounts", user, json={"ids": ids})

    seen = after(uploader, user)
    left = without_accounts(before, ids)
    also = all_or_nothing(ids, seen)
    ensure_looks(left, seen, f"{len(ids)} of 4 accounts gone", by=answer, also=also)


@pytest.mark.parametrize("seen", LOOKS)
@requirement("UB-DEL-02")
def test_every_deleted_account_is_gone(
    uploader: Uploader, uploads: Uploads, draw: Draw, seen: Seen
) -> None:
    bodies = [uploads.account_body(draw, transactions=2) for _ in range(3)]
    three = uploads.several(uploads.user(), bodies)
    for each in three:
        given(seen(uploader, each))

    ids = [each.account for each in three]
    uploader.call("deleteAccounts", three[0].user, json={"ids": ids})

    for each in three:
        ensure_gone(each, seen(uploader, each))


@settled
@requirement("UB-DEL-02")
def test_deleting_accounts_by_ids_leaves_all_others(
    uploader: Uploader, uploads: Uploads, draw: Draw, settle: Settle
) -> None:
    upload, other = settle(uploads, draw)
    before, others = held(uploader, upload), held(uploader, other)

    answer = uploader.call("deleteAccounts", upload.user, json={"ids": [upload.account]})

    left = without_accounts(before, [upload.account])
    ensure_looks(left, after(uploader, upload.user), "the other accounts as before", by=answer)
    ensure_untouched(others, after(uploader, other.user), by=answer)


@requirement("UB-DEL-02")
def test_no_id_stands_for_all_accounts(uploader: Uploader, uploads: Uploads, draw: Draw) -> None:
    Batch(uploader, uploads, draw, "deleteAccounts").ensure_none_deletes(ALMOST_ALL)


@requirement("UB-DEL-02", level="profile")
def test_deleting_accounts_by_ids_answers_204(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)

    answer = uploader.call("deleteAccounts", upload.user, json={"ids": [upload.account]})

    ensure_status(answer, 204)
