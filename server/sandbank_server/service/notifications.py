"""Telling providers: each event is recorded as it is to be sent."""

from collections.abc import Mapping

from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.notifications import Event, Notification
from sandbank_server.service import outbox
from sandbank_server.service.identities import unused
from sandbank_server.service.ports import Sandbox


def record(
    sandbox: Sandbox, provider_id: str, event: Event, *, bank_account_id: str | None = None
) -> Notification:
    """Keep an event for a provider; its delivery never holds up or undoes the cause."""
    notification = Notification(
        notification_id=unused(sandbox.ids, sandbox.store.notifications.get),
        sequence=sandbox.store.sequence(),
        at=sandbox.clock.now(),
        provider_id=provider_id,
        event=event,
        bank_account_id=bank_account_id,
    )
    sandbox.store.notifications.put(notification)
    outbox.post(sandbox, notification)
    return sandbox.store.notifications.get(notification.notification_id) or notification


def record_for_bank(sandbox: Sandbox, account: BankAccount, event: Event) -> None:
    """Keep an event about a bank account for the provider of its bank."""
    bank = sandbox.store.banks.get(account.bank_id)
    if bank is not None:  # a world may hold accounts of a bank that has left
        record(sandbox, bank.provider_id, event, bank_account_id=account.bank_account_id)


def message(event: Event) -> Mapping[str, object]:
    """The body of a notification, as a provider is sent it and the owner is shown it."""
    data = event.additional_data
    additional = {
        "externalId": data.external_id,
        "requestedStartDate": data.requested_start_date,
        "bankId": data.bank_id,
    }
    return {
        "type": event.type,
        "resource": {
            "id": event.resource.id,
            "type": event.resource.type,
            "url": event.resource.url,
        },
        "additionalData": {name: value for name, value in additional.items() if value is not None},
    }
