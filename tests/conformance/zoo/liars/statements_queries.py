"""Servers that find another bank account than a provider asks for, or show it wrongly."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.api import provider
from sandbank_server.domain.bank_accounts import BankAccount, BankAccountStatus
from sandbank_server.domain.refusals import Forbidden, Unknown
from sandbank_server.service import account_queries
from sandbank_server.service.callers import ProviderCaller
from sandbank_server.service.ports import Sandbox
from zoo.animals import liar
from zoo.liars.excuses import excuse_key, excuse_token
from zoo.liars.general_crashes import CRASH
from zoo.liars.provider_tokens import audience
from zoo.liars.retelling import at, retell

Patch = pytest.MonkeyPatch
Choice = Callable[[list[BankAccount]], BankAccount | None]

QUERIES = at("POST", "/provider/v1/accountqueries")
QUERYING = frozenset({"queryAccount"})


def _of(sandbox: Sandbox, bank_id: str, external_id: str) -> list[BankAccount]:
    """The accounts at a bank that its provider calls so, the oldest first."""
    accounts = sandbox.store.bank_accounts.all()
    return [it for it in accounts if (it.bank_id, it.external_id) == (bank_id, external_id)]


def _choosing(patch: Patch, choose: Choice) -> None:
    """Of the accounts that fit a query another one is found, or none."""
    real = account_queries.find

    def find(sandbox: Sandbox, caller: ProviderCaller, bank_id: str, known: str) -> BankAccount:
        real(sandbox, caller, bank_id, known)
        found = choose(_of(sandbox, bank_id, known))
        if found is None:
            raise Unknown("PRV-QUERY-01", "unknown_bank_account", "There is no such account.")
        return found

    patch.setattr(account_queries, "find", find)


@liar("PRV-QUERY-01")
def a_query_finds_the_oldest_account(patch: Patch) -> None:
    """Of several accounts with one `externalId` the oldest is found, cancelled or not."""
    _choosing(patch, lambda found: found[0])


@liar("PRV-QUERY-01")
def a_query_finds_no_cancelled_account(patch: Patch) -> None:
    """An account that was disconnected answers 404 to a query."""
    _choosing(patch, lambda found: next((it for it in found[::-1] if it.is_connected), None))


@liar("PRV-QUERY-01")
def a_query_finds_only_accounts_that_are_active(patch: Patch) -> None:
    """An account that is `pending` or `authRequired` answers 404 to a query."""
    active = (BankAccountStatus.ACTIVE, BankAccountStatus.CANCELLED)
    _choosing(patch, lambda found: next((it for it in found[::-1] if it.status in active), None))


def _finding(
    patch: Patch, find: Callable[[Sandbox, ProviderCaller, str, str], BankAccount | None]
) -> None:
    """Finds something before the real server looks for it."""
    real = account_queries.find

    def deviating(sandbox: Sandbox, *what: Any) -> BankAccount:
        return find(sandbox, *what) or real(sandbox, *what)

    patch.setattr(account_queries, "find", deviating)


@liar("GEN-05", "PRV-QUERY-01")
def a_query_finds_the_accounts_of_other_providers(patch: Patch) -> None:
    """Whose bank it is that a query names is not asked."""

    def find(
        sandbox: Sandbox, _: ProviderCaller, bank_id: str, external_id: str
    ) -> BankAccount | None:
        found = _of(sandbox, bank_id, external_id)
        connected = [each for each in found if each.is_connected]
        return (connected or found or [None])[-1]

    _finding(patch, find)


@liar("PRV-QUERY-01")
def a_query_finds_accounts_at_every_bank_of_its_provider(patch: Patch) -> None:
    """An `externalId` is looked for at all banks of the provider, whichever is named."""

    def find(
        sandbox: Sandbox, caller: ProviderCaller, bank_id: str, external_id: str
    ) -> BankAccount | None:
        if _of(sandbox, bank_id, external_id):
            return None
        banks = sandbox.store.banks.find("provider", caller.provider_id)
        found = [it for bank in banks for it in _of(sandbox, bank.bank_id, external_id)]
        return found[-1] if found else None

    _finding(patch, find)


@liar("PRV-QUERY-01")
def a_query_does_not_tell_capital_letters_from_small_ones(patch: Patch) -> None:
    """`EXT-1` finds the account that is called `ext-1`."""

    def find(
        sandbox: Sandbox, caller: ProviderCaller, bank_id: str, external_id: str
    ) -> BankAccount | None:
        bank = sandbox.store.banks.get(bank_id)
        own = bank is not None and bank.provider_id == caller.provider_id
        if not own or _of(sandbox, bank_id, external_id):
            return None
        accounts = [it for it in sandbox.store.bank_accounts.all() if it.bank_id == bank_id]
        fitting = [it for it in accounts if it.external_id.lower() == external_id.lower()]
        return fitting[-1] if fitting else None

    _finding(patch, find)


def _strangers(patch: Patch, refuse: Callable[[Unknown], Exception]) -> None:
    real = account_queries.find

    def find(*what: Any) -> BankAccount:
        try:
            return real(*what)
        except Unknown as refusal:
            raise (refuse(refusal) if refusal.truth == "GEN-05" else refusal) from None

    patch.setattr(account_queries, "find", find)


@liar("GEN-05", "PRV-QUERY-01")
def forbids_queries_at_the_banks_of_others(patch: Patch) -> None:
    """A query at the bank of another provider answers 403, at one that is not there 404."""
    _strangers(patch, lambda it: Forbidden(it.requirement, "forbidden", it.detail, truth=it.truth))


@liar("GEN-05")
def says_that_a_bank_is_another_providers(patch: Patch) -> None:
    """The 404 for a query at the bank of another provider says that it is another's."""
    detail = "This bankId is of another provider."
    _strangers(patch, lambda it: Unknown(it.requirement, it.code, detail, truth=it.truth))


def _showing(patch: Patch, change: Callable[[BankAccount], BankAccount]) -> None:
    real = provider.present_found_account
    patch.setattr(provider, "present_found_account", lambda account: real(change(account)))


@liar("PRV-QUERY-01")
def a_query_finds_every_account_active(patch: Patch) -> None:
    """Whatever the status of an account, a query tells `active`."""
    _showing(patch, lambda account: replace(account, status=BankAccountStatus.ACTIVE))


@liar("PRV-QUERY-01")
def a_query_does_not_tell_from_when_on(patch: Patch) -> None:
    """`requestedStartDate` is null in the answer to a query."""
    _showing(patch, lambda account: replace(account, requested_start_date=None))


@liar("PRV-QUERY-01")
def a_query_gives_back_what_it_was_asked_with(patch: Patch) -> None:
    """The `bankAccountId` in the answer to a query is the provider's own id."""
    _showing(patch, lambda account: replace(account, bank_account_id=account.external_id))


@liar("GEN-01", "PRV-QUERY-01")
def falls_over_an_account_that_is_not_there(patch: Patch) -> None:
    """A query for an account that is not known answers 500."""
    retell(patch, QUERIES, lambda told: CRASH if told.status == 404 else told)


@liar("PRV-ACC-01")
def a_query_needs_no_key(patch: Patch) -> None:
    """A query with a good token is answered without `x-api-key`."""
    excuse_key(patch, lambda sent, _: not sent, at=QUERYING)


@liar("GEN-05", "PRV-ACC-01")
def a_query_may_come_with_the_token_of_a_product(patch: Patch) -> None:
    """The audience of the token of a query is not judged."""
    excuse_token(
        patch, "token_foreign", lambda *it: audience(*it) != "sandbank/provider", at=QUERYING
    )
