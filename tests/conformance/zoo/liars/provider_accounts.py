"""Liars about what a report leaves behind: the accounts offered, renewed and connected."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.domain.authorisations import (
    Authorisation,
    GrantedAccount,
    Report,
)
from sandbank_server.domain.bank_accounts import BankAccount, BankAccountEvent, BankAccountStatus
from sandbank_server.service import authorisations, sessions
from sandbank_server.service.ports import Sandbox
from zoo.animals import liar
from zoo.liars.excuses import refuse_reports

Granted = tuple[GrantedAccount, ...]


def _keep(patch: pytest.MonkeyPatch, kept: Callable[[Granted], Iterable[GrantedAccount]]) -> None:
    real = authorisations.each_once
    patch.setattr(authorisations, "each_once", lambda accounts: tuple(kept(real(accounts))))


@liar("PRV-AUTH-08")
def offers_the_first_account_only(patch: pytest.MonkeyPatch) -> None:
    """Of several granted accounts the first one is offered."""
    _keep(patch, lambda granted: granted[:1])


@liar("PRV-AUTH-08")
def tells_accounts_apart_by_their_account_identifier(patch: pytest.MonkeyPatch) -> None:
    """Of accounts that differ in `bankIdentifier` alone the last one is offered."""
    _keep(patch, lambda granted: {it.account_identifier: it for it in granted}.values())


@liar("PRV-AUTH-08")
def tells_accounts_apart_by_their_name(patch: pytest.MonkeyPatch) -> None:
    """Of accounts with one name the last one is offered."""
    _keep(patch, lambda granted: {it.account_name: it for it in granted}.values())


@liar("PRV-AUTH-08")
def files_all_accounts_under_the_first_bank_identifier(patch: pytest.MonkeyPatch) -> None:
    """Every account is offered with the `bankIdentifier` of the first."""
    _keep(
        patch,
        lambda granted: [replace(it, bank_identifier=granted[0].bank_identifier) for it in granted],
    )


@liar("PRV-AUTH-08", "PRV-AUTH-15")
def forgets_accounts_without_a_branch(patch: pytest.MonkeyPatch) -> None:
    """An account with the `branchIdentifier` "n/a" is passed over in silence."""
    _keep(patch, lambda granted: [it for it in granted if it.branch_identifier != "n/a"])


@liar("PRV-AUTH-16")
def offers_an_account_as_often_as_it_came(patch: pytest.MonkeyPatch) -> None:
    """An account that comes twice in one report is offered twice."""
    patch.setattr(authorisations, "each_once", tuple)


@liar("PRV-AUTH-08")
def does_not_offer_what_is_connected(patch: pytest.MonkeyPatch) -> None:
    """An account that is connected already is left out of what is offered."""
    real = sessions.current

    def deviating(sandbox: Sandbox, authorisation_id: str) -> Authorisation:
        session = real(sandbox, authorisation_id)
        fresh = (
            it for it in session.granted if not sessions._candidate(sandbox, session, it).connected
        )
        return replace(session, granted=tuple(fresh))

    patch.setattr(sessions, "current", deviating)


@liar("PRV-AUTH-09")
def takes_a_success_without_accounts_for_a_failure(patch: pytest.MonkeyPatch) -> None:
    """An onboarding without any account answers 204, and the session has failed."""
    real = authorisations._onboard

    def deviating(sandbox: Sandbox, authorisation: Authorisation, told: Report) -> Authorisation:
        failed = replace(told, status=authorisations.ReportedStatus.FAILURE)
        return real(sandbox, authorisation, told if told.bank_accounts else failed)

    patch.setattr(authorisations, "_onboard", deviating)


@liar("PRV-AUTH-11")
def overlooks_the_accounts_of_a_re_authorisation(patch: pytest.MonkeyPatch) -> None:
    """A re-authorisation with accounts answers 204, and the accounts are ignored."""
    real = authorisations._reauthorise

    def deviating(sandbox: Sandbox, authorisation: Authorisation, told: Report) -> Authorisation:
        return real(sandbox, authorisation, replace(told, bank_accounts=()))

    patch.setattr(authorisations, "_reauthorise", deviating)


@liar("PRV-AUTH-10")
def always_wants_a_list_of_accounts(patch: pytest.MonkeyPatch) -> None:
    """A re-authorisation without `bankAccounts` answers 400; an empty list is taken."""
    refuse_reports(patch, "_reauthorise", lambda data: "bankAccounts" not in data)


@liar("PRV-AUTH-10")
def a_list_of_accounts_is_never_empty(patch: pytest.MonkeyPatch) -> None:
    """A re-authorisation with an empty `bankAccounts` answers 400; without it all is well."""
    refuse_reports(patch, "_reauthorise", lambda data: data.get("bankAccounts") == [])


def _renew(patch: pytest.MonkeyPatch, renewed: Callable[[Sandbox, BankAccount], Any]) -> None:
    """Hands the account of a re-authorisation that succeeded on, in place of storing it."""
    real = authorisations._reauthorise

    def deviating(sandbox: Sandbox, authorisation: Authorisation, told: Report) -> Authorisation:
        before = sandbox.store.bank_accounts.get(authorisation.bank_account_id or "")
        ended = real(sandbox, authorisation, told)
        if before is not None and told.status == "success":
            sandbox.store.bank_accounts.put(before)
            renewed(sandbox, before)
        return ended

    patch.setattr(authorisations, "_reauthorise", deviating)


def _activate(sandbox: Sandbox, accounts: Iterable[BankAccount]) -> None:
    for account in accounts:
        active = account.after(BankAccountEvent.REAUTHORISED)
        sandbox.store.bank_accounts.put(active or account)


def _waiting(sandbox: Sandbox, like: BankAccount) -> list[BankAccount]:
    """The accounts of a company at a bank that wait for a re-authorisation."""
    accounts = sandbox.store.bank_accounts.find("company", like.company_id)
    waits = BankAccountStatus.AUTH_REQUIRED
    return [it for it in accounts if it.bank_id == like.bank_id and it.status is waits]


@liar("PRV-AUTH-10")
def a_re_authorisation_renews_nothing(patch: pytest.MonkeyPatch) -> None:
    """The session ends well, but the account stays as it was."""
    _renew(patch, lambda _sandbox, _account: None)


@liar("PRV-AUTH-12")
def a_re_authorisation_renews_every_account_at_the_bank(patch: pytest.MonkeyPatch) -> None:
    """All accounts of the company at the bank that are `authRequired` are active again."""
    _renew(patch, lambda sandbox, it: _activate(sandbox, [it, *_waiting(sandbox, it)]))


@liar("PRV-AUTH-10", "PRV-AUTH-12")
def a_re_authorisation_renews_the_account_that_waited_first(patch: pytest.MonkeyPatch) -> None:
    """Active again is the first account at the bank that is `authRequired`, whatever the id."""
    _renew(patch, lambda sandbox, it: _activate(sandbox, _waiting(sandbox, it)[:1]))
