"""Servers where something of an old connection comes back with a new one."""

from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.refusals import Conflict
from sandbank_server.domain.statements import NewStatement
from sandbank_server.service import bank_accounts, offboarding, statements, transactions
from sandbank_server.service.keys import real_account_key
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.transactions import TransactionPage
from zoo.animals import liar
from zoo.liars.calls_again import forgetting

Patch = pytest.MonkeyPatch


def _before(sandbox: Sandbox, account: BankAccount) -> BankAccount | None:
    """The latest connection of the same real account that came before."""
    known = sandbox.store.bank_accounts.find("real", real_account_key(account))
    older = [each for each in known if each.bank_account_id != account.bank_account_id]
    return older[-1] if older else None


def _connecting(patch: Patch, change: Any) -> None:
    """A real account that was connected before is connected anew otherwise."""
    real = bank_accounts.connect

    def connect(sandbox: Sandbox, *what: Any, **more: Any) -> BankAccount:
        account = real(sandbox, *what, **more)
        old = _before(sandbox, account)
        if old is None:
            return account
        changed: BankAccount = change(sandbox, account, old)
        sandbox.store.bank_accounts.put(changed)
        return changed

    patch.setattr(bank_accounts, "connect", connect)


@liar("CON-OFF-10")
def unique_ids_are_remembered_across_connections(patch: Patch) -> None:
    """A `uniqueId` that was sent before the disconnection is refused for the new connection."""
    known: dict[str, set[str]] = {}  # by real account
    real_delete, real_judge = offboarding._delete_transactions, statements._refuse_repeats

    def delete(sandbox: Sandbox, account: BankAccount) -> int:
        held = sandbox.store.transactions.find("account", account.bank_account_id)
        ids = known.setdefault(real_account_key(account), set())
        ids.update(each.unique_id for each in held)
        return real_delete(sandbox, account)

    def judge(sandbox: Sandbox, new: NewStatement) -> None:
        real_judge(sandbox, new)
        account = sandbox.store.bank_accounts.get(new.bank_account_id)
        old = known.get(real_account_key(account), set()) if account else set()
        if not old.isdisjoint(each.unique_id for each in new.transactions):
            raise Conflict("PRV-STMT-02", "unique_id_repeated", "It was sent before.")

    patch.setattr(offboarding, "_delete_transactions", delete)
    patch.setattr(statements, "_refuse_repeats", judge)
    forgetting(patch, known)


@liar("CON-OFF-10")
def a_new_connection_begins_when_the_old_one_did(patch: Patch) -> None:
    """The start date of an account that is connected anew is that of its first connection."""
    _connecting(
        patch,
        lambda _, account, old: replace(account, requested_start_date=old.requested_start_date),
    )


@liar("CON-OFF-10")
def a_new_connection_forgets_its_start_date(patch: Patch) -> None:
    """The start date that is asked for is kept for a first connection only."""
    _connecting(patch, lambda _sandbox, account, _: replace(account, requested_start_date=None))


@liar("CON-OFF-10")
def a_new_connection_serves_what_is_posted_since(patch: Patch) -> None:
    """What was posted before the day of a reconnection is not served, whatever was asked for."""
    days: dict[str, str] = {}

    def note(sandbox: Sandbox, account: BankAccount, _: BankAccount) -> BankAccount:
        days[account.bank_account_id] = sandbox.clock.now().date().isoformat()
        return account

    real = transactions.page

    def page(*what: Any) -> TransactionPage:
        served = real(*what)
        first = days.get(served.account.bank_account_id, "")
        kept = tuple(each for each in served.transactions if each.date_posted >= first)
        return replace(served, transactions=kept)

    _connecting(patch, note)
    patch.setattr(transactions, "page", page)
    forgetting(patch, days)


@liar("CON-OFF-10", "PRV-AUTH-13")
def a_real_account_rests_a_day_before_it_is_connected_anew(patch: Patch) -> None:
    """An account that was disconnected on this day cannot be connected yet."""
    gone: dict[str, str] = {}
    real_rules, real = offboarding._disconnect_rules, bank_accounts.has_connection

    def note(sandbox: Sandbox, account: BankAccount) -> None:
        gone[real_account_key(account)] = sandbox.clock.now().date().isoformat()
        real_rules(sandbox, account)

    def has_connection(sandbox: Sandbox, company_id: str, new: Any) -> bool:
        key = bank_accounts.real_key(
            company_id, new.bank_id, new.bank_identifier, new.account_identifier
        )
        resting = gone.get(key) == sandbox.clock.now().date().isoformat()
        return resting or real(sandbox, company_id, new)

    patch.setattr(offboarding, "_disconnect_rules", note)
    patch.setattr(bank_accounts, "has_connection", has_connection)
    forgetting(patch, gone)


@liar("CON-OFF-03")
def the_rules_of_an_old_connection_move_to_the_new_one(patch: Patch) -> None:
    """Once the real account is connected anew, its rules can only be read there."""

    def move(sandbox: Sandbox, account: BankAccount, old: BankAccount) -> BankAccount:
        for rule in sandbox.store.rules.find("account", old.bank_account_id):
            mine = replace(rule, bank_account_id=account.bank_account_id)
            sandbox.store.rules.put(mine)
        return account

    _connecting(patch, move)
