"""Servers whose bank accounts do not stand as the statements of them say."""

import pytest

from sandbank_server.domain.bank_accounts import BankAccount, BankAccountEvent, BankAccountStatus
from sandbank_server.domain.refusals import Conflict, Refusal
from sandbank_server.domain.statements import AccountReport, NewStatement, Statement
from sandbank_server.service import statements
from sandbank_server.service.callers import ProviderCaller
from sandbank_server.service.ports import Sandbox
from zoo.animals import liar
from zoo.liars import postings
from zoo.liars.retelling import take_leftovers_back

Patch = pytest.MonkeyPatch
Event = BankAccountEvent | None

CAME, LAPSED = BankAccountEvent.TRANSACTIONS_CAME, BankAccountEvent.AUTHORISATION_LAPSED
PENDING, AUTH_REQUIRED = BankAccountStatus.PENDING, BankAccountStatus.AUTH_REQUIRED


def _unmoved(patch: Patch, stays: object) -> None:
    """Accounts for which something holds stay as they are, whatever a statement says."""
    real = BankAccount.after

    def after(self: BankAccount, event: BankAccountEvent) -> BankAccount | None:
        return self if stays(self, event) else real(self, event)  # type: ignore[operator]

    patch.setattr(BankAccount, "after", after)


@liar("PRV-STMT-04")
def a_pending_account_stays_pending(patch: Patch) -> None:
    """A bank account that is `pending` takes transactions, and is `pending` as before."""
    _unmoved(patch, lambda it, event: it.status is PENDING and event is CAME)


@liar("PRV-STMT-04")
def a_pending_account_waits_for_a_second_statement(patch: Patch) -> None:
    """The first statement with transactions leaves an account `pending`, the second does not."""
    _unmoved(
        patch,
        lambda it, event: it.status is PENDING and event is CAME and not it.last_transaction_id,
    )


@liar("PRV-STMT-04")
def transactions_do_not_bring_a_user_back(patch: Patch) -> None:
    """A bank account that is `authRequired` stays so, though transactions come."""
    _unmoved(patch, lambda it, event: it.status is AUTH_REQUIRED and event is CAME)


@liar("PRV-STMT-05")
def only_an_active_account_can_lapse(patch: Patch) -> None:
    """A bank account that is `pending` stays so when a statement says `authRequired`."""
    _unmoved(patch, lambda it, event: it.status is PENDING and event is LAPSED)


@liar("PRV-STMT-04")
def debits_alone_do_not_wake_an_account(patch: Patch) -> None:
    """Only a statement with a credit among its transactions makes a bank account `active`."""

    def change(statement: Statement, event: Event) -> Event:
        credit = any(each.transaction_amount > 0 for each in statement.transactions)
        return None if statement.transactions and not credit else event

    postings.move(patch, change)


@liar("PRV-STMT-04")
def the_status_active_is_overlooked(patch: Patch) -> None:
    """A statement without transactions whose status is `active` moves nothing."""
    postings.move(
        patch,
        lambda statement, event: event if event is not CAME or statement.transactions else None,
    )


@liar("PRV-STMT-05")
def the_status_auth_required_is_overlooked(patch: Patch) -> None:
    """A statement whose status is `authRequired` moves nothing."""
    postings.move(patch, lambda _, event: None if event is LAPSED else event)


@liar("PRV-STMT-05")
def an_account_that_lapses_is_cancelled(patch: Patch) -> None:
    """A status of `authRequired` ends the connection."""
    postings.move(
        patch, lambda _, event: BankAccountEvent.DISCONNECTED if event is LAPSED else event
    )
    take_leftovers_back(patch)


@liar("PRV-STMT-04")
def an_empty_statement_wakes_an_account(patch: Patch) -> None:
    """A statement that brings neither transactions nor a status makes a bank account `active`."""
    postings.move(patch, lambda _, event: event or CAME)


@liar("PRV-STMT-04")
def a_user_has_to_come_back_before_transactions_do(patch: Patch) -> None:
    """Statements with transactions answer 409 while the bank account is `authRequired`."""
    real = statements._judge_account

    def post(sandbox: Sandbox, caller: ProviderCaller, new: NewStatement) -> Statement:
        def judge(sandbox: Sandbox, account: BankAccount) -> None:
            real(sandbox, account)
            if account.status is AUTH_REQUIRED and new.transactions:
                raise Conflict("PRV-STMT-04", "authorisation_required", "The user has to come.")

        with pytest.MonkeyPatch.context() as meanwhile:
            meanwhile.setattr(statements, "_judge_account", judge)
            return real_post(sandbox, caller, new)

    real_post = statements.post
    patch.setattr(statements, "post", post)


@liar("CON-TX-02")
def what_was_held_goes_when_an_account_lapses(patch: Patch) -> None:
    """A status of `authRequired` deletes the transactions of the bank account."""

    def empty(sandbox: Sandbox, statement: Statement) -> Statement:
        if statement.account_status is AccountReport.AUTH_REQUIRED:
            sandbox.store.transactions.remove_all("account", statement.bank_account_id)
        return statement

    postings.begin(patch, empty)


def _moved_by_refused(patch: Patch, event: BankAccountEvent, meant: object) -> None:
    def then(sandbox: Sandbox, caller: ProviderCaller, refusal: Refusal, new: NewStatement) -> None:
        table = sandbox.store.bank_accounts
        account = table.get(new.bank_account_id)
        bank = sandbox.store.banks.get(new.bank_id)
        own = bank is not None and bank.provider_id == caller.provider_id
        if account is None or not own or account.bank_id != new.bank_id:
            return
        if postings.is_malformed(refusal) and meant(new):  # type: ignore[operator]
            table.put(account.after(event) or account)

    postings.after_refused(patch, then)


@liar("GEN-02")
def a_refused_statement_wakes_its_account(patch: Patch) -> None:
    """A statement with a fault in its transactions answers 400, and makes its account `active`."""
    _moved_by_refused(patch, CAME, lambda new: new.transactions)


@liar("GEN-02")
def a_refused_statement_makes_its_account_lapse(patch: Patch) -> None:
    """`authRequired` beside transactions answers 400, and the account is `authRequired` then."""
    _moved_by_refused(
        patch,
        LAPSED,
        lambda new: new.transactions and new.account_status is AccountReport.AUTH_REQUIRED,
    )
