"""Other choices about what a provider asks for and changes: accounts, banks, waiting statements."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.api import provider
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.bank_changes import BankUpdate
from sandbank_server.domain.organisations import Bank
from sandbank_server.domain.refusals import Malformed, Violation
from sandbank_server.domain.statements import Statement, StatementError, StatementEvent
from sandbank_server.service import account_queries, banks, processing
from sandbank_server.service.bank_changes import ChangedBanks
from sandbank_server.service.callers import ProviderCaller
from sandbank_server.service.ports import Sandbox
from zoo.animals import variant
from zoo.variants.tools import refusals_answer, rules_answer

Patch = pytest.MonkeyPatch


@variant("PRV-QUERY-01")
def an_account_that_is_not_known_answers_400(patch: Patch) -> None:
    """A query for an account that is not found answers 400."""
    rules_answer(patch, 400, "PRV-QUERY-01")


@variant("PRV-QUERY-01")
def an_account_that_is_not_known_answers_403(patch: Patch) -> None:
    """A query for an account that is not found answers 403."""
    rules_answer(patch, 403, "PRV-QUERY-01")


@variant("PRV-QUERY-01")
def an_account_that_is_not_known_answers_409(patch: Patch) -> None:
    """A query for an account that is not found answers 409."""
    rules_answer(patch, 409, "PRV-QUERY-01")


@variant("PRV-QUERY-01")
def a_query_finds_the_newest_account(patch: Patch) -> None:
    """Of several accounts with one `externalId` the newest is found, connected or not."""
    real = account_queries.find

    def find(sandbox: Sandbox, caller: ProviderCaller, bank_id: str, known: str) -> BankAccount:
        found = real(sandbox, caller, bank_id, known)
        accounts = sandbox.store.bank_accounts.all()
        same = [it for it in accounts if (it.bank_id, it.external_id) == (bank_id, known)]
        return same[-1] if same else found

    patch.setattr(account_queries, "find", find)


@variant()
def a_query_tells_more(patch: Patch) -> None:
    """What is told of an account has members that no document names."""
    real = provider.present_found_account

    def present(account: BankAccount) -> dict[str, Any]:
        told = real(account)
        told["data"] |= {"companyName": None, "statusReason": account.status_reason}
        return told

    patch.setattr(provider, "present_found_account", present)


@variant("PRV-BANK-01", "GEN-09")
def changes_of_banks_are_answered_in_one_list(patch: Patch) -> None:
    """All banks of a call are answered in one list, with what became of each."""
    real = provider.present_changed_banks

    def present(changed: ChangedBanks) -> dict[str, Any]:
        lists = real(changed)["data"]
        return {"data": [{**each, "list": name} for name in lists for each in lists[name]]}

    patch.setattr(provider, "present_changed_banks", present)


@variant("PRV-BANK-01")
def created_banks_are_answered_in_another_order(patch: Patch) -> None:
    """Of several banks that are created the last one comes first in the answer."""
    real = provider.present_changed_banks
    patch.setattr(
        provider,
        "present_changed_banks",
        lambda changed: real(replace(changed, created=changed.created[::-1])),
    )


@variant("PRV-BANK-01")
def an_update_says_all_that_a_bank_has(patch: Patch) -> None:
    """A bank loses the address that its update leaves out."""
    real = BankUpdate.applied_to

    def applied(self: BankUpdate, bank: Bank) -> Bank:
        return replace(real(self, bank), bank_url=self.url)

    patch.setattr(BankUpdate, "applied_to", applied)


@variant("PRV-BANK-02")
def banks_that_a_provider_does_not_have_answer_403(patch: Patch) -> None:
    """Changes of a bank that is another provider's, or not there, answer 403."""
    _unknown_banks(patch, 403)


@variant("PRV-BANK-02")
def banks_that_a_provider_does_not_have_answer_409(patch: Patch) -> None:
    """Changes of a bank that is another provider's, or not there, answer 409."""
    _unknown_banks(patch, 409)


def _unknown_banks(patch: Patch, status: int) -> None:
    refusals_answer(
        patch,
        status,
        lambda refusal: refusal.requirement == "PRV-BANK-02" and refusal.code == "unknown_bank",
    )


@variant("PRV-BANK-02")
def wrong_changes_of_banks_answer_422(patch: Patch) -> None:
    """Changes of banks that are wrong in themselves answer 422."""
    refusals_answer(
        patch,
        422,
        lambda refusal: refusal.requirement == "PRV-BANK-02" and isinstance(refusal, Malformed),
    )


@variant("PRV-BANK-03")
def removed_banks_answer_404(patch: Patch) -> None:
    """Connecting an account at a bank that was removed answers 404."""
    _removed(patch, 404)


@variant("PRV-BANK-03")
def removed_banks_answer_409(patch: Patch) -> None:
    """Connecting an account at a bank that was removed answers 409."""
    _removed(patch, 409)


def _removed(patch: Patch, status: int) -> None:
    real = banks.named

    def named(sandbox: Sandbox, bank_id: str, pointer: str) -> Bank:
        bank = sandbox.store.banks.get(bank_id)
        if bank is not None and bank.removed:
            violation = Violation(pointer, "names a bank that was removed")
            raise Malformed("PRV-BANK-03", "It was removed.", (violation,), code="bank_removed")
        return real(sandbox, bank_id, pointer)

    patch.setattr(banks, "named", named)
    refusals_answer(patch, status, lambda refusal: refusal.code == "bank_removed")


def _waiting(patch: Patch, end: Callable[[Statement], Statement]) -> None:
    def fail(sandbox: Sandbox, account: BankAccount) -> None:
        for each in sandbox.store.statements.find("processing", account.bank_account_id):
            processing._kept(sandbox, end(each))

    patch.setattr(processing, "fail_disconnected", fail)


@variant("PRV-STMT-12")
def a_statement_says_in_other_words_why_it_failed(patch: Patch) -> None:
    """A statement of a disconnected account has failed for a reason that has another name."""
    error = StatementError(code="E-4711", message="Le compte a été déconnecté.")
    _waiting(patch, lambda statement: statement.ended(StatementEvent.DISCONNECTED, error))


@variant("PRV-STMT-12")
def a_statement_of_a_disconnected_account_is_done(patch: Patch) -> None:
    """A statement whose account was disconnected is completed, and nothing comes of it."""
    _waiting(patch, lambda statement: statement.ended(StatementEvent.PROCESSED))
