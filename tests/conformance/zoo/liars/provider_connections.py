"""Liars about how sessions end: in failure, or with accounts that are connected already."""

import json
from dataclasses import replace

import pytest

from sandbank_server.adapters import world_rules
from sandbank_server.domain.authorisations import Authorisation, AuthorisationEvent, Report
from sandbank_server.domain.authorisations import ReportedStatus as Told
from sandbank_server.domain.bank_accounts import BankAccount, BankAccountEvent
from sandbank_server.domain.organisations import Bank
from sandbank_server.domain.refusals import Conflict
from sandbank_server.service import authorisations, bank_accounts, sessions
from sandbank_server.service.bank_accounts import NewBankAccount
from sandbank_server.service.ports import Sandbox
from zoo.animals import Answered, Asked, liar
from zoo.liars.excuses import REPORTS, data_of, retry
from zoo.liars.retelling import take_leftovers_back


@liar("PRV-AUTH-19")
def a_failed_re_authorisation_renews_the_account(patch: pytest.MonkeyPatch) -> None:
    """However a re-authorisation ended, the account is active again."""
    outcomes = {
        each: (event, authorisations._OUTCOMES[Told.SUCCESS][1])
        for each, (event, _) in authorisations._OUTCOMES.items()
    }
    patch.setattr(authorisations, "_OUTCOMES", outcomes)


@liar("PRV-AUTH-19")
def offers_the_accounts_of_a_failure(patch: pytest.MonkeyPatch) -> None:
    """An onboarding that failed but brings accounts counts as a success."""
    real = authorisations._onboard

    def deviating(sandbox: Sandbox, authorisation: Authorisation, told: Report) -> Authorisation:
        meant = replace(told, status=Told.SUCCESS) if told.bank_accounts else told
        return real(sandbox, authorisation, meant)

    patch.setattr(authorisations, "_onboard", deviating)


@liar("PRV-AUTH-17", "PRV-AUTH-19")
def a_failure_leaves_the_session_open(patch: pytest.MonkeyPatch) -> None:
    """After a failure the session can be reported again, for the user may try again."""
    real = authorisations._end

    def deviating(
        sandbox: Sandbox, authorisation: Authorisation, event: AuthorisationEvent
    ) -> Authorisation:
        failed = event is AuthorisationEvent.FAILED
        return authorisation if failed else real(sandbox, authorisation, event)

    patch.setattr(authorisations, "_end", deviating)


@liar("PRV-AUTH-19")
def a_failed_re_authorisation_cancels_the_account(patch: pytest.MonkeyPatch) -> None:
    """An account whose user did not renew the access is cancelled."""
    outcomes = {
        **authorisations._OUTCOMES,
        Told.FAILURE: (AuthorisationEvent.FAILED, BankAccountEvent.DISCONNECTED),
    }
    patch.setattr(authorisations, "_OUTCOMES", outcomes)
    take_leftovers_back(patch)


@liar("PRV-AUTH-19")
def takes_every_other_status_for_a_failure(patch: pytest.MonkeyPatch) -> None:
    """A `status` that is neither `success` nor `failure` ends the session as a failure."""

    def mend(asked: Asked, answered: Answered) -> Asked | None:
        data = data_of(asked.body)
        wrong = "status" in data and data["status"] not in list(Told)
        if not REPORTS(asked) or answered.status != 400 or not wrong:
            return None
        failed = {"data": {**data, "status": Told.FAILURE}}
        return replace(asked, body=json.dumps(failed).encode())

    retry(patch, mend)


@liar("PRV-AUTH-12")
def renews_the_accounts_that_an_onboarding_brings(patch: pytest.MonkeyPatch) -> None:
    """An onboarding makes the connected accounts in its report active that are `authRequired`."""
    real = authorisations._onboard

    def deviating(sandbox: Sandbox, authorisation: Authorisation, told: Report) -> Authorisation:
        ended = real(sandbox, authorisation, told)
        for granted in ended.granted:
            new = sessions._new_bank_account(ended, granted)
            for account in _connections(sandbox, authorisation.company_id, new):
                active = account.after(BankAccountEvent.REAUTHORISED)
                sandbox.store.bank_accounts.put(active or account)
        return ended

    patch.setattr(authorisations, "_onboard", deviating)


