"""Processing statements: transactions get ids and predictions, and the account moves."""

from dataclasses import replace
from datetime import timedelta

from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.durations import parse_duration
from sandbank_server.domain.rule_matching import predicted
from sandbank_server.domain.statements import Statement, StatementError, StatementEvent
from sandbank_server.service.ports import Sandbox

_DISCONNECTED = StatementError(
    code="bank_account_disconnected",
    message="The bank account was disconnected before the statement was processed.",
)


def begin(sandbox: Sandbox, statement: Statement) -> Statement:
    """Keep an accepted statement, and process it at once unless the owner has it wait."""
    how, now = sandbox.store.settings.statement_processing, sandbox.clock.now()
    wait = parse_duration(how.after_time or "") or timedelta()
    if how.after_reads:
        return _kept(sandbox, replace(statement, reads_left=how.after_reads))
    if wait:
        return _kept(sandbox, replace(statement, due_at=now + wait))
    return process(sandbox, statement)


def count_read(sandbox: Sandbox, statement: Statement) -> None:
    """Process a statement that waits to be read with the last of these reads."""
    if statement.reads_left is None:
        return
    if statement.reads_left > 1:
        _kept(sandbox, replace(statement, reads_left=statement.reads_left - 1))
    else:
        process(sandbox, statement)


def process(sandbox: Sandbox, statement: Statement) -> Statement:
    """Hold all of a statement's transactions for its account, and move the account with it."""
    account = sandbox.store.bank_accounts.get(statement.bank_account_id)
    if account is None or not account.is_connected:  # a file may hold what never comes to be
        return _failed(sandbox, statement)
    _hold(sandbox, statement, account)
    last = account.last_transaction_id + len(statement.transactions)
    event = statement.account_event
    moved = (account.after(event) if event else None) or account
    sandbox.store.bank_accounts.put(replace(moved, last_transaction_id=last))
    return _kept(sandbox, statement.ended(StatementEvent.PROCESSED))


def fail_disconnected(sandbox: Sandbox, account: BankAccount) -> None:
    """End what is under way for an account that was disconnected; its transactions are gone."""
    for statement in sandbox.store.statements.find("processing", account.bank_account_id):
        _failed(sandbox, statement)


def _failed(sandbox: Sandbox, statement: Statement) -> Statement:
    return _kept(sandbox, statement.ended(StatementEvent.DISCONNECTED, _DISCONNECTED))


def _hold(sandbox: Sandbox, statement: Statement, account: BankAccount) -> None:
    rules = sandbox.store.rules.find("account", account.bank_account_id)
    first = account.last_transaction_id + 1
    for transaction_id, transaction in enumerate(statement.transactions, start=first):
        # What is in no foreign currency is in that of the account.
        currency = transaction.currency or account.default_currency
        held = replace(transaction, transaction_id=transaction_id, currency=currency)
        predictions = predicted(rules, held)
        if predictions:
            held = replace(held, predicted_actions=predictions)
        sandbox.store.transactions.put(held)


def _kept(sandbox: Sandbox, statement: Statement) -> Statement:
    sandbox.store.statements.put(statement)
    return statement
