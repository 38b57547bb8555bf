"""Where a provider's connector is, and what our calls to it carry."""

from collections.abc import Mapping
from datetime import timedelta

from sandbank_server.domain.connectors import CallbackUrls
from sandbank_server.domain.organisations import Bank, Provider
from sandbank_server.service.ports import Audience, Sandbox

TOKEN_LIFETIME = timedelta(minutes=5)


def callback_urls(provider: Provider, bank: Bank | None) -> CallbackUrls:
    """Where the connector is called about a bank: its own addresses come before the provider's."""
    of_provider = provider.connector.urls if provider.connector else CallbackUrls()
    own = bank.callback_urls if bank else None
    if own is None:
        return of_provider
    return CallbackUrls(
        notification=own.notification or of_provider.notification,
        available_accounts=own.available_accounts or of_provider.available_accounts,
        auth=own.auth or of_provider.auth,
        re_auth=own.re_auth or of_provider.re_auth,
    )


def notification_url(provider: Provider, bank: Bank | None) -> str | None:
    """Where an event about a bank is sent; None where nobody has given an address."""
    return callback_urls(provider, bank).notification


def is_played(provider: Provider, bank: Bank | None) -> bool:
    """Whether the sandbox itself takes the events about a bank."""
    return provider.played and notification_url(provider, bank) is None


def credentials(sandbox: Sandbox, provider: Provider) -> Mapping[str, str]:
    """The headers by which a provider knows that it is us who call (CNX-01)."""
    claims = {"provider_id": provider.provider_id}
    token = sandbox.tokens.issue(Audience.CONNECTOR, claims, TOKEN_LIFETIME)
    headers = {"Authorization": f"Bearer {token}"}
    connector = provider.connector
    if connector and connector.header_name and connector.header_value:
        headers[connector.header_name] = connector.header_value
    return headers
