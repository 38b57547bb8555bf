"""Deleting by ids: all of them or none."""

from collections.abc import Callable

import pytest

from sandbank_conformance.conditions import ensure, ensure_status, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement
from sandbank_conformance.suite.user_banking.batches import Batch
from sandbank_conformance.suite.user_banking.fetched import Vault
from sandbank_conformance.suite.user_banking.looks import (
    after,
    ensure_looks,
    ensure_untouched,
    held,
    look,
    without_accounts,
    without_transactions,
)
from sandbank_conformance.uploads import Upload, Uploads

MOST = 500  # ids of one deletion


Foreign = Callable[[Batch, Uploads, Draw], str]  # an id that this deletion does not reach


def _unknown(_: Batch, _made: Uploads, draw: Draw) -> str:
    return f"never-{draw.word()}"


def _of_another_user(batch: Batch, made: Uploads, draw: Draw) -> str:
    return _first_id(batch, made.account(draw))


def _of_the_other_kind(batch: Batch, made: Uploads, draw: Draw) -> str:
    other = made.account(draw, user=batch.upload.user)
    return other.transactions[0] if batch.operation_id == "deleteAccounts" else other.account


def _of_another_account(batch: Batch, made: Uploads, draw: Draw) -> str:
    other = made.account(draw, user=batch.upload.user)
    return other.transactions[0]


def _first_id(batch: Batch, upload: Upload) -> str:
    return Batch(batch.uploader, upload, batch.operation_id).ids[0]


FOREIGN = [
    pytest.param(_unknown, id="an unknown id"),
    pytest.param(_of_another_user, id="an id of another user"),
    pytest.param(_of_another_account, id="a transaction of another account"),
    pytest.param(_of_the_other_kind, id="an id of the other kind"),
]


@pytest.mark.parametrize("foreign", FOREIGN)
@requirement("UB-DEL-08")
def test_one_id_that_is_not_known_here_answers_404_and_deletes_nothing(
    batch: Batch, uploads: Uploads, draw: Draw, foreign: Foreign
) -> None:
    other = foreign(batch, uploads, draw)
    before = held(batch.uploader, batch.upload)

    answer = batch.send(json={"ids": [*batch.ids, other]})

    ensure_status(answer, 404)
    _ensure_named(answer, other)
    ensure_untouched(before, after(batch.uploader, batch.upload.user), by=answer)


@requirement("UB-DEL-08")
def test_an_unknown_id_before_a_known_one_deletes_nothing(batch: Batch, draw: Draw) -> None:
    before = held(batch.uploader, batch.upload)

    answer = batch.send(json={"ids": [f"never-{draw.word()}", *batch.ids]})

    ensure_status(answer, 404)
    ensure_untouched(before, after(batch.uploader, batch.upload.user), by=answer)


@requirement("UB-DEL-08")
def test_every_unknown_id_is_named(batch: Batch, draw: Draw) -> None:
    unknown = [f"never-{draw.word()}" for _ in range(3)]

    answer = batch.send(json={"ids": unknown})

    _ensure_named(answer, *unknown)


@requirement("UB-DEL-08")
def test_one_fetched_transaction_answers_403_and_deletes_nothing(mixed: Vault) -> None:
    uploaded, fetched = mixed.uploaded(), mixed.held.fetched[0]
    before = look(mixed.uploader, mixed.held.user)

    answer = mixed.call("deleteTransactions", {"ids": [uploaded, fetched]})

    ensure_status(answer, 403)
    _ensure_named(answer, fetched)
    ensure_untouched(before, after(mixed.uploader, mixed.held.user), by=answer)


@requirement("UB-DEL-08")
def test_one_account_with_fetched_data_answers_403_and_deletes_nothing(vault: Vault) -> None:
    other = vault.made.account(vault.draw, user=vault.held.user)
    before = held(vault.uploader, other)

    answer = vault.call("deleteAccounts", {"ids": [other.account, vault.held.account]})

    ensure_status(answer, 403)
    _ensure_named(answer, vault.held.account)
    ensure_untouched(before, after(vault.uploader, vault.held.user), by=answer)


def _ensure_named(answer: Exchange, *ids: str) -> None:
    message = str(answer.at("/message"))
    ensure(
        all(each in message for each in ids),
        expected=f"a message that names {', '.join(ids)}",
        received=told(answer),
        exchange=answer,
    )


@pytest.mark.parametrize("times", [2, MOST], ids=["twice", "500 times"])
@requirement("UB-DEL-08")
def test_an_id_that_comes_again_counts_once(batch: Batch, times: int) -> None:
    before = held(batch.uploader, batch.upload)
    first = batch.ids[0]

    answer = batch.send(json={"ids": [first] * times})

    ensure_status(answer, 204)
    if batch.operation_id == "deleteAccounts":
        left = without_accounts(before, [first])
    else:
        left = without_transactions(before, batch.upload.account, [first])
    ensure_looks(left, after(batch.uploader, batch.upload.user), "one gone", by=answer)


@requirement("UB-DEL-08")
def test_more_than_500_ids_answer_400_and_delete_nothing(batch: Batch) -> None:
    before = held(batch.uploader, batch.upload)

    answer = batch.send(json={"ids": [batch.ids[0]] * (MOST + 1)})

    ensure_status(answer, 400)
    ensure_untouched(before, after(batch.uploader, batch.upload.user), by=answer)
