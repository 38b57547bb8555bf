"""Servers whose statements are further than they say, or not as far: while processing waits."""

from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.adapters import world_rules
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.statements import Statement, StatementEvent, StatementStatus
from sandbank_server.service import processing, statements, transactions
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.reach import AccountPath
from sandbank_server.service.transactions import Span, TransactionPage
from zoo.animals import liar

Patch = pytest.MonkeyPatch

WAITING = StatementStatus.PROCESSING


@liar("PRV-STMT-12")
def transactions_are_served_while_their_statement_waits(patch: Patch) -> None:
    """What a statement brings can be read before its processing has ended."""
    real = transactions.page

    def page(sandbox: Sandbox, caller: Any, path: AccountPath, asked: Span) -> TransactionPage:
        served = real(sandbox, caller, path, asked)
        owner = served.account.bank_account_id
        waiting = sandbox.store.statements.find("processing", owner)
        first = served.account.last_transaction_id + 1
        brought = enumerate((it for each in waiting for it in each.transactions), start=first)
        early = [replace(each, transaction_id=number) for number, each in brought]
        last = asked.end_index or first + len(early)
        asked_for = [it for it in early if asked.start_index <= it.transaction_id <= last]
        if served.next_index is not None:
            return served
        return replace(served, transactions=(*served.transactions, *asked_for))

    patch.setattr(transactions, "page", page)


@liar("PRV-STMT-12")
def an_account_moves_while_its_statement_waits(patch: Patch) -> None:
    """A bank account is as its statement says before processing has ended."""
    real = processing.begin

    def begin(sandbox: Sandbox, statement: Statement) -> Statement:
        begun, event = real(sandbox, statement), statement.account_event
        account = sandbox.store.bank_accounts.get(begun.bank_account_id)
        if begun.status is WAITING and account is not None and event is not None:
            sandbox.store.bank_accounts.put(account.after(event) or account)
        return begun

    patch.setattr(processing, "begin", begin)


@liar("PRV-STMT-12")
def a_statement_is_completed_before_it_was_processed(patch: Patch) -> None:
    """A statement that waits is `completed` to who asks for it."""
    real = statements.get

    def get(*what: Any) -> Statement:
        statement = real(*what)
        return replace(statement, status=StatementStatus.COMPLETED)

    patch.setattr(statements, "get", get)


@liar("PRV-STMT-12")
def a_statement_waits_however_often_it_is_read(patch: Patch) -> None:
    """A statement that is to be processed after some reads is `processing` for ever."""
    patch.setattr(processing, "count_read", lambda *_: None)


def _ending(patch: Patch, end: Any) -> None:
    """What becomes of a statement that waits when its bank account is disconnected."""

    def fail(sandbox: Sandbox, account: BankAccount) -> None:
        for each in sandbox.store.statements.find("processing", account.bank_account_id):
            processing._kept(sandbox, end(each))

    patch.setattr(processing, "fail_disconnected", fail)


@liar("PRV-STMT-12")
def a_statement_of_a_disconnected_account_is_completed(patch: Patch) -> None:
    """A statement that waits is `completed` when its bank account is disconnected."""
    _ending(patch, lambda statement: statement.ended(StatementEvent.PROCESSED))


@liar("PRV-STMT-12")
def a_statement_does_not_tell_why_it_failed(patch: Patch) -> None:
    """A statement that has failed has no `errors`."""
    _ending(patch, lambda statement: statement.ended(StatementEvent.DISCONNECTED))


@liar("CON-OFF-04", "PRV-STMT-12")
def a_failed_statement_keeps_its_transactions(patch: Patch) -> None:
    """The world holds what a statement brought that its account did not live to see."""

    def end(statement: Statement) -> Statement:
        ended = statement.ended(StatementEvent.DISCONNECTED, processing._DISCONNECTED)
        return replace(ended, transactions=statement.transactions)

    _ending(patch, end)
    patch.setattr(world_rules, "check_statements", lambda *_: None)
