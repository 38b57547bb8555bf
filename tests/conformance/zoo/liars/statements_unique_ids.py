"""Servers that know a uniqueId by something else than itself, or not for long."""

from collections.abc import Callable, Iterable

import pytest

from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.statements import NewStatement, Statement
from sandbank_server.service import offboarding
from sandbank_server.service.keys import unique_id_key
from sandbank_server.service.ports import Sandbox
from zoo.animals import liar
from zoo.liars import postings
from zoo.liars.calls_again import forgetting
from zoo.liars.statements_repeats import ids_of, noticing, twice

Patch = pytest.MonkeyPatch


def _compared_as(patch: Patch, reading: Callable[[str], str]) -> None:
    def repeats(sandbox: Sandbox, new: NewStatement) -> bool:
        known = sandbox.store.transactions.find("account", new.bank_account_id)
        texts = [reading(each) for each in ids_of(new)]
        there = {reading(each.unique_id) for each in known}
        return len(set(texts)) < len(texts) or not there.isdisjoint(texts)

    noticing(patch, repeats)


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

    noticing(patch, repeats)


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

    noticing(patch, repeats)
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
    noticing(patch, repeats)
    forgetting(patch, forgotten)
