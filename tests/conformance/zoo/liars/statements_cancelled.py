"""Servers where a statement reaches a bank account that was disconnected."""

from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.domain.bank_accounts import BankAccount, BankAccountStatus
from sandbank_server.domain.refusals import Conflict, Refusal
from sandbank_server.domain.statements import (
    AccountReport,
    NewStatement,
    Statement,
    StatementEvent,
)
from sandbank_server.service import statements
from sandbank_server.service.callers import ProviderCaller
from sandbank_server.service.keys import real_account_key
from sandbank_server.service.ports import Sandbox
from zoo.animals import liar
from zoo.liars.postings import after_refused

Patch = pytest.MonkeyPatch


def _too_late(refusal: Refusal) -> bool:
    return refusal.code == "bank_account_cancelled"


def _posting(patch: Patch, otherwise: Any) -> None:
    """What becomes of a statement of a disconnected account; None leaves the refusal."""
    real = statements.post

    def post(sandbox: Sandbox, caller: ProviderCaller, new: NewStatement) -> Statement:
        try:
            return real(sandbox, caller, new)
        except Conflict as refusal:
            account = sandbox.store.bank_accounts.get(new.bank_account_id)
            taken = _too_late(refusal) and account and otherwise(sandbox, caller, new, account)
            if not taken:
                raise
            return taken

    patch.setattr(statements, "post", post)


def _completed(sandbox: Sandbox, caller: ProviderCaller, new: NewStatement) -> Statement:
    statement = Statement(
        statement_id=sandbox.ids.new(),
        provider_id=caller.provider_id,
        bank_account_id=new.bank_account_id,
    ).ended(StatementEvent.PROCESSED)
    sandbox.store.statements.put(statement)
    return statement


@liar("PRV-STMT-08")
def a_cancelled_account_takes_statements_in_vain(patch: Patch) -> None:
    """A statement of a disconnected account answers 202 and is completed; nothing comes of it."""
    _posting(patch, lambda sandbox, caller, new, _: _completed(sandbox, caller, new))


@liar("CON-OFF-02", "PRV-STMT-08")
def the_status_active_revives_a_cancelled_account(patch: Patch) -> None:
    """A statement without transactions whose status is `active` brings a disconnected one back."""

    def revive(
        sandbox: Sandbox, caller: ProviderCaller, new: NewStatement, account: BankAccount
    ) -> Statement | None:
        if new.transactions or new.account_status is not AccountReport.ACTIVE:
            return None
        sandbox.store.bank_accounts.put(replace(account, status=BankAccountStatus.ACTIVE))
        return _completed(sandbox, caller, new)

    _posting(patch, revive)


@liar("CON-OFF-02", "GEN-02", "PRV-STMT-08")
def a_refused_statement_makes_a_cancelled_account_lapse(patch: Patch) -> None:
    """`authRequired` for a disconnected account answers 409; it is `authRequired` then."""

    def then(sandbox: Sandbox, _caller: Any, refusal: Refusal, new: NewStatement) -> None:
        if _too_late(refusal) and new.account_status is AccountReport.AUTH_REQUIRED:
            account = sandbox.store.bank_accounts.get(new.bank_account_id)
            assert account is not None
            lapsed = replace(account, status=BankAccountStatus.AUTH_REQUIRED)
            sandbox.store.bank_accounts.put(lapsed)

    after_refused(patch, then)


@liar("PRV-STMT-08")
def statements_of_a_cancelled_account_go_to_its_successor(patch: Patch) -> None:
    """Once the real account is connected anew, statements by the old id are of the new one."""
    real = statements.post

    def onward(
        sandbox: Sandbox, caller: ProviderCaller, new: NewStatement, account: BankAccount
    ) -> Statement | None:
        found = sandbox.store.bank_accounts.find("real", real_account_key(account))
        heir = next((each.bank_account_id for each in found if each.is_connected), None)
        if heir is None:
            return None
        own = tuple(replace(each, bank_account_id=heir) for each in new.transactions)
        return real(sandbox, caller, replace(new, bank_account_id=heir, transactions=own))

    _posting(patch, onward)
