"""Events of providers, and an outbox that only remembers what it was asked."""

from dataclasses import dataclass, field, replace

from bank_feed_world import BankFeeds

from sandbank_server.domain.connectors import CallbackUrls, Connector
from sandbank_server.domain.notifications import (
    AdditionalData,
    Event,
    Notification,
    NotificationResource,
)
from sandbank_server.domain.organisations import Provider
from sandbank_server.service import notifications

URL = "http://127.0.0.1:9000/notification"


@dataclass
class RememberingOutbox:
    posted: list[str] = field(default_factory=list)
    looks: int = 0

    def post(self, lane: str) -> None:
        self.posted.append(lane)

    def look(self) -> None:
        self.looks += 1

    async def settled(self) -> None:
        raise NotImplementedError


def an_event(resource_id: str, bank_id: str = "bank-1") -> Event:
    resource = NotificationResource(id=resource_id, type="bankAccount")
    return Event(
        type="resourceCreated",
        resource=resource,
        additional_data=AdditionalData(bank_id=bank_id),
    )


def tell(feeds: BankFeeds, account: str, *, provider: str = "provider-a") -> Notification:
    event = an_event(account, "bank-1" if provider == "provider-a" else "bank-2")
    return notifications.record(feeds.sandbox, provider, event, bank_account_id=account)


def serves_at(url: str | None) -> Connector:
    return Connector(
        urls=CallbackUrls(notification=url), header_name="X-Key", header_value="key-of-ours"
    )


def put_provider(feeds: BankFeeds, provider_id: str = "provider-a", **of_it: object) -> Provider:
    known = feeds.store.providers.get(provider_id)
    assert known is not None
    changed = replace(known, **of_it)
    feeds.store.providers.put(changed)
    return changed


def outcomes(feeds: BankFeeds) -> list[str]:
    return [each.outcome.value for each in feeds.store.notifications.all()]
