"""Servers where the bank accounts of a bank that was removed do not go on."""

from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.api.consumer import ConsumerApi
from sandbank_server.domain.bank_accounts import BankAccount, BankAccountStatus
from sandbank_server.domain.organisations import Bank
from sandbank_server.domain.refusals import Conflict, Unknown
from sandbank_server.service import (
    bank_changes,
    banks,
    notifications,
    offboarding,
    provider_reach,
    reach,
    statements,
)
from sandbank_server.service.bank_changes import ChangedBanks
from sandbank_server.service.ports import Sandbox
from zoo.animals import liar
from zoo.liars.retelling import take_leftovers_back
from zoo.liars.unguarded import overlook

Patch = pytest.MonkeyPatch


def _is_gone(sandbox: Sandbox, bank_id: str) -> bool:
    bank = sandbox.store.banks.get(bank_id)
    return bank is not None and bank.removed


@liar("PRV-BANK-03")
def the_accounts_of_a_removed_bank_are_cancelled(patch: Patch) -> None:
    """With a bank go the connections to its accounts."""
    real = bank_changes.change

    def change(sandbox: Sandbox, *what: Any) -> ChangedBanks:
        changed = real(sandbox, *what)
        gone = {bank.bank_id for bank in changed.removed}
        for each in list(sandbox.store.bank_accounts.all()):
            if each.bank_id in gone:
                cancelled = replace(each, status=BankAccountStatus.CANCELLED)
                sandbox.store.bank_accounts.put(cancelled)
        return changed

    patch.setattr(bank_changes, "change", change)
    take_leftovers_back(patch)


def _refusing(
    patch: Patch, operation: tuple[Any, str], place: tuple[Any, str], refusal: Exception
) -> None:
    """Accounts of a removed bank are refused where an operation looks for an account."""
    real = getattr(*place)

    def found(sandbox: Sandbox, *what: Any) -> BankAccount:
        account: BankAccount = real(sandbox, *what)
        if _is_gone(sandbox, account.bank_id):
            raise refusal
        return account

    overlook(patch, operation, place, found)


@liar("PRV-BANK-03")
def the_accounts_of_a_removed_bank_take_no_statements(patch: Patch) -> None:
    """A statement of an account at a bank that was removed answers 404."""
    refusal = Unknown("PRV-STMT-10", "unknown_bank_account", "There is no such bank.")
    place = (provider_reach, "bank_account")
    _refusing(patch, (statements, "post"), place, refusal)


@liar("PRV-BANK-03")
def the_accounts_of_a_removed_bank_cannot_be_disconnected(patch: Patch) -> None:
    """Disconnecting an account at a bank that was removed answers 409."""
    refusal = Conflict("CON-OFF-07", "bank_gone", "Its bank does not exist any more.")
    _refusing(patch, (offboarding, "disconnect"), (reach, "bank_account"), refusal)


@liar("PRV-BANK-03")
def the_accounts_of_a_removed_bank_cannot_be_read(patch: Patch) -> None:
    """An account at a bank that was removed answers 404."""
    real = ConsumerApi.get_bank_account

    async def get(self: ConsumerApi, call: Any) -> Any:
        answer = await real(self, call)
        if _is_gone(self._sandbox, answer.body["bankId"]):
            raise Unknown("CON-OFF-07", "unknown_bank_account", "There is no such account.")
        return answer

    patch.setattr(ConsumerApi, "get_bank_account", get)


@liar("PRV-BANK-03")
def a_removed_bank_takes_new_accounts(patch: Patch) -> None:
    """Accounts at a bank that was removed are connected as before."""
    real = banks.named

    def named(sandbox: Sandbox, bank_id: str, pointer: str) -> Bank:
        return sandbox.store.banks.get(bank_id) or real(sandbox, bank_id, pointer)

    patch.setattr(banks, "named", named)


@liar("CON-OFF-05")
def the_provider_of_a_removed_bank_is_told_nothing(patch: Patch) -> None:
    """The disconnection of an account at a bank that was removed is told to nobody."""
    real = notifications.record_for_bank

    def record(sandbox: Sandbox, account: BankAccount, event: Any) -> None:
        if not _is_gone(sandbox, account.bank_id):
            real(sandbox, account, event)

    patch.setattr(notifications, "record_for_bank", record)
