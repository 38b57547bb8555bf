"""Servers where a session that was open brings a disconnected bank account back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.api.calls import Answer, refused
from sandbank_server.api.provider import ProviderApi
from sandbank_server.api.provider_parse import parse_report
from sandbank_server.domain.authorisations import (
    Authorisation,
    AuthorisationEvent,
    AuthorisationStatus,
    Report,
    ReportedStatus,
)
from sandbank_server.domain.bank_accounts import BankAccountStatus
from sandbank_server.domain.refusals import Conflict
from sandbank_server.service import authorisations, offboarding
from sandbank_server.service.ports import Sandbox
from zoo.animals import liar
from zoo.liars.retelling import take_leftovers_back

OnRevoked = Callable[[Sandbox, Authorisation, Report], None]


def _revoked(sandbox: Sandbox, provider_id: str, authorisation_id: str) -> Authorisation | None:
    session = sandbox.store.authorisations.get(authorisation_id)
    mine = session is not None and session.provider_id == provider_id
    alive = session is not None and sandbox.clock.now() < session.expires_at
    revoked = session is not None and session.status is AuthorisationStatus.REVOKED
    return session if mine and alive and revoked else None


def _accepts(patch: pytest.MonkeyPatch, told_status: ReportedStatus, then: OnRevoked) -> None:
    """The report of a session whose account was disconnected is accepted, and does something."""
    real = authorisations.report

    def report(sandbox: Sandbox, caller: Any, authorisation_id: str, told: Report) -> Any:
        session = _revoked(sandbox, caller.provider_id, authorisation_id)
        if session is None or told.status is not told_status:
            return real(sandbox, caller, authorisation_id, told)
        then(sandbox, session, told)
        done = replace(session, status=AuthorisationStatus.COMPLETED)
        sandbox.store.authorisations.put(done)
        return done

    patch.setattr(authorisations, "report", report)


def _revive(sandbox: Sandbox, session: Authorisation, status: BankAccountStatus) -> None:
    account = sandbox.store.bank_accounts.get(session.bank_account_id or "")
    if account is not None:
        sandbox.store.bank_accounts.put(replace(account, status=status))


@liar("CON-OFF-02", "CON-OFF-13")
def revives_what_a_session_was_open_for(patch: pytest.MonkeyPatch) -> None:
    """A session that was open brings its disconnected bank account back when it succeeds."""

    def revive(sandbox: Sandbox, session: Authorisation, _: Report) -> None:
        _revive(sandbox, session, BankAccountStatus.ACTIVE)

    _accepts(patch, ReportedStatus.SUCCESS, revive)
    take_leftovers_back(patch)


@liar("CON-OFF-02", "CON-OFF-13")
def wants_a_failed_session_tried_again(patch: pytest.MonkeyPatch) -> None:
    """A session that was open makes its disconnected account `authRequired` when it fails."""

    def revive(sandbox: Sandbox, session: Authorisation, _: Report) -> None:
        _revive(sandbox, session, BankAccountStatus.AUTH_REQUIRED)

    _accepts(patch, ReportedStatus.FAILURE, revive)
    take_leftovers_back(patch)


@liar("CON-OFF-13")
def thanks_for_a_session_that_comes_too_late(patch: pytest.MonkeyPatch) -> None:
    """The success of a session whose bank account was disconnected answers 204 and does nothing."""
    _accepts(patch, ReportedStatus.SUCCESS, lambda *_: None)


@liar("CON-OFF-02", "CON-OFF-13", "GEN-02")
def revives_while_it_refuses(patch: pytest.MonkeyPatch) -> None:
    """The report of such a session answers 409, and the bank account is `active` all the same."""
    real = ProviderApi._report

    def report(self: ProviderApi, call: Any, authorisation_id: str) -> Answer:
        session = _revoked(self._sandbox, call.caller.provider_id, authorisation_id)
        if session is None or parse_report(call.body).status is not ReportedStatus.SUCCESS:
            return real(self, call, authorisation_id)
        _revive(self._sandbox, session, BankAccountStatus.ACTIVE)
        return refused(Conflict("CON-OFF-13", "bank_account_disconnected", "It is over."))

    patch.setattr(ProviderApi, "_report", report)
    take_leftovers_back(patch)


@liar("CON-OFF-02", "CON-OFF-13")
def forgets_the_second_session_of_an_account(patch: pytest.MonkeyPatch) -> None:
    """Of several open sessions of a disconnected bank account only the first is revoked."""

    def revoke(sandbox: Sandbox, account: Any) -> None:
        sessions = sandbox.store.authorisations.find("account", account.bank_account_id)
        still_open = [each for each in sessions if each.status is AuthorisationStatus.OPEN]
        for session in still_open[:1]:
            revoked = session.moved(AuthorisationEvent.DISCONNECTED)
            sandbox.store.authorisations.put(revoked)

    real = authorisations._reauthorise

    def reauthorise(sandbox: Sandbox, session: Authorisation, told: Report) -> Authorisation:
        account = sandbox.store.bank_accounts.get(session.bank_account_id or "")
        if account is None or account.is_connected or told.status is ReportedStatus.FAILURE:
            return real(sandbox, session, told)
        _revive(sandbox, session, BankAccountStatus.ACTIVE)
        return authorisations._end(sandbox, session, AuthorisationEvent.RENEWED)

    patch.setattr(offboarding, "_revoke_sessions", revoke)
    patch.setattr(authorisations, "_reauthorise", reauthorise)
    take_leftovers_back(patch)
