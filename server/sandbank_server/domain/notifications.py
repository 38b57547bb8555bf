"""What the provider is told, as it would be sent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sandbank_server.domain.authorisations import Authorisation
from sandbank_server.domain.bank_accounts import BankAccount


class NotificationOutcome(StrEnum):
    """How the delivery stands."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationResource:
    """The thing an event is about."""

    id: str
    type: str  # authorisation or bankAccount
    url: str = "NA"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdditionalData:
    """What the provider needs beside the resource."""

    bank_id: str
    external_id: str | None = None
    requested_start_date: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The body of one notification."""

    type: str  # resourceCreated or resourceDeleted
    resource: NotificationResource
    additional_data: AdditionalData


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One try to deliver: a status that came back, or an error."""

    at: datetime
    status: int | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """An event for one provider, and how its delivery went."""

    notification_id: str
    sequence: int
    at: datetime
    provider_id: str
    event: Event
    bank_account_id: str | None = None
    attempts: tuple[Attempt, ...] = ()
    outcome: NotificationOutcome = NotificationOutcome.PENDING
    deliveries: int = 1  # the first, and one more each time somebody asks for it
    tries: int = 0  # attempts that belong to the latest of them

    @property
    def subject_id(self) -> str:
        """Whom it is about: what is told of one bank account, or of one session, keeps its order.

        A session is the account's from the start if it is for one that is connected already.
        """
        return self.bank_account_id or self.event.resource.id


def session_began(authorisation: Authorisation) -> Event:
    """The event by which a provider learns of a session before the user comes."""
    return Event(
        type="resourceCreated",
        resource=NotificationResource(id=authorisation.authorisation_id, type="authorisation"),
        additional_data=AdditionalData(bank_id=authorisation.bank_id),
    )


def account_created(account: BankAccount) -> Event:
    """The event by which a provider learns that statements are wanted from now on."""
    return Event(
        type="resourceCreated",
        resource=NotificationResource(id=account.bank_account_id, type="bankAccount"),
        additional_data=AdditionalData(
            bank_id=account.bank_id,
            external_id=account.external_id,
            requested_start_date=account.requested_start_date,
        ),
    )


def account_disconnected(account: BankAccount) -> Event:
    """The event by which a provider learns that it has to clean up (CON-OFF-05)."""
    return Event(
        type="resourceDeleted",
        resource=NotificationResource(id=account.bank_account_id, type="bankAccount"),
        additional_data=AdditionalData(bank_id=account.bank_id, external_id=account.external_id),
    )
