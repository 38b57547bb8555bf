"""Servers where a disconnected bank account can be written to, or not be read."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.domain.bank_accounts import BankAccountStatus
from sandbank_server.domain.refusals import Unknown
from sandbank_server.service import (
    rules,
    session_subjects,
    transactions,
)
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.reach import AccountPath
from sandbank_server.service.transactions import Span, TransactionPage
from zoo.animals import liar
from zoo.liars.retelling import take_leftovers_back


def _without_judging(patch: pytest.MonkeyPatch, *names: str) -> None:
    """Operations on rules that do not ask whether the bank account is connected."""
    for name in names:
        patch.setattr(rules, name, _unjudged(getattr(rules, name)))


def _unjudged(real: Callable[..., Any]) -> Callable[..., Any]:
    def carry_out(*what: Any) -> Any:
        with pytest.MonkeyPatch.context() as meanwhile:
            meanwhile.setattr(rules, "_judge_connected", lambda _: None)
            return real(*what)

    return carry_out


@liar("CON-OFF-03", "CON-OFF-11")
def makes_rules_for_a_cancelled_account(patch: pytest.MonkeyPatch) -> None:
    """A disconnected bank account takes new rules, and they are active."""
    _without_judging(patch, "create")
    take_leftovers_back(patch)


@liar("CON-OFF-11")
def changes_the_rules_of_a_cancelled_account(patch: pytest.MonkeyPatch) -> None:
    """PUT and PATCH work for the rules of a disconnected bank account as for any."""
    _without_judging(patch, "replace", "change")


@liar("CON-OFF-11")
def deletes_the_rules_of_a_cancelled_account(patch: pytest.MonkeyPatch) -> None:
    """The rules of a disconnected bank account can be deleted."""
    _without_judging(patch, "delete")


@liar("CON-OFF-11")
def finds_no_transactions_of_a_cancelled_account(patch: pytest.MonkeyPatch) -> None:
    """Reading the transactions of a disconnected bank account answers 404."""
    real = transactions.page

    def page(sandbox: Sandbox, caller: Any, path: AccountPath, asked: Span) -> TransactionPage:
        served = real(sandbox, caller, path, asked)
        if not served.account.is_connected:
            raise Unknown("CON-OFF-11", "unknown_bank_account", "It is disconnected.")
        return served

    patch.setattr(transactions, "page", page)


@liar("CON-OFF-11")
def begins_sessions_for_a_cancelled_account(patch: pytest.MonkeyPatch) -> None:
    """A session to authorise a disconnected bank account again begins like any other."""
    real = session_subjects._account

    def account(*what: Any) -> Any:
        found = real(*what)
        return found and replace(found, status=BankAccountStatus.ACTIVE)

    patch.setattr(session_subjects, "_account", account)
