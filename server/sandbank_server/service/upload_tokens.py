"""The token endpoint of the User banking API."""

from dataclasses import dataclass
from datetime import timedelta

from sandbank_server.domain.refusals import Unauthorised
from sandbank_server.domain.users import UploadClient
from sandbank_server.service.comparisons import same_secret
from sandbank_server.service.ports import Audience, Sandbox

LIFETIME = timedelta(seconds=300)


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadCredentials:
    """What a client shows for a token; `scope` narrows what it is granted."""

    client_id: str
    client_secret: str
    scope: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadGrant:
    """A token with the scopes it carries."""

    access_token: str
    scopes: tuple[str, ...]
    session_state: str


def issue(sandbox: Sandbox, credentials: UploadCredentials) -> UploadGrant:
    """A client's token of five minutes; `Unauthorised`, always the same, for wrong credentials."""
    client = _authenticated(sandbox, credentials)
    scopes = client.granted(credentials.scope)
    claims = {"client_id": client.client_id, "scope": " ".join(scopes)}
    return UploadGrant(
        access_token=sandbox.tokens.issue(Audience.USER_BANKING, claims, LIFETIME),
        scopes=scopes,
        session_state=sandbox.ids.new(),
    )


def _authenticated(sandbox: Sandbox, credentials: UploadCredentials) -> UploadClient:
    client = sandbox.store.upload_clients.get(credentials.client_id)
    # Compared for unknown clients too, so that the time taken does not tell them apart.
    right = same_secret(credentials.client_secret, client.client_secret if client else "")
    if client is None or not right:
        raise Unauthorised(
            "UB-TOK-01",
            "unauthorized",
            "client_id and client_secret do not belong together.",
            truth="UB-TOK-02",
        )
    return client
