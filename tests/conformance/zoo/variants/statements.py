"""Other choices about which statements are taken, and how those are refused that are not."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.api import provider
from sandbank_server.domain import statement_faults
from sandbank_server.domain.bank_accounts import BankAccount, BankAccountEvent, BankAccountStatus
from sandbank_server.domain.refusals import Malformed
from sandbank_server.domain.statements import Expected, NewStatement, Statement
from zoo.animals import variant
from zoo.variants.tools import codes_answer, refusals_answer, rules_answer

Patch = pytest.MonkeyPatch

FAULTS = ("PRV-STMT-01", "PRV-STMT-03", "PRV-STMT-06", "PRV-STMT-11")


@variant("PRV-STMT-01")
def a_statement_that_is_too_long_answers_413(patch: Patch) -> None:
    """A statement of more than 1,000 transactions, or of several accounts, answers 413."""
    rules_answer(patch, 413, "PRV-STMT-01")


@variant("PRV-STMT-01")
def a_statement_has_to_bring_something(patch: Patch) -> None:
    """A statement without transactions that names no status answers 400."""
    real = statement_faults.faults

    def faults(statement: NewStatement, now: Any) -> Any:
        if not statement.transactions and statement.account_status is None:
            raise Malformed("PRV-STMT-01", "The statement says nothing.")
        return real(statement, now)

    patch.setattr(statement_faults, "faults", faults)


@variant("PRV-STMT-02")
def a_repetition_answers_400(patch: Patch) -> None:
    """A `uniqueId` that was sent before, or comes twice, answers 400."""
    rules_answer(patch, 400, "PRV-STMT-02")


@variant("PRV-STMT-02")
def a_repetition_answers_422(patch: Patch) -> None:
    """A `uniqueId` that was sent before, or comes twice, answers 422."""
    rules_answer(patch, 422, "PRV-STMT-02")


@variant(*FAULTS)
def statements_with_faults_answer_422(patch: Patch) -> None:
    """A statement that is wrong in itself answers 422."""
    refusals_answer(patch, 422, lambda refusal: refusal.requirement in FAULTS)


@variant("PRV-STMT-03", "PRV-STMT-06")
def statements_that_contradict_themselves_answer_409(patch: Patch) -> None:
    """Other totals than `expected`, and signs and dates that cannot be, answer 409."""
    rules_answer(patch, 409, "PRV-STMT-03", "PRV-STMT-06")


@variant("PRV-STMT-03")
def what_a_statement_should_come_to_is_noted(patch: Patch) -> None:
    """Nothing follows from `expected`."""
    _reading(patch, lambda new: replace(new, expected=Expected()))


@variant("PRV-STMT-03")
def the_sum_of_debits_may_be_given_without_its_sign(patch: Patch) -> None:
    """The sum of the debits counts with its sign or without."""

    def signed(new: NewStatement) -> NewStatement:
        debits = new.expected.transaction_debit_sum
        below = None if debits is None else -abs(debits)
        return replace(new, expected=replace(new.expected, transaction_debit_sum=below))

    _reading(patch, signed)


def _reading(patch: Patch, change: Callable[[NewStatement], NewStatement]) -> None:
    real = provider.parse_statement
    patch.setattr(provider, "parse_statement", lambda body: change(real(body)))


@variant("PRV-STMT-04")
def only_transactions_wake_an_account(patch: Patch) -> None:
    """The status `active` in a statement without transactions moves nothing."""
    real = Statement.account_event.fget  # type: ignore[attr-defined]

    def event(self: Statement) -> BankAccountEvent | None:
        found: BankAccountEvent | None = real(self)
        came = found is BankAccountEvent.TRANSACTIONS_CAME
        return None if came and not self.transactions else found

    patch.setattr(Statement, "account_event", property(event))


@variant("PRV-STMT-04")
def an_account_awaits_its_user_whatever_comes(patch: Patch) -> None:
    """Statements are taken while an account is `authRequired`, and leave it so."""
    real = BankAccount.after

    def after(self: BankAccount, event: BankAccountEvent) -> BankAccount | None:
        awaits = self.status is BankAccountStatus.AUTH_REQUIRED
        came = event is BankAccountEvent.TRANSACTIONS_CAME
        return self if awaits and came else real(self, event)

    patch.setattr(BankAccount, "after", after)


@variant("PRV-STMT-06")
def signs_types_and_dates_are_the_providers_business(patch: Patch) -> None:
    """A transaction is taken with any sign, type and date."""
    real = statement_faults.faults

    def faults(statement: NewStatement, now: Any) -> Any:
        return (each for each in real(statement, now) if each[0] != "PRV-STMT-06")

    patch.setattr(statement_faults, "faults", faults)


@variant("PRV-STMT-08")
def statements_of_a_cancelled_account_answer_404(patch: Patch) -> None:
    """A bank account that was disconnected is unknown to its provider."""
    rules_answer(patch, 404, "PRV-STMT-08")


@variant("PRV-STMT-08")
def statements_of_a_cancelled_account_answer_410(patch: Patch) -> None:
    """A statement of a disconnected bank account answers 410."""
    rules_answer(patch, 410, "PRV-STMT-08")


@variant("PRV-STMT-08")
def statements_of_a_cancelled_account_answer_403(patch: Patch) -> None:
    """A statement of a disconnected bank account answers 403."""
    rules_answer(patch, 403, "PRV-STMT-08")


@variant("PRV-STMT-10")
def what_a_provider_does_not_reach_answers_403(patch: Patch) -> None:
    """Accounts and statements of others, and such as are not there, answer 403."""
    rules_answer(patch, 403, "PRV-STMT-10")


@variant("PRV-STMT-10")
def accounts_that_a_provider_does_not_reach_answer_409(patch: Patch) -> None:
    """A statement of an account that is another provider's, or not there, answers 409."""
    codes_answer(patch, 409, "PRV-STMT-10", "unknown_bank_account")


@variant("PRV-STMT-10")
def accounts_that_a_provider_does_not_reach_answer_400(patch: Patch) -> None:
    """A statement of an account that is another provider's, or not there, answers 400."""
    codes_answer(patch, 400, "PRV-STMT-10", "unknown_bank_account")
