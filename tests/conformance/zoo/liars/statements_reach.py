"""Servers where a provider reaches the bank accounts of another, or learns of them."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbank_server.domain.bank_accounts import BankAccount, BankAccountEvent
from sandbank_server.domain.refusals import Conflict, Forbidden, Refusal, Unknown
from sandbank_server.domain.statements import AccountReport, NewStatement, Statement
from sandbank_server.service import provider_reach, statements
from sandbank_server.service.callers import ProviderCaller
from sandbank_server.service.ports import Sandbox
from zoo.animals import liar
from zoo.liars.general_crashes import CRASH
from zoo.liars.postings import STATEMENTS, after_refused
from zoo.liars.retelling import at, retell
from zoo.liars.unguarded import overlook

Patch = pytest.MonkeyPatch
# The bank account that a statement reaches, judged otherwise; None is refused.
Found = Callable[[Sandbox, ProviderCaller, str, BankAccount], object]


def _reaching(patch: Patch, fits: Found) -> None:
    real = provider_reach.bank_account

    def reach(
        sandbox: Sandbox, caller: ProviderCaller, bank_id: str, bank_account_id: str
    ) -> BankAccount:
        account = sandbox.store.bank_accounts.get(bank_account_id)
        if account is not None and fits(sandbox, caller, bank_id, account):
            return account
        return real(sandbox, caller, bank_id, bank_account_id)

    overlook(patch, (statements, "post"), (provider_reach, "bank_account"), reach)


def _owns(sandbox: Sandbox, caller: ProviderCaller, bank_id: str) -> bool:
    bank = sandbox.store.banks.get(bank_id)
    return bank is not None and bank.provider_id == caller.provider_id


@liar("GEN-05", "PRV-STMT-10")
def takes_statements_of_the_banks_of_others(patch: Patch) -> None:
    """Whose bank it is that a statement names is not asked."""
    _reaching(patch, lambda _sandbox, _caller, bank_id, account: account.bank_id == bank_id)


@liar("GEN-05", "PRV-STMT-10")
def a_bank_of_ones_own_opens_every_account(patch: Patch) -> None:
    """A provider that names its own bank posts statements of any bank account."""
    _reaching(patch, lambda sandbox, caller, bank_id, _: _owns(sandbox, caller, bank_id))


@liar("PRV-STMT-10")
def the_bank_of_a_statement_is_not_looked_at(patch: Patch) -> None:
    """A provider posts statements of its own bank accounts, whatever bank it names."""
    _reaching(patch, lambda sandbox, caller, _, account: _owns(sandbox, caller, account.bank_id))


def _strangers(patch: Patch, place: tuple[Any, str], refuse: Callable[[Unknown], Refusal]) -> None:
    """The refusal for what another provider has."""
    real = getattr(*place)

    def deviating(*what: Any) -> Any:
        try:
            return real(*what)
        except Unknown as refusal:
            raise (refuse(refusal) if refusal.truth == "GEN-05" else refusal) from None

    patch.setattr(*place, deviating)


@liar("GEN-05", "PRV-STMT-10")
def forbids_statements_of_the_accounts_of_others(patch: Patch) -> None:
    """The bank account of another provider answers 403, one that is not there 404."""
    _strangers(
        patch,
        (statements, "post"),
        lambda it: Forbidden(it.requirement, "forbidden", it.detail, truth=it.truth),
    )


@liar("GEN-05", "PRV-STMT-10")
def says_that_an_account_is_another_providers(patch: Patch) -> None:
    """The 404 for the bank account of another provider says that it is another provider's."""
    detail = "The bank account is at a bank of another provider."
    _strangers(
        patch,
        (statements, "post"),
        lambda it: Unknown(it.requirement, it.code, detail, truth=it.truth),
    )


@liar("GEN-05", "PRV-STMT-10")
def shows_the_statements_of_others(patch: Patch) -> None:
    """Whoever knows the id of a statement sees how far it is."""
    real = statements.get

    def get(sandbox: Sandbox, caller: ProviderCaller, statement_id: str) -> Statement:
        return sandbox.store.statements.get(statement_id) or real(sandbox, caller, statement_id)

    patch.setattr(statements, "get", get)


@liar("GEN-05", "PRV-STMT-10")
def forbids_the_statements_of_others(patch: Patch) -> None:
    """The statement of another provider answers 403, one that is not there 404."""
    _strangers(
        patch,
        (statements, "get"),
        lambda it: Forbidden(it.requirement, "forbidden", it.detail, truth=it.truth),
    )


def _judging_first(patch: Patch, judge: Callable[[Sandbox, NewStatement], None]) -> None:
    """Something of a statement is judged before it is asked whose account it is of."""
    real = statements.post

    def post(sandbox: Sandbox, caller: ProviderCaller, new: NewStatement) -> Statement:
        account = sandbox.store.bank_accounts.get(new.bank_account_id)
        if account is not None and not _owns(sandbox, caller, account.bank_id):
            judge(sandbox, new)
        return real(sandbox, caller, new)

    patch.setattr(statements, "post", post)


@liar("GEN-05", "PRV-STMT-10")
def tells_other_providers_that_an_account_is_cancelled(patch: Patch) -> None:
    """The disconnected bank account of another provider answers 409."""

    def judge(sandbox: Sandbox, new: NewStatement) -> None:
        account = sandbox.store.bank_accounts.get(new.bank_account_id)
        if account is not None and not account.is_connected:
            raise Conflict("PRV-STMT-08", "bank_account_cancelled", "It was disconnected.")

    _judging_first(patch, judge)


@liar("GEN-05", "PRV-STMT-10")
def tells_other_providers_what_was_sent_before(patch: Patch) -> None:
    """A uniqueId that another provider has sent for its account answers 409."""
    _judging_first(patch, statements._refuse_repeats)


@liar("GEN-02", "GEN-05", "PRV-STMT-10")
def lets_the_account_of_another_provider_lapse(patch: Patch) -> None:
    """`authRequired` for another provider's account answers 404; it is `authRequired` then."""

    def then(sandbox: Sandbox, _caller: Any, refusal: Refusal, new: NewStatement) -> None:
        account = sandbox.store.bank_accounts.get(new.bank_account_id)
        meant = refusal.truth == "GEN-05" and new.account_status is AccountReport.AUTH_REQUIRED
        lapsed = account.after(BankAccountEvent.AUTHORISATION_LAPSED) if account else None
        if meant and lapsed is not None:
            sandbox.store.bank_accounts.put(lapsed)

    after_refused(patch, then)


@liar("GEN-01", "PRV-STMT-10")
def falls_over_a_statement_that_is_not_there(patch: Patch) -> None:
    """An id that no statement has answers 500."""
    reading = at("GET", f"{STATEMENTS}/[^/]+")
    retell(patch, reading, lambda told: CRASH if told.status == 404 else told)
