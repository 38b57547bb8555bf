"""Sandboxes whose playground bank does other things than its user, or their owner, wants."""

from collections.abc import Collection
from datetime import datetime

import pytest

from sandbank_server.domain.authorisations import Authorisation, Report
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.organisations import Provider
from sandbank_server.domain.statements import Statement
from sandbank_server.service import auto_approval, due, playground, playground_business
from sandbank_server.service.playground import Decision, Visit
from sandbank_server.service.playground_accounts import NEW_ACCOUNTS
from sandbank_server.service.ports import Sandbox
from zoo.animals import liar


@liar("CTL-14")
def shares_whatever_the_user_has(patch: pytest.MonkeyPatch) -> None:
    """An approval grants every account, whichever are named."""
    real = playground.report

    def deviating(visited: Visit, decision: Decision, identifiers: Collection[str]) -> Report:
        real(visited, decision, identifiers)
        return real(visited, decision, [each.account_identifier for each in visited.accounts])

    patch.setattr(playground, "report", deviating)


@liar("CTL-14")
def knows_nothing_but_new_accounts(patch: pytest.MonkeyPatch) -> None:
    """The playground bank offers no account that the company knows already."""

    def deviating(sandbox: Sandbox, authorisation: Authorisation) -> object:  # noqa: ARG001
        return tuple(map(playground.as_granted, NEW_ACCOUNTS))

    patch.setattr(playground, "accounts_at", deviating)


@liar("CTL-14")
def takes_a_refusal_for_an_approval(patch: pytest.MonkeyPatch) -> None:
    """Whatever the user says, the bank hears yes."""
    real = playground.report

    def deviating(visited: Visit, decision: Decision, identifiers: Collection[str]) -> Report:  # noqa: ARG001
        return real(visited, Decision.APPROVE, identifiers)

    patch.setattr(playground, "report", deviating)


@liar("CTL-14")
def makes_one_transaction_too_few(patch: pytest.MonkeyPatch) -> None:
    """Of the transactions that are asked for the last one is not made."""
    real = playground_business._post

    def deviating(
        sandbox: Sandbox, provider: Provider, account: BankAccount, moments: list[datetime]
    ) -> Statement:
        return real(sandbox, provider, account, moments[:-1])

    patch.setattr(playground_business, "_post", deviating)


@liar("CTL-14")
def lets_days_pass_without_transactions(patch: pytest.MonkeyPatch) -> None:
    """The setting is kept and shown, and nothing comes of it."""
    patch.setattr(due.playground_business, "make_due", lambda _: None)


@liar("CTL-14")
def leaves_the_choice_to_a_user_who_never_comes(patch: pytest.MonkeyPatch) -> None:
    """Sessions are approved by themselves, but nothing is chosen."""
    patch.setattr(auto_approval, "_choose", lambda _, __: None)
