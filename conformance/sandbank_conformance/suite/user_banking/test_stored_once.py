"""A transaction that comes more than once is stored once."""

from threading import Barrier, Thread
from typing import Any

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import NotTestable, ensure, ensure_status
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.readings import listed_transactions
from sandbank_conformance.suite.user_banking.looks import after, ensure_looks, held
from sandbank_conformance.uploads import Upload, Uploads


def _ensure_once(uploader: Uploader, upload: Upload, transaction: str, *, by: Exchange) -> None:
    """Once if the upload succeeded, and never twice."""
    listed = [
        each["transactionId"] for each in listed_transactions(uploader, upload.user, upload.account)
    ]
    others = [each for each in listed if each != transaction]
    if len(set(others)) < len(others):
        raise NotTestable("a list that shows once what was uploaded once")
    times = listed.count(transaction)
    ensure(
        times == 1 or (times == 0 and by.refused),
        expected=f"the transaction {transaction} once",
        received=f"{times} times in the list",
        exchange=by,
    )


@smoke
@pytest.mark.parametrize("changed", [False, True], ids=["as it was", "with other values"])
@requirement("UB-UP-02")
def test_a_transaction_uploaded_again_is_stored_once(
    uploader: Uploader, uploads: Uploads, draw: Draw, changed: bool
) -> None:
    upload = uploads.account(draw)
    held(uploader, upload)
    first = upload.transactions[0]
    bodies = [uploads.transaction_body(draw, transactionId=first) for _ in range(2)]
    path = (upload.user, upload.account)
    uploader.call("uploadTransactions", *path, json=bodies[0])

    answer = uploader.call("uploadTransactions", *path, json=bodies[changed])

    _ensure_once(uploader, upload, first, by=answer)


@requirement("UB-UP-02")
def test_a_transaction_that_is_twice_in_an_upload_is_stored_once(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)
    body = uploads.transaction_body(draw)

    path = (upload.user, upload.account)
    answer = uploader.call("uploadTransactions", *path, json=[body, body])

    _ensure_once(uploader, upload, body["transactionId"], by=answer)


@requirement("UB-UP-02")
def test_a_transaction_that_is_twice_in_an_account_is_stored_once(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)
    same = {"accountId": upload.account, "accountNumber": upload.number}
    body = uploads.account_body(draw, transactions=1) | same
    first = body["transactions"][0]

    answer = uploader.call(
        "uploadAccounts", upload.user, json=body | {"transactions": [first, first]}
    )

    _ensure_once(uploader, upload, first["transactionId"], by=answer)


@requirement("UB-UP-02")
def test_a_transaction_uploaded_twice_at_once_is_stored_once(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)
    body = uploads.transaction_body(draw)
    answers: list[Exchange] = []
    start = Barrier(2)

    def send() -> None:
        start.wait()
        path = (upload.user, upload.account)
        answers.append(uploader.call("uploadTransactions", *path, json=body))

    _at_once(send)

    best = min(answers, key=lambda each: each.status)
    _ensure_once(uploader, upload, body["transactionId"], by=best)


def _at_once(send: Any) -> None:
    threads = [Thread(target=send) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


@pytest.mark.parametrize("many", [False, True], ids=["one", "in an array"])
@requirement("UB-UP-02", level="profile")
def test_a_transaction_uploaded_again_keeps_its_first_values(
    uploader: Uploader, uploads: Uploads, draw: Draw, many: bool
) -> None:
    upload = uploads.account(draw)
    before = held(uploader, upload)
    again = [uploads.transaction_body(draw, transactionId=each) for each in upload.transactions]

    path = (upload.user, upload.account)
    answer = uploader.call("uploadTransactions", *path, json=again if many else again[0])

    ensure_status(answer, 201)
    ensure_looks(before, after(uploader, upload.user), "the first values", by=answer)
