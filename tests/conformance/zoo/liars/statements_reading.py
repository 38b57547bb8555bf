"""Servers where what was posted cannot be read on from the last id, or from `next`."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.domain.statements import Statement
from sandbank_server.domain.transactions import BankTransaction
from sandbank_server.service import processing, transactions
from sandbank_server.service.keys import transaction_key
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.reach import AccountPath
from sandbank_server.service.transactions import PAGE_SIZE, Span, TransactionPage
from zoo.animals import liar
from zoo.liars.calls_again import forgetting
from zoo.shown import altered

Patch = pytest.MonkeyPatch

GAP = 3


def _paged(patch: Patch, change: Callable[[Sandbox, TransactionPage], TransactionPage]) -> None:
    real = transactions.page

    def page(sandbox: Sandbox, caller: Any, path: AccountPath, asked: Span) -> TransactionPage:
        return change(sandbox, real(sandbox, caller, path, asked))

    patch.setattr(transactions, "page", page)


def _numbering(patch: Patch, number: Callable[[int], tuple[int, int]]) -> None:
    """Gives other ids: by the last id before a statement its first id, and the step to the next."""
    real = processing.process

    def process(sandbox: Sandbox, statement: Statement) -> Statement:
        table, owner = sandbox.store.transactions, statement.bank_account_id
        last = _last(sandbox, owner)
        ended = real(sandbox, statement)
        came = table.find("account", owner, start=(last + 1,))
        for each in came:
            table.remove(transaction_key(owner, each.transaction_id))
        first, step = number(last)
        for place, each in enumerate(came):
            table.put(replace(each, transaction_id=first + place * step))
        after = sandbox.store.bank_accounts.get(owner)
        if came and after is not None:
            highest = max(last, first + (len(came) - 1) * step)
            sandbox.store.bank_accounts.put(replace(after, last_transaction_id=highest))
        return ended

    patch.setattr(processing, "process", process)


def _last(sandbox: Sandbox, bank_account_id: str) -> int:
    account = sandbox.store.bank_accounts.get(bank_account_id)
    return account.last_transaction_id if account else 0


def _shown_as(patch: Patch, number: Callable[[int, int, int], int]) -> None:
    """Shows other ids: made of the right one, the first of its statement, and the how manieth."""
    begun: dict[str, list[int]] = {}  # the first id of each statement of a bank account
    real = processing.process

    def process(sandbox: Sandbox, statement: Statement) -> Statement:
        if statement.transactions:
            first = _last(sandbox, statement.bank_account_id) + 1
            begun.setdefault(statement.bank_account_id, []).append(first)
        return real(sandbox, statement)

    def renumber(each: BankTransaction) -> BankTransaction:
        right = each.transaction_id
        before = [first for first in begun.get(each.bank_account_id, ()) if first <= right]
        if not before:
            return each
        return altered(each, transaction_id=number(right, before[-1], len(before)))

    def change(_: Sandbox, page: TransactionPage) -> TransactionPage:
        return replace(page, transactions=tuple(map(renumber, page.transactions)))

    patch.setattr(processing, "process", process)
    _paged(patch, change)
    forgetting(patch, begun)


@liar("CON-TX-01")
def every_statement_is_numbered_from_one(patch: Patch) -> None:
    """The transactions of each statement have the ids 1, 2, 3."""
    _shown_as(patch, lambda right, first, _: right - first + 1)


@liar("CON-TX-01")
def a_statement_begins_with_the_last_id_there_is(patch: Patch) -> None:
    """The first transaction of a statement has the id of the last one before it."""
    _shown_as(patch, lambda right, _first, number: right - number)


@liar("CON-TX-01")
def every_second_statement_is_numbered_below_the_one_before(patch: Patch) -> None:
    """Ids are given out in blocks of 2,000, and every second block lies below the last."""
    blocks = [0]

    def number(last: int) -> tuple[int, int]:
        blocks[0] += 1
        return (last + 2001, 1) if blocks[0] % 2 else (last - 1999, 1)

    _numbering(patch, number)


@liar("CON-TX-01")
def pages_go_on_by_count_though_ids_have_gaps(patch: Patch) -> None:
    """Every third number is an id of what is posted, and `next` counts on without gaps."""
    _numbering(patch, lambda last: (last + GAP, GAP))

    def change(_: Sandbox, page: TransactionPage) -> TransactionPage:
        onward = page.next_index and page.asked.start_index + len(page.transactions)
        return replace(page, next_index=onward)

    _paged(patch, change)


@liar("CON-TX-01")
def what_follows_a_page_is_lost_in_a_gap(patch: Patch) -> None:
    """Every third number is an id of what is posted, and `next` oversteps one transaction."""
    _numbering(patch, lambda last: (last + GAP, GAP))

    def change(_: Sandbox, page: TransactionPage) -> TransactionPage:
        return replace(page, next_index=page.next_index and page.next_index + GAP)

    _paged(patch, change)


@liar("CON-TX-01")
def the_last_transaction_comes_when_there_is_nothing_new(patch: Patch) -> None:
    """Who reads on beyond the end is served the last transaction once more."""

    def change(sandbox: Sandbox, page: TransactionPage) -> TransactionPage:
        if page.transactions or page.asked.end_index is not None:
            return page
        table, owner = sandbox.store.transactions, page.account.bank_account_id
        last = table.find("account", owner, start=(page.account.last_transaction_id,))
        return replace(page, transactions=tuple(last))

    _paged(patch, change)


@liar("CON-TX-01")
def nothing_new_is_remembered(patch: Patch) -> None:
    """Who has asked for what comes next when there was nothing is told so for ever."""
    remembered: set[tuple[str, Span]] = set()

    def change(_: Sandbox, page: TransactionPage) -> TransactionPage:
        key = (page.account.bank_account_id, page.asked)
        if not page.transactions and page.asked != Span():
            remembered.add(key)
        known = key in remembered
        return replace(page, transactions=(), next_index=None) if known else page

    _paged(patch, change)
    forgetting(patch, remembered)


@liar("CON-TX-01")
def the_last_transaction_of_a_long_statement_waits_for_the_next(patch: Patch) -> None:
    """Of more than 100 transactions the last is served only when another statement has come."""
    newest: dict[str, int] = {}
    real = processing.process

    def process(sandbox: Sandbox, statement: Statement) -> Statement:
        ended = real(sandbox, statement)
        owner = statement.bank_account_id
        if statement.transactions:
            newest.pop(owner, None)
        if len(statement.transactions) > PAGE_SIZE:
            newest[owner] = _last(sandbox, owner)
        return ended

    def change(_: Sandbox, page: TransactionPage) -> TransactionPage:
        held_back = newest.get(page.account.bank_account_id)
        kept = tuple(each for each in page.transactions if each.transaction_id != held_back)
        return replace(page, transactions=kept)

    patch.setattr(processing, "process", process)
    _paged(patch, change)
    forgetting(patch, newest)


@liar("CON-TX-01")
def the_newest_thousand_transactions_are_served(patch: Patch) -> None:
    """Of a bank account that holds more than 1,000 transactions older ones are not served."""

    def change(sandbox: Sandbox, page: TransactionPage) -> TransactionPage:
        table, owner = sandbox.store.transactions, page.account.bank_account_id
        older = table.count("account", owner) - 1000
        if older <= 0:
            return page
        [oldest] = table.find("account", owner, offset=older, limit=1)
        first = oldest.transaction_id
        kept = tuple(each for each in page.transactions if each.transaction_id >= first)
        return replace(page, transactions=kept)

    _paged(patch, change)
