"""Servers whose polls tell another end than a session came to, or none, or too soon."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.api import consumer_linking
from sandbank_server.domain.authorisations import (
    LIFETIME,
    Authorisation,
    AuthorisationKind,
    AuthorisationStatus,
)
from sandbank_server.service import polling
from sandbank_server.service.polling import LinkedAccount, Polled
from sandbank_server.service.ports import Sandbox
from zoo.animals import liar

Patch = pytest.MonkeyPatch
Status = AuthorisationStatus


def _telling(patch: Patch, tell: Callable[[Sandbox, Polled], Polled]) -> None:
    """A poll tells something else, whatever the session has come to."""
    real = polling.poll

    def poll(sandbox: Sandbox, *what: Any) -> Polled:
        return tell(sandbox, real(sandbox, *what))

    patch.setattr(polling, "poll", poll)


def _as_of_now(sandbox: Sandbox, polled: Polled) -> Status:
    return polled.authorisation.status_at(sandbox.clock.now())


def _first_granted(authorisation: Authorisation) -> LinkedAccount | None:
    return polling._chosen(replace(authorisation, chosen=(*authorisation.granted, None)[0]))


@liar("CON-LINK-01")
def a_poll_ends_before_the_user_has_chosen(patch: Patch) -> None:
    """Once accounts were granted the poll tells the first of them, for the user will take it."""

    def tell(_: Sandbox, polled: Polled) -> Polled:
        granted = polled.authorisation.status is Status.GRANTED
        account = _first_granted(polled.authorisation) if granted else None
        return replace(polled, under_way=False, account=account) if account else polled

    _telling(patch, tell)


@liar("CON-LINK-01")
def a_single_account_needs_no_choice(patch: Patch) -> None:
    """Where one account was granted the poll tells it at once, as if the user had chosen."""

    def tell(_: Sandbox, polled: Polled) -> Polled:
        session = polled.authorisation
        single = session.status is Status.GRANTED and len(session.granted) == 1
        account = _first_granted(session) if single else None
        return replace(polled, under_way=False, account=account) if account else polled

    _telling(patch, tell)


@liar("CON-LINK-01")
def a_poll_tells_the_first_account_whichever_was_chosen(patch: Patch) -> None:
    """At the end of an onboarding the poll tells the first of the accounts that were granted."""

    def tell(_: Sandbox, polled: Polled) -> Polled:
        ended = polled.account is not None and polled.authorisation.granted
        return replace(polled, account=_first_granted(polled.authorisation)) if ended else polled

    _telling(patch, tell)


@liar("CON-LINK-01")
def a_poll_tells_a_failure_as_a_success(patch: Patch) -> None:
    """When a session has ended without an account the poll says `success: true` and null."""
    real = consumer_linking.present_poll_end

    def present(polled: Polled) -> dict[str, Any]:
        revoked = polled.authorisation.status is Status.REVOKED
        return real(polled) if revoked else {**real(polled), "success": True}

    patch.setattr(consumer_linking, "present_poll_end", present)


def _going_on(patch: Patch, statuses: tuple[Status, ...], kind: AuthorisationKind | None) -> None:
    """Sessions that are over are under way to who polls."""
    real = polling.Authorisation.status_at

    def status_at(self: Authorisation, now: Any) -> Status:
        found = real(self, now)
        meant = polling_now and found in statuses and kind in (None, self.kind)
        return Status.OPEN if meant else found

    polling_now: list[bool] = []
    real_poll = polling.poll

    def poll(*what: Any) -> Polled:
        polling_now.append(True)
        try:
            return real_poll(*what)
        finally:
            polling_now.pop()

    patch.setattr(polling.Authorisation, "status_at", status_at)
    patch.setattr(polling, "poll", poll)


@liar("CON-LINK-01")
def a_failed_session_is_polled_for_ever(patch: Patch) -> None:
    """After a failure each poll names the next route."""
    _going_on(patch, (Status.FAILED,), None)


@liar("CON-LINK-01")
def an_expired_session_is_polled_for_ever(patch: Patch) -> None:
    """When nobody has reported a session in its time each poll names the next route."""
    _going_on(patch, (Status.EXPIRED,), None)


@liar("CON-LINK-01")
def a_renewed_session_is_polled_for_ever(patch: Patch) -> None:
    """Only onboardings end for who polls; a re-authorisation is always under way."""
    _going_on(patch, (Status.COMPLETED,), AuthorisationKind.REAUTHORISATION)


@liar("CON-LINK-01")
def a_renewed_session_ends_without_its_account(patch: Patch) -> None:
    """The poll of a re-authorisation that succeeded ends in `success: false`."""

    def tell(_: Sandbox, polled: Polled) -> Polled:
        renewed = polled.authorisation.kind is AuthorisationKind.REAUTHORISATION
        return replace(polled, account=None) if renewed else polled

    _telling(patch, tell)


@liar("CON-LINK-01")
def a_renewed_session_ends_in_another_account(patch: Patch) -> None:
    """The poll of a re-authorisation tells the first account of the company."""

    def tell(sandbox: Sandbox, polled: Polled) -> Polled:
        session = polled.authorisation
        if polled.account is None or session.kind is not AuthorisationKind.REAUTHORISATION:
            return polled
        first, *_ = sandbox.store.bank_accounts.find("company", session.company_id)
        return replace(polled, account=polling._authorised(first))

    _telling(patch, tell)


@liar("CON-OFF-13")
def the_poll_of_a_disconnected_account_ends_well(patch: Patch) -> None:
    """A session whose account was disconnected ends for who polls as if it had been renewed."""

    def tell(sandbox: Sandbox, polled: Polled) -> Polled:
        account = sandbox.store.bank_accounts.get(polled.authorisation.bank_account_id or "")
        if account is None or _as_of_now(sandbox, polled) is not Status.REVOKED:
            return polled
        return replace(polled, account=polling._authorised(account))

    _telling(patch, tell)


@liar("PRV-AUTH-17")
def polling_keeps_a_session_alive(patch: Patch) -> None:
    """Each poll gives an open session another twenty minutes."""

    def tell(sandbox: Sandbox, polled: Polled) -> Polled:
        now = sandbox.clock.now()
        if _as_of_now(sandbox, polled) is not Status.OPEN:
            return polled
        longer = replace(polled.authorisation, expires_at=now + LIFETIME)
        sandbox.store.authorisations.put(longer)
        return replace(polled, authorisation=longer)

    _telling(patch, tell)
