"""Servers that take transactions a second time, or take new ones for repetitions."""

import asyncio
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pytest

from sandbank_server.domain.refusals import Conflict
from sandbank_server.domain.statements import NewStatement
from sandbank_server.domain.transactions import BankTransaction
from sandbank_server.service import statements
from sandbank_server.service.keys import unique_id_key
from sandbank_server.service.ports import Sandbox
from zoo.animals import Answered, Asked, Forward, liar, on_the_wire
from zoo.liars.postings import POSTS, data_in, objects, take_repetitions_back, with_data

Patch = pytest.MonkeyPatch
# Whether there is a repetition in a statement.
Repeats = Callable[[Sandbox, NewStatement], object]


def noticing(patch: Patch, repeats: Repeats) -> None:
    """Refuses statements as repetitions by another question."""

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
    noticing(patch, lambda _, new: twice(new))


@liar("PRV-STMT-02")
def a_unique_id_may_come_twice_in_a_statement(patch: Patch) -> None:
    """Repetitions are looked for among earlier statements only."""
    noticing(patch, lambda sandbox, new: any(held(sandbox, new)))


@liar("PRV-STMT-02")
def only_neighbours_of_one_unique_id_are_noticed(patch: Patch) -> None:
    """Within a statement each transaction is compared with the one before it."""

    def repeats(sandbox: Sandbox, new: NewStatement) -> bool:
        return any(held(sandbox, new)) or any(a == b for a, b in pairwise(ids_of(new)))

    noticing(patch, repeats)


@liar("PRV-STMT-02")
def a_statement_is_a_repetition_when_nothing_in_it_is_new(patch: Patch) -> None:
    """One new transaction is enough for a statement to be taken, what was sent before and all."""

    def repeats(sandbox: Sandbox, new: NewStatement) -> bool:
        return bool(new.transactions) and (all(held(sandbox, new)) or twice(new))

    noticing(patch, repeats)


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

    noticing(patch, repeats)


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
