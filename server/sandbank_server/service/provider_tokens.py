"""The token endpoint of the Provider API."""

from dataclasses import dataclass
from datetime import timedelta

from sandbank_server.domain.organisations import Provider
from sandbank_server.domain.refusals import Unauthorised
from sandbank_server.service.comparisons import same_secret
from sandbank_server.service.ports import Audience, Sandbox

LIFETIME = timedelta(seconds=28_800)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderCredentials:
    """What a provider shows for a token."""

    client_id: str
    client_secret: str
    audience: str


def issue(sandbox: Sandbox, credentials: ProviderCredentials) -> str:
    """A provider's token of eight hours; `Unauthorised`, always the same, for wrong credentials."""
    provider = _client(sandbox, credentials.client_id)
    known = provider.client_secret if provider else ""
    # Compared for unknown clients too, so that the time taken does not tell them apart.
    right = same_secret(credentials.client_secret, known)
    if provider is None or not right or credentials.audience != Audience.PROVIDER:
        raise Unauthorised(
            "PRV-TOK-01",
            "invalid_client",
            "Client, secret and audience do not belong together.",
            truth="PRV-TOK-02",
        )
    claims = {"provider_id": provider.provider_id}
    return sandbox.tokens.issue(Audience.PROVIDER, claims, LIFETIME)


def _client(sandbox: Sandbox, client_id: str) -> Provider | None:
    found = sandbox.store.providers.find("client", client_id, limit=1)
    return found[0] if found else None
