"""Credentials: from the headers of a request to the caller they prove."""

import hmac
from collections.abc import Mapping
from typing import Protocol

from sandbank_server.api.throttle import Throttle
from sandbank_server.domain.refusals import Forbidden, Refusal, Unauthorised
from sandbank_server.service.callers import (
    Anyone,
    ApplicationCaller,
    Owner,
    ProductCaller,
    ProviderCaller,
    UploadCaller,
)
from sandbank_server.service.ports import Audience, Sandbox, Token

Headers = Mapping[str, tuple[str, ...]]
Caller = Anyone | ApplicationCaller | Owner | ProductCaller | ProviderCaller | UploadCaller


class Credentials(Protocol):
    """What an operation asks of its caller."""

    def check(self, headers: Headers) -> Caller:
        """The caller, or a refusal."""


class NoCredentials:
    """Everybody may call; the operation may judge more itself."""

    def check(self, headers: Headers) -> Anyone:  # noqa: ARG002 - the protocol's signature
        """Anyone."""
        return Anyone()


def only(headers: Headers, name: str) -> str | None:
    """The only value of a header; None when it is missing, empty or doubled."""
    values = headers.get(name, ())
    return values[0] or None if len(values) == 1 else None


def bearer(headers: Headers) -> str | None:
    """The token of an `Authorization: Bearer …` header, the scheme in any case."""
    scheme, _, token = (only(headers, "authorization") or "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


class ProviderCredentials:
    """`x-api-key` and a bearer token of the same provider (PRV-AUTH-03 to -05, -20)."""

    def __init__(self, sandbox: Sandbox, throttle: Throttle) -> None:
        self._sandbox = sandbox
        self._throttle = throttle

    def check(self, headers: Headers) -> ProviderCaller:
        """The provider that key and token agree on."""
        store = self._sandbox.store
        key = only(headers, "x-api-key")
        providers = store.providers.find("api_key", key) if key else []
        if not providers:
            raise Forbidden(
                "PRV-AUTH-03",
                "api_key_wrong",
                "The x-api-key header is missing, doubled or not a key of ours.",
            )
        provider_id = providers[0].provider_id
        self._judge_token(self._token(headers), provider_id)
        self._throttle.take(provider_id, store.settings.throttle_per_second)
        return ProviderCaller(provider_id=provider_id)

    def _token(self, headers: Headers) -> Token:
        text = bearer(headers)
        token = self._sandbox.tokens.read(text) if text else None
        if token is None:
            raise Forbidden(
                "PRV-AUTH-04",
                "token_wrong",
                "The Authorization header must be 'Bearer ' and the access_token that "
                "POST /oauth/token gave; it is missing, doubled, garbled or not signed by us.",
            )
        return token

    def _judge_token(self, token: Token, provider_id: str) -> None:
        if token.audience != Audience.PROVIDER or token.claims.get("provider_id") != provider_id:
            raise Forbidden(
                "PRV-AUTH-04",
                "token_foreign",
                "The token was issued for another API or another provider than the x-api-key.",
            )
        if token.expires_at <= self._sandbox.clock.now():
            unauthorised = self._sandbox.store.settings.expired_token_status == 401
            refuse: type[Refusal] = Unauthorised if unauthorised else Forbidden
            raise refuse(
                "PRV-AUTH-05",
                "token_expired",
                "The token has expired; get a new one from POST /oauth/token.",
            )


class ApplicationCredentials:
    """`x-application` alone."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def check(self, headers: Headers) -> ApplicationCaller:
        """The product that names itself."""
        name = only(headers, "x-application")
        if name is None or self._sandbox.store.applications.get(name) is None:
            raise Forbidden(
                "CON-OFF-08",
                "application_unknown",
                "The x-application header is missing, doubled or not an application of ours.",
            )
        return ApplicationCaller(application_id=name)


class ProductCredentials:
    """A bearer token from accesstoken, and the `x-application` it was issued to (CON-OFF-08)."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    def check(self, headers: Headers) -> ProductCaller:
        """The product, its organisation and its company."""
        text = bearer(headers)
        token = self._sandbox.tokens.read(text) if text else None
        if token is None or token.audience != Audience.CONSUMER:
            raise _unauthorised(
                "token_wrong",
                "The Authorization header must be 'Bearer ' and the jwt of GET /accesstoken.",
            )
        if token.expires_at <= self._sandbox.clock.now():
            raise _unauthorised(
                "token_expired", "The token has expired; get a new one from GET /accesstoken."
            )
        return self._caller(token, headers)

    def _caller(self, token: Token, headers: Headers) -> ProductCaller:
        organisation_id = token.claims.get("organisationId", "")
        application_id = token.claims.get("sourceProduct", "")
        if self._sandbox.store.organisations.get(organisation_id) is None:
            raise _unauthorised("token_wrong", "The token's organisation does not exist any more.")
        if only(headers, "x-application") != application_id:
            raise Forbidden(
                "CON-OFF-08",
                "application_wrong",
                "The x-application header is missing, doubled or not the token's application.",
            )
        return ProductCaller(
            application_id=application_id,
            organisation_id=organisation_id,
            company_id=token.claims.get("companyId"),
        )


def _unauthorised(code: str, detail: str) -> Unauthorised:
    return Unauthorised("CON-OFF-08", code, detail)


class UploadCredentials:
    """A bearer token of the User banking API with one of the scopes named (UB-DEL-06)."""

    def __init__(self, sandbox: Sandbox, scopes: frozenset[str], scope_requirement: str) -> None:
        self._sandbox = sandbox
        self._scopes = scopes
        self._scope_requirement = scope_requirement

    def check(self, headers: Headers) -> UploadCaller:
        """The client, and the tenant it names."""
        text = bearer(headers)
        token = self._sandbox.tokens.read(text) if text else None
        client_id = token.claims.get("client_id", "") if token else ""
        if (
            token is None
            or token.audience != Audience.USER_BANKING
            or token.expires_at <= self._sandbox.clock.now()
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


class OwnerCredentials:
    """The token printed at start, demanded when the server is reachable from elsewhere."""

    def __init__(self, owner_token: str | None) -> None:
        self._owner_token = owner_token

    def check(self, headers: Headers) -> Owner:
        """The sandbox's owner."""
        sent = bearer(headers) or ""
        expected = self._owner_token
        if expected is not None and not hmac.compare_digest(sent.encode(), expected.encode()):
            raise Unauthorised(
                "CTL-01",
                "owner_token_wrong",
                "Beyond loopback the control API asks for 'Authorization: Bearer ' and the token "
                "printed at the start.",
            )
        return Owner()