def _connections(sandbox: Sandbox, company_id: str, new: NewBankAccount) -> list[BankAccount]:
    """The company's connections to the same real account that are not cancelled."""
    return [
        it
        for it in sandbox.store.bank_accounts.find("company", company_id)
        if it.is_connected and _same(it, new) and it.bank_identifier == new.bank_identifier
    ]


def _same(account: BankAccount, new: NewBankAccount) -> bool:
    return (account.bank_id, account.account_identifier) == (new.bank_id, new.account_identifier)


@liar("PRV-AUTH-13")
def refuses_reports_of_what_is_connected(patch: pytest.MonkeyPatch) -> None:
    """A report that brings an account that is connected already answers 409."""
    real = authorisations._onboard

    def deviating(sandbox: Sandbox, authorisation: Authorisation, told: Report) -> Authorisation:
        for granted in told.bank_accounts:
            if sessions._candidate(sandbox, authorisation, granted).connected:
                raise Conflict("PRV-AUTH-13", "connected", "An account is connected already.")
        return real(sandbox, authorisation, told)

    patch.setattr(authorisations, "_onboard", deviating)


@liar("PRV-AUTH-13")
def connects_an_account_a_second_time(patch: pytest.MonkeyPatch) -> None:
    """What is connected already is not looked for."""
    patch.setattr(world_rules, "_check_unique", lambda *_: None)
    patch.setattr(bank_accounts, "has_connection", lambda _sandbox, _company_id, _new: False)


@liar("PRV-AUTH-13")
def a_cancelled_account_is_connected_for_ever(patch: pytest.MonkeyPatch) -> None:
    """An account that was disconnected counts as connected all the same."""

    def deviating(sandbox: Sandbox, company_id: str, new: NewBankAccount) -> bool:
        accounts = sandbox.store.bank_accounts.find("company", company_id)
        return any(_same(it, new) and it.bank_identifier == new.bank_identifier for it in accounts)

    patch.setattr(bank_accounts, "has_connection", deviating)


@liar("PRV-AUTH-13")
def connected_is_what_has_the_same_account_identifier(patch: pytest.MonkeyPatch) -> None:
    """Of two accounts that differ in `bankIdentifier` one can be connected."""

    def deviating(sandbox: Sandbox, company_id: str, new: NewBankAccount) -> bool:
        accounts = sandbox.store.bank_accounts.find("company", company_id)
        return any(it.is_connected and _same(it, new) for it in accounts)

    patch.setattr(bank_accounts, "has_connection", deviating)


@liar("GEN-05", "PRV-AUTH-13")
def connected_is_what_any_company_has_connected(patch: pytest.MonkeyPatch) -> None:
    """An account that another company has connected is shown as connected, and refused."""

    def deviating(sandbox: Sandbox, _company_id: str, new: NewBankAccount) -> bool:
        companies = sandbox.store.companies.all()
        return any(_connections(sandbox, company.company_id, new) for company in companies)

    patch.setattr(bank_accounts, "has_connection", deviating)


@liar("PRV-AUTH-13")
def connecting_again_gives_the_first_connection(patch: pytest.MonkeyPatch) -> None:
    """Connecting an account that is connected already succeeds with the connection there is."""
    real = bank_accounts.connect

    def deviating(
        sandbox: Sandbox,
        company_id: str,
        bank: Bank,
        new: NewBankAccount,
        *,
        external_id: str | None = None,
    ) -> BankAccount:
        held = _connections(sandbox, company_id, new)
        return held[0] if held else real(sandbox, company_id, bank, new, external_id=external_id)

    patch.setattr(bank_accounts, "connect", deviating)
