"""Deleting transactions: exactly those that are named; their account stays."""

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import ensure_status, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import NOTHING, Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.suite.user_banking.attempts import Attempt
from sandbank_conformance.suite.user_banking.batches import ALMOST_ALL, Batch, named_of_four
from sandbank_conformance.suite.user_banking.looks import (
    after,
    all_or_nothing,
    ensure_looks,
    ensure_untouched,
    held,
    part,
    without_transactions,
)
from sandbank_conformance.suite.user_banking.neighbours import Settle, settled
from sandbank_conformance.suite.user_banking.vaults import Vault
from sandbank_conformance.uploads import Upload, Uploads


def _delete(uploader: Uploader, upload: Upload, *ids: str) -> Exchange:
    return uploader.call("deleteTransactions", upload.user, upload.account, json={"ids": [*ids]})


@smoke
@named_of_four
@requirement("UB-DEL-03")
def test_exactly_the_named_transactions_are_deleted(
    uploader: Uploader, uploads: Uploads, draw: Draw, named: list[int]
) -> None:
    upload = uploads.account(draw, transactions=4, balance=draw.amount(), owner="Verify")
    ids = [upload.transactions[each] for each in named]
    before = held(uploader, upload)

    answer = _delete(uploader, upload, *ids)

    seen = after(uploader, upload.user)
    left = without_transactions(before, upload.account, ids)
    also = all_or_nothing(ids, part(seen, upload, "transactions"))
    ensure_looks(left, seen, f"{len(ids)} of 4 gone", by=answer, also=also)


@requirement("UB-DEL-03")
def test_deleting_a_transaction_leaves_those_that_say_the_same(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    said = uploads.transaction_body(draw)
    bodies = [said | {"transactionId": f"tx-{draw.word()}"} for _ in range(3)]
    body = uploads.account_body(draw) | {"transactions": bodies}
    upload = uploads.upload(uploads.user(), body)
    before = held(uploader, upload)

    answer = _delete(uploader, upload, upload.transactions[1])

    left = without_transactions(before, upload.account, [upload.transactions[1]])
    ensure_looks(left, after(uploader, upload.user), "the other two", by=answer)


@settled
@requirement("UB-DEL-03")
def test_deleting_a_transaction_leaves_all_others(
    uploader: Uploader, uploads: Uploads, draw: Draw, settle: Settle
) -> None:
    upload, other = settle(uploads, draw)
    before, others = held(uploader, upload), held(uploader, other)

    answer = _delete(uploader, upload, upload.transactions[0])

    left = without_transactions(before, upload.account, [upload.transactions[0]])
    ensure_looks(left, after(uploader, upload.user), "all else as before", by=answer)
    ensure_untouched(others, after(uploader, other.user), by=answer)


@requirement("UB-DEL-03")
def test_deleting_a_transaction_leaves_those_whose_ids_are_like_it(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    name = f"tx-{draw.word()}"
    ids = (name, f"{name}0", name[:-1], f"0{name}", name.upper())
    body = uploads.account_body(draw) | {
        "transactions": [uploads.transaction_body(draw, transactionId=each) for each in ids]
    }
    upload = uploads.upload(uploads.user(), body)
    before = held(uploader, upload)

    answer = _delete(uploader, upload, name)

    left = without_transactions(before, upload.account, [name])
    ensure_looks(left, after(uploader, upload.user), "the other four", by=answer)


@requirement("UB-DEL-03")
def test_transactions_beyond_the_first_page_are_deleted(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw, transactions=101)
    before = held(uploader, upload)
    last = list(before[upload.account]["transactions"])[-2:]

    answer = _delete(uploader, upload, *last)

    left = without_transactions(before, upload.account, last)
    ensure_looks(left, after(uploader, upload.user), "the last two of 101 gone", by=answer)


@requirement("UB-DEL-03")
def test_a_deleted_transaction_is_not_brought_back(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)
    gone = upload.transactions[0]
    old = part(held(uploader, upload), upload, "transactions")[gone].get("amount")
    given(_delete(uploader, upload, gone))

    for each in _calls_beside_it(upload, uploads, draw):
        answer = each.by(uploader)

        seen = part(after(uploader, upload.user), upload, "transactions")
        back = {gone: old} if seen.get(gone, {}).get("amount", NOTHING) == old else {}
        ensure_looks({}, back, f"nothing of the old transaction {gone}", by=answer)


def _calls_beside_it(upload: Upload, uploads: Uploads, draw: Draw) -> list[Attempt]:
    """Calls that might find a transaction again that was deleted."""
    path, gone = (upload.user, upload.account), upload.transactions[0]
    renamed = {"accountId": upload.account, "name": "Changed"}
    return [
        Attempt("changeTransactions", path, {"transactionId": gone, "purpose": "Changed"}),
        Attempt("uploadTransactions", path, uploads.transaction_body(draw)),
        Attempt("changeAccounts", path[:1], renamed),
    ]


@requirement("UB-DEL-03")
def test_an_uploaded_transaction_beside_fetched_ones_is_deleted(mixed: Vault) -> None:
    uploaded = mixed.uploaded()

    answer = mixed.call("deleteTransactions", {"ids": [uploaded]})

    ensure_looks(mixed.transactions, mixed.now(), "the transactions from before", by=answer)


@requirement("UB-DEL-03")
def test_no_id_stands_for_all_transactions(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    Batch(uploader, uploads, draw, "deleteTransactions").ensure_none_deletes(ALMOST_ALL)


@requirement("UB-DEL-03", level="profile")
def test_deleting_transactions_answers_204(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)

    answer = _delete(uploader, upload, *upload.transactions)

    ensure_status(answer, 204)
