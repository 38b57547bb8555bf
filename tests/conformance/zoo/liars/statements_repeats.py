"""Servers that take transactions a second time, or take new ones for repetitions."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import pairwise

import pytest

from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.refusals import Conflict
from sandbank_server.domain.statements import NewStatement, Statement
from sandbank_server.domain.transactions import BankTransaction
from sandbank_server.service import offboarding, statements
from sandbank_server.service.keys import unique_id_key
from sandbank_server.service.ports import Sandbox
from zoo.animals import Answered, Asked, Forward, liar, on_the_wire
from zoo.liars import postings
from zoo.liars.calls_again import forgetting
from zoo.liars.postings import POSTS, data_in, objects, take_repetitions_back, with_data

Patch = pytest.MonkeyPatch
# Whether there is a repetition in a statement.
Repeats = Callable[[Sandbox, NewStatement], object]


def _noticing(patch: Patch, repeats: Repeats) -> None:
    def judge(sandbox: Sandbox, new: NewStatement) -> None:
        if repeats(sandbox, new):
            raise Conflict("PRV-STMT-02", "unique_id_repeated", "A uniqueId counts once.")

    patch.setattr(statements, "_refuse_repeats", judge)
    take_repetitions_back(patch)


def ids_of(new: NewStatement) -> list[str]:
    """The uniqueIds in the order sent."""
    return [each.unique_id for each in new.transactions]


def twice(new: NewStatement) -> bool:
    """Whether a uniqueId comes twice in the statement."""
    return any(count > 1 for count in Counter(ids_of(new)).values())


def held(sandbox: Sandbox, new: NewStatement) -> list[bool]:
    """Which of the transactions have a uniqueId that is held for the account."""
    table = sandbox.store.transactions
    keys = (unique_id_key(new.bank_account_id, each) for each in ids_of(new))
    return [bool(table.count("unique", key)) for key in keys]


@liar("PRV-STMT-02", "PRV-STMT-09")
def a_unique_id_may_come_again_in_another_statement(patch: Patch) -> None:
    """Repetitions are looked for within a statement only."""
    _noticing(patch, lambda _, new: twice(new))


@liar("PRV-STMT-02")
def a_unique_id_may_come_twice_in_a_statement(patch: Patch) -> None:
    """Repetitions are looked for among earlier statements only."""
    _noticing(patch, lambda sandbox, new: any(held(sandbox, new)))


@liar("PRV-STMT-02")
def only_neighbours_of_one_unique_id_are_noticed(patch: Patch) -> None:
    """Within a statement each transaction is compared with the one before it."""

    def repeats(sandbox: Sandbox, new: NewStatement) -> bool:
        return any(held(sandbox, new)) or any(a == b for a, b in pairwise(ids_of(new)))

    _noticing(patch, repeats)


@liar("PRV-STMT-02")
def a_statement_is_a_repetition_when_nothing_in_it_is_new(patch: Patch) -> None:
    """One new transaction is enough for a statement to be taken, what was sent before and all."""

    def repeats(sandbox: Sandbox, new: NewStatement) -> bool:
        return bool(new.transactions) and (all(held(sandbox, new)) or twice(new))

    _noticing(patch, repeats)


@liar("PRV-STMT-02")
def a_repetition_with_another_amount_is_new(patch: Patch) -> None:
    """A transaction is known by `uniqueId` and amount together."""

    def known(sandbox: Sandbox, each: BankTransaction) -> bool:
        key = unique_id_key(each.bank_account_id, each.unique_id)
        found = sandbox.store.transactions.find("unique", key)
        return any(it.transaction_amount == each.transaction_amount for it in found)

    def repeats(sandbox: Sandbox, new: NewStatement) -> bool:
        pairs = {(each.unique_id, each.transaction_amount) for each in new.transactions}
        return len(pairs) < len(new.transactions) or any(
            known(sandbox, each) for each in new.transactions
        )

    _noticing(patch, repeats)


@liar("PRV-STMT-02", "PRV-STMT-09")
def of_two_statements_at_once_neither_is_a_repetition(patch: Patch) -> None:
    """Repetitions are looked for first and stored later, so two calls at once both count."""
    under_way: Counter[bytes] = Counter()

    async def wire(asked: Asked, forward: Forward) -> Answered:
        if not POSTS(asked):
            return await forward(asked)
        body = asked.body
        under_way[body] += 1
        number = under_way[body]
        await asyncio.sleep(0.05)
        try:
            return await forward(_renamed(asked, number) if number > 1 else asked)
        finally:
            await asyncio.sleep(0)
            under_way[body] -= 1

    on_the_wire(patch, wire)


def _renamed(asked: Asked, number: int) -> Asked:
    """A repetition that is not seen as one: nobody ever reads a uniqueId."""
    data = data_in(asked.body)
    sent = objects(data, "transactionDetails")
    if not all(isinstance(each.get("uniqueId"), str) for each in sent):
        return asked
    others = [{**each, "uniqueId": f"{each['uniqueId']}~{number}"} for each in sent]
    return with_data(asked, {**data, "transactionDetails": others}) if others else asked


def _compared_as(patch: Patch, reading: Callable[[str], str]) -> None:
    def repeats(sandbox: Sandbox, new: NewStatement) -> bool:
        known = sandbox.store.transactions.find("account", new.bank_account_id)
        texts = [reading(each) for each in ids_of(new)]
        there = {reading(each.unique_id) for each in known}
        return len(set(texts)) < len(texts) or not there.isdisjoint(texts)

    _noticing(patch, repeats)


@liar("PRV-STMT-02")
def unique_ids_are_one_in_any_case_of_letters(patch: Patch) -> None:
    """`ab-1` is taken for a repetition of `AB-1`."""
    _compared_as(patch, str.lower)


@liar("PRV-STMT-02")
def unique_ids_are_known_by_their_first_twenty_characters(patch: Patch) -> None:
    """The column of uniqueIds cuts them off, and two that begin alike are one."""
    _compared_as(patch, lambda text: text[:20])


def _elsewhere(patch: Patch, reach: Callable[[Sandbox, NewStatement], Iterable[str]]) -> None:
    """Repetitions are looked for in more accounts than one."""

    def repeats(sandbox: Sandbox, new: NewStatement) -> bool:
        keys = {unique_id_key(it, each) for it in reach(sandbox, new) for each in ids_of(new)}
        return twice(new) or any(sandbox.store.transactions.count("unique", key) for key in keys)

    _noticing(patch, repeats)


@liar("PRV-STMT-02")
def a_unique_id_counts_once_for_a_bank(patch: Patch) -> None:
    """A `uniqueId` that was sent for one bank account is refused for all others of the bank."""

    def reach(sandbox: Sandbox, new: NewStatement) -> list[str]:
        accounts = sandbox.store.bank_accounts.all()
        return [each.bank_account_id for each in accounts if each.bank_id == new.bank_id]

    _elsewhere(patch, reach)


@liar("GEN-05", "PRV-STMT-02")
def a_unique_id_counts_once_for_all_providers(patch: Patch) -> None:
    """A `uniqueId` that any provider has sent is refused from all others."""
    _elsewhere(
        patch, lambda box, _: [each.bank_account_id for each in box.store.bank_accounts.all()]
    )


@liar("PRV-STMT-02")
def only_the_statement_before_is_remembered(patch: Patch) -> None:
    """A statement is compared with the one before it, and not with older ones."""
    latest: dict[str, set[str]] = {}

    def repeats(_: Sandbox, new: NewStatement) -> bool:
        return twice(new) or not latest.get(new.bank_account_id, set()).isdisjoint(ids_of(new))

    def remember(_: Sandbox, statement: Statement) -> Statement:
        if statement.transactions:
            ids = {each.unique_id for each in statement.transactions}
            latest[statement.bank_account_id] = ids
        return statement

    _noticing(patch, repeats)
    postings.begin(patch, remember)
    forgetting(patch, latest)


@liar("PRV-STMT-02")
def unique_ids_are_forgotten_when_a_neighbour_is_disconnected(patch: Patch) -> None:
    """A disconnection empties the memory of uniqueIds for the whole company."""
    forgotten: dict[str, int] = {}  # up to which transaction of which bank account
    real = offboarding._disconnect_rules

    def disconnect(sandbox: Sandbox, account: BankAccount) -> None:
        real(sandbox, account)
        for each in sandbox.store.bank_accounts.find("company", account.company_id):
            forgotten[each.bank_account_id] = each.last_transaction_id

    def repeats(sandbox: Sandbox, new: NewStatement) -> bool:
        first = forgotten.get(new.bank_account_id, 0) + 1
        known = sandbox.store.transactions.find("account", new.bank_account_id, start=(first,))
        return twice(new) or not {each.unique_id for each in known}.isdisjoint(ids_of(new))

    patch.setattr(offboarding, "_disconnect_rules", disconnect)
    _noticing(patch, repeats)
    forgetting(patch, forgotten)
