"""Authorisation sessions: a user grants a provider access to accounts, once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sandbank_server.domain.lifecycle import Lifecycle
from sandbank_server.domain.poll_routes import PollRoute

LIFETIME = timedelta(minutes=20)


class AuthorisationKind(StrEnum):
    """Why the session was begun."""

    ONBOARDING = "onboarding"
    REAUTHORISATION = "reauthorisation"


class AuthorisationStatus(StrEnum):
    """Where a session stands; whether an open one has expired is judged by the clock."""

    OPEN = "open"
    GRANTED = "granted"  # onboarding succeeded, the user has not chosen yet
    COMPLETED = "completed"
    FAILED = "failed"
    EXPIRED = "expired"
    REVOKED = "revoked"  # its bank account was disconnected meanwhile


class AuthorisationEvent(StrEnum):
    """What can happen to a session."""

    GRANTED = "granted"
    RENEWED = "renewed"  # a re-authorisation succeeded
    FAILED = "failed"
    CHOSEN = "chosen"
    DECLINED = "declined"  # the user chose none of the accounts
    DISCONNECTED = "disconnected"


_S, _E = AuthorisationStatus, AuthorisationEvent

LIFECYCLE: Lifecycle[AuthorisationStatus, AuthorisationEvent] = Lifecycle(
    {
        (_S.OPEN, _E.GRANTED): _S.GRANTED,
        (_S.OPEN, _E.RENEWED): _S.COMPLETED,
        (_S.OPEN, _E.FAILED): _S.FAILED,
        (_S.OPEN, _E.DISCONNECTED): _S.REVOKED,
        (_S.GRANTED, _E.CHOSEN): _S.COMPLETED,
        (_S.GRANTED, _E.DECLINED): _S.FAILED,
    }
)


class ReportedStatus(StrEnum):
    """How a session ended, in the provider's word."""

    SUCCESS = "success"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantedAccount:
    """An account the user granted access to, as the provider reported it."""

    bank_account_external_id: str
    account_name: str
    bank_identifier: str
    branch_identifier: str
    account_identifier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorisation:
    """One session between the user and one provider, for one company."""

    authorisation_id: str
    provider_id: str
    kind: AuthorisationKind
    company_id: str
    bank_id: str
    status: AuthorisationStatus
    expires_at: datetime
    redirect_uri: str
    state: str
    bank_account_id: str | None = None  # of a re-authorisation; or what the choice came to
    granted: tuple[GrantedAccount, ...] = ()
    chosen: GrantedAccount | None = None
    requested_start_date: str | None = None  # chosen with the account; an ISO 8601 date or time
    poll_route: PollRoute | None = None  # only a session that a product began has one

    def status_at(self, now: datetime) -> AuthorisationStatus:
        """Where the session stands at an instant: an open one lives while `now < expires_at`."""
        lapsed = self.status is AuthorisationStatus.OPEN and now >= self.expires_at
        return AuthorisationStatus.EXPIRED if lapsed else self.status

    def moved(self, event: AuthorisationEvent) -> "Authorisation":
        """The session as an event leaves it where the caller has judged the move."""
        return replace(self, status=LIFECYCLE.moved(self.status, event))

    def granting(self, accounts: tuple[GrantedAccount, ...]) -> "Authorisation":
        """The session once its provider reported what the user granted, an open one."""
        status = LIFECYCLE.moved(self.status, AuthorisationEvent.GRANTED)
        return replace(self, status=status, granted=accounts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a provider reports of a session."""

    status: ReportedStatus
    bank_accounts: tuple[GrantedAccount, ...] = ()


def each_once(accounts: Iterable[GrantedAccount]) -> tuple[GrantedAccount, ...]:
    """The accounts in the order they came, the same real account counted once (PRV-AUTH-16)."""
    first: dict[tuple[str, str], GrantedAccount] = {}
    for account in accounts:
        first.setdefault((account.bank_identifier, account.account_identifier), account)
    return tuple(first.values())
