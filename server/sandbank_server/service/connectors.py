"""Where a provider's connector is, and what our calls to it carry."""

from collections.abc import Mapping
from datetime import timedelta

from sandbank_server.domain.organisations import Bank, Provider
from sandbank_server.service.ports import Audience, Sandbox

TOKEN_LIFETIME = timedelta(minutes=5)


def notification_url(provider: Provider, bank: Bank | None) -> str | None:  # noqa: ARG001
    """Where an event about a bank is sent; None where nobody has given an address."""
    return provider.connector.urls.notification if provider.connector else None


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
