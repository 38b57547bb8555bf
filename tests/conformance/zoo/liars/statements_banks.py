"""Servers where the banks of a provider are not what the provider made of them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.api import provider
from sandbank_server.domain.bank_changes import BankChanges, BankUpdate
from sandbank_server.domain.organisations import Bank
from sandbank_server.service import bank_changes, banks
from sandbank_server.service.bank_changes import ChangedBanks
from sandbank_server.service.callers import ProviderCaller
from sandbank_server.service.ports import Sandbox
from zoo.animals import liar
from zoo.liars.calls_again import forgetting

Patch = pytest.MonkeyPatch


def changing(patch: Patch, change: Callable[[Sandbox, BankChanges], BankChanges]) -> None:
    """Other changes are made than those that were sent."""
    real = bank_changes.change

    def deviating(sandbox: Sandbox, caller: ProviderCaller, sent: BankChanges) -> ChangedBanks:
        return real(sandbox, caller, change(sandbox, sent))

    patch.setattr(bank_changes, "change", deviating)


@liar("PRV-BANK-01")
def an_update_of_a_bank_is_answered_and_not_made(patch: Patch) -> None:
    """A bank that was updated is as it was."""
    patch.setattr(BankUpdate, "applied_to", lambda _, bank: bank)


@liar("PRV-BANK-01")
def an_update_of_a_bank_clears_what_it_leaves_out(patch: Patch) -> None:
    """An update without `url` leaves the bank without one."""
    real = BankUpdate.applied_to

    def applied(self: BankUpdate, bank: Bank) -> Bank:
        return replace(real(self, bank), bank_url=self.url)

    patch.setattr(BankUpdate, "applied_to", applied)


@liar("PRV-BANK-01")
def an_update_of_a_bank_adds_to_its_callback_urls(patch: Patch) -> None:
    """Addresses of a connector that an update leaves out stay."""
    real = BankUpdate.applied_to

    def applied(self: BankUpdate, bank: Bank) -> Bank:
        new, old = real(self, bank), bank.callback_urls
        if self.callback_urls is None or old is None:
            return new
        names = old.__dataclass_fields__
        both = {name: getattr(self.callback_urls, name) or getattr(old, name) for name in names}
        return replace(new, callback_urls=replace(old, **both))

    patch.setattr(BankUpdate, "applied_to", applied)


def _answering(patch: Patch, change: Callable[[ChangedBanks], ChangedBanks]) -> None:
    real = provider.present_changed_banks
    patch.setattr(provider, "present_changed_banks", lambda changed: real(change(changed)))


@liar("PRV-BANK-01")
def banks_are_answered_in_the_opposite_order(patch: Patch) -> None:
    """Of several banks that are created the last one comes first in the answer."""
    _answering(patch, lambda changed: replace(changed, created=changed.created[::-1]))


@liar("PRV-BANK-01")
def a_created_bank_is_answered_by_its_reference_twice(patch: Patch) -> None:
    """The `principalId` of a new bank is the `externalRef` that was sent."""

    def renamed(bank: Bank) -> Bank:
        return replace(bank, bank_id=bank.external_ref or bank.bank_id)

    _answering(patch, lambda it: replace(it, created=tuple(map(renamed, it.created))))


def _offering(patch: Patch, offered: Callable[[Sandbox, list[Bank]], list[Bank]]) -> None:
    """The list of banks holds others."""
    real = banks.find
    patch.setattr(
        banks, "find", lambda sandbox, **filters: offered(sandbox, real(sandbox, **filters))
    )


@liar("PRV-BANK-01")
def a_created_bank_is_not_in_the_list(patch: Patch) -> None:
    """Banks that providers created can be read by their ids only."""
    created: set[str] = set()
    real = bank_changes.change

    def change(*what: Any) -> ChangedBanks:
        changed = real(*what)
        created.update(each.bank_id for each in changed.created)
        return changed

    patch.setattr(bank_changes, "change", change)
    _offering(patch, lambda _, found: [each for each in found if each.bank_id not in created])
    forgetting(patch, created)


@liar("PRV-BANK-01")
def the_list_of_banks_shows_those_of_the_start(patch: Patch) -> None:
    """The list of banks is made when a world is loaded: it knows no later names."""
    names: dict[str, str] = {}

    def offered(_: Sandbox, found: list[Bank]) -> list[Bank]:
        return [replace(each, name=names.get(each.bank_id, each.name)) for each in found]

    def remember(sandbox: Sandbox, sent: BankChanges) -> BankChanges:
        for each in sent.to_update:
            bank = sandbox.store.banks.get(each.principal_id)
            if bank is not None:
                names.setdefault(bank.bank_id, bank.name)
        return sent

    changing(patch, remember)
    _offering(patch, offered)
    forgetting(patch, names)


@liar("PRV-BANK-01")
def a_removed_bank_is_still_in_the_list(patch: Patch) -> None:
    """A bank that its provider has removed is listed as before; alone it cannot be read."""

    def find(sandbox: Sandbox, *, country: str = "", name: str = "") -> list[Bank]:
        everything = sandbox.store.banks.all()
        return [each for each in everything if each.matches(country=country, name=name)]

    patch.setattr(banks, "find", find)


@liar("PRV-BANK-01")
def a_removed_bank_can_still_be_read(patch: Patch) -> None:
    """A bank that its provider has removed is read by its id as before; the list lacks it."""
    real = banks.get

    def get(sandbox: Sandbox, bank_id: str) -> Bank:
        return sandbox.store.banks.get(bank_id) or real(sandbox, bank_id)

    patch.setattr(banks, "get", get)
