"""Servers where something of a disconnected bank account is left, or works on."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.api import consumer_present
from sandbank_server.api.journal import Journal
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.transactions import BankTransaction
from sandbank_server.service import (
    bank_accounts,
    offboarding,
    transactions,
)
from sandbank_server.service.keys import real_account_key
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.reach import AccountPath
from sandbank_server.service.transactions import Span, TransactionPage
from zoo.animals import liar
from zoo.liars.retelling import at, retell, retold, take_leftovers_back

Archive = dict[str, list[BankTransaction]]


def _archived(patch: pytest.MonkeyPatch, key: Callable[[BankAccount], str]) -> Archive:
    """Copies of what is deleted from now on, by a key of the bank account."""
    archive: Archive = {}
    delete = offboarding._delete_transactions

    def keep_copies(sandbox: Sandbox, account: BankAccount) -> int:
        held = sandbox.store.transactions.find("account", account.bank_account_id)
        archive[key(account)] = held
        return delete(sandbox, account)

    patch.setattr(offboarding, "_delete_transactions", keep_copies)
    return archive


@liar("CON-OFF-04", "CON-OFF-11")
def serves_deleted_transactions_from_an_archive(patch: pytest.MonkeyPatch) -> None:
    """Whoever asks a disconnected bank account from a `startIndex` on still gets transactions."""
    archive = _archived(patch, lambda account: account.bank_account_id)
    real = transactions.page

    def page(sandbox: Sandbox, caller: Any, path: AccountPath, asked: Span) -> TransactionPage:
        served = real(sandbox, caller, path, asked)
        if served.account.is_connected or asked == Span():
            return served
        kept = archive.get(served.account.bank_account_id, [])
        found = tuple(each for each in kept if each.transaction_id >= asked.start_index)
        return replace(served, transactions=found[:100], total=len(found))

    patch.setattr(transactions, "page", page)


@liar("CON-OFF-04", "CON-OFF-11")
def serves_the_pages_it_remembers(patch: pytest.MonkeyPatch) -> None:
    """A page that was read before the disconnection is read again after it."""
    remembered: dict[tuple[str, Span], TransactionPage] = {}
    real = transactions.page

    def page(sandbox: Sandbox, caller: Any, path: AccountPath, asked: Span) -> TransactionPage:
        served = real(sandbox, caller, path, asked)
        key = (served.account.bank_account_id, asked)
        if not served.account.is_connected:
            return replace(remembered.get(key, served), account=served.account)
        remembered[key] = served
        return served

    patch.setattr(transactions, "page", page)


@liar("CON-OFF-04", "CON-OFF-11")
def deletes_only_a_page_of_transactions(patch: pytest.MonkeyPatch) -> None:
    """Of a disconnected bank account only the first hundred transactions go."""

    def delete(sandbox: Sandbox, account: BankAccount) -> int:
        sandbox.journal.forget_bank_account(account.bank_account_id)
        table = sandbox.store.transactions
        found = table.find("account", account.bank_account_id, limit=100)
        for each in found:
            table.remove(f"{each.bank_account_id}/{each.transaction_id}")
        return len(found)

    patch.setattr(offboarding, "_delete_transactions", delete)
    take_leftovers_back(patch)


@liar("CON-OFF-04")
def still_counts_deleted_transactions(patch: pytest.MonkeyPatch) -> None:
    """The `total` of a disconnected bank account is what it was."""
    archive = _archived(patch, lambda account: account.bank_account_id)
    real = transactions.page

    def page(sandbox: Sandbox, caller: Any, path: AccountPath, asked: Span) -> TransactionPage:
        served = real(sandbox, caller, path, asked)
        kept = archive.get(served.account.bank_account_id, [])
        return served if served.account.is_connected else replace(served, total=len(kept))

    patch.setattr(transactions, "page", page)


@liar("CON-OFF-04")
def has_deleted_transactions_in_its_journal(patch: pytest.MonkeyPatch) -> None:
    """The journal shows the pages that were read before the disconnection."""
    patch.setattr(Journal, "forget_bank_account", lambda *_: None)


@liar("CON-OFF-04")
def tells_the_provider_the_last_transaction(patch: pytest.MonkeyPatch) -> None:
    """The notification of a disconnection holds the newest transaction as well."""
    archive = _archived(patch, lambda account: account.bank_account_id)

    def tell(listed: Any) -> Any:
        for each in listed:
            held = archive.get(each["event"]["resource"]["id"])
            if held and each["event"]["type"] == "resourceDeleted":
                last = consumer_present._transaction(held[-1])
                last["transactionAmount"] = float(held[-1].transaction_amount)
                each["event"]["additionalData"]["lastTransaction"] = last
        return listed

    retell(patch, at("GET", "/_sandbox/notifications"), retold(tell))


@liar("CON-OFF-04")
def hands_old_transactions_to_a_new_connection(patch: pytest.MonkeyPatch) -> None:
    """Once the real account is connected anew its old transactions are there again."""
    archive = _archived(patch, real_account_key)
    real = bank_accounts.connect

    def connect(sandbox: Sandbox, *what: Any, **more: Any) -> BankAccount:
        account = real(sandbox, *what, **more)
        old = archive.pop(real_account_key(account), [])
        for each in old:
            mine = replace(each, bank_account_id=account.bank_account_id)
            sandbox.store.transactions.put(mine)
        last = old[-1].transaction_id if old else 0
        account = replace(account, last_transaction_id=last)
        sandbox.store.bank_accounts.put(account)
        return account

    patch.setattr(bank_accounts, "connect", connect)
