"""Deleting by ids: all of them or none."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from sandbank_conformance.conditions import ensure, ensure_status, ensure_success, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.suite.user_banking.batches import Batch
from sandbank_conformance.suite.user_banking.looks import (
    after,
    ensure_looks,
    ensure_untouched,
    held,
)
from sandbank_conformance.suite.user_banking.rows import Row, ensure_each
from sandbank_conformance.suite.user_banking.vaults import Vault
from sandbank_conformance.uploads import Upload

MOST = 500  # ids of one deletion


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled(Upload):
    """An account, one beside it, and one of another user."""

    beside: Upload
    abroad: Upload


def _settled(batch: Batch) -> Settled:
    upload, abroad = batch.account(), batch.account()
    beside = batch.made.account(batch.draw, user=upload.user, transactions=1)
    return Settled(
        user=upload.user,
        account=upload.account,
        number=upload.number,
        transactions=upload.transactions,
        beside=beside,
        abroad=abroad,
    )


def _foreign(batch: Batch, it: Settled) -> dict[str, str]:
    """Ids that a deletion does not reach, by whose they are."""
    kind = it.beside.transactions[0] if batch.is_of_accounts else it.beside.account
    return {
        "nobody's": "never-uploaded",
        "another user's": batch.ids(it.abroad)[0],
        "a transaction of another account": it.beside.transactions[0],
        "of the other kind": kind,
    }


@smoke
@requirement("UB-DEL-08")
def test_one_id_that_is_not_known_here_answers_404_and_deletes_nothing(batch: Batch) -> None:
    def act(whose: str, before: bool, it: Settled) -> Exchange:
        known, other = batch.ids(it), [_foreign(batch, it)[whose]]
        ids = [*other, *known] if before else [*known, *other]
        answer = batch.send(it, json={"ids": ids})
        _ensure_named(answer, *other)
        return answer

    row = Row(keeper=batch.uploader, make=lambda: _settled(batch))
    whose = ("nobody's", "another user's", "a transaction of another account", "of the other kind")
    acts = {each: partial(act, each, False) for each in whose}

    answers = row.ensure_kept(acts | {"nobody's, the first": partial(act, "nobody's", True)})

    ensure_each(answers, 404)


@requirement("UB-DEL-08")
def test_every_unknown_id_is_named(batch: Batch, draw: Draw) -> None:
    unknown = [f"never-{draw.word()}" for _ in range(3)]
    upload = batch.account()

    answer = batch.send(upload, json={"ids": unknown})

    _ensure_named(answer, *unknown)


def _ensure_named(answer: Exchange, *ids: str) -> None:
    message = str(answer.at("/message"))
    ensure(
        all(each in message for each in ids),
        expected=f"a message that names {', '.join(ids)}",
        received=told(answer),
        exchange=answer,
    )


@requirement("UB-DEL-08")
def test_a_fetched_transaction_answers_403_and_nothing_is_deleted(mixed: Vault) -> None:
    fetched = mixed.held.fetched[0]

    _ensure_none_deleted(mixed, mixed.seen, "deleteTransactions", [mixed.beside, fetched])
    _ensure_none_deleted(mixed, mixed.seen, "deleteTransactions", [fetched])


@requirement("UB-DEL-08")
def test_an_account_with_fetched_data_answers_403_and_none_is_deleted(vault: Vault) -> None:
    other = vault.made.account(vault.draw, user=vault.user, transactions=1)
    before, fetched = held(vault.uploader, other), vault.held.account

    _ensure_none_deleted(vault, before, "deleteAccounts", [other.account, fetched])
    _ensure_none_deleted(vault, before, "deleteAccounts", [fetched])


def _ensure_none_deleted(vault: Vault, before: Any, operation_id: str, ids: list[str]) -> None:
    """Of ids the last of which was fetched."""
    answer = vault.call(operation_id, {"ids": ids})

    ensure_status(answer, 403)
    _ensure_named(answer, ids[-1])
    ensure_untouched(before, after(vault.uploader, vault.user), by=answer)


@pytest.mark.parametrize("times", [2, MOST])
@requirement("UB-DEL-08")
def test_an_id_that_comes_more_than_once_counts_once(batch: Batch, times: int) -> None:
    upload = batch.account()
    beside = batch.made.account(batch.draw, user=upload.user)
    before = _ids(held(batch.uploader, upload))
    first = batch.ids(upload)[0]

    answer = batch.send(upload, json={"ids": [first] * times})

    if answer.refused:
        ensure_untouched(before, _ids(after(batch.uploader, beside.user)), by=answer)
    ensure_success(answer)
    left = {each for each in before if first not in each}
    seen = _ids(after(batch.uploader, beside.user))
    if seen != left:  # that it is shown once more is another matter
        seen = _ids(after(batch.uploader, beside.user))
    ensure_looks(left, seen, "that one gone, and no other", by=answer)


def _ids(seen: object) -> set[tuple[str, ...]]:
    """The ids of accounts and transactions, each with those that it belongs to."""
    accounts = seen if isinstance(seen, dict) else {}
    return {
        *((account,) for account in accounts),
        *((account, each) for account, it in accounts.items() for each in it["transactions"]),
    }


@requirement("UB-DEL-08")
def test_more_than_500_ids_answer_400_and_delete_nothing(batch: Batch) -> None:
    upload = batch.account()
    before = held(batch.uploader, upload)

    answer = batch.send(upload, json={"ids": [batch.ids(upload)[0]] * (MOST + 1)})

    ensure_status(answer, 400)
    ensure_untouched(before, after(batch.uploader, upload.user), by=answer)
