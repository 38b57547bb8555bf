"""Credentials of the User banking API: a token with one of the scopes an operation names."""

from sandbank_server.api.security import Headers, has_expired, read_token
from sandbank_server.domain.refusals import Forbidden, Unauthorised
from sandbank_server.service.callers import UploadCaller
from sandbank_server.service.ports import Audience, Sandbox


class UploadCredentials:
    """A bearer token of the User banking API with one of the scopes named (UB-DEL-06)."""

    def __init__(self, sandbox: Sandbox, scopes: frozenset[str], scope_requirement: str) -> None:
        self._sandbox = sandbox
        self._scopes = scopes
        self._scope_requirement = scope_requirement

    def check(self, headers: Headers) -> UploadCaller:
        """The client, and the tenant it names."""
        token = read_token(self._sandbox, headers)
        client_id = token.claims.get("client_id", "") if token else ""
        if (
            token is None
            or token.audience != Audience.USER_BANKING
            or has_expired(self._sandbox, token)
            or self._sandbox.store.upload_clients.get(client_id) is None
        ):
            raise Unauthorised(
                "UB-DEL-06",
                "unauthorized",
                "The Authorization header must be 'Bearer ' and an access_token from POST /auth "
                "that has not expired.",
            )
        granted = frozenset(token.claims.get("scope", "").split())
        if not granted & self._scopes:
            needed = " or ".join(sorted(self._scopes))
            raise Forbidden(
                self._scope_requirement, "forbidden", f"The token lacks the scope {needed}."
            )
        return UploadCaller(client_id=client_id, scopes=granted)
