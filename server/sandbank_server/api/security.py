"""Credentials: from the headers of a request to the caller they prove.

Each API has its own in `provider_security.py`, `consumer_security.py`, `user_banking_security.py`.
"""

import hmac
from collections.abc import Mapping
from typing import Protocol

from sandbank_server.domain.refusals import Unauthorised
from sandbank_server.service.callers import (
    Anyone,
    ApplicationCaller,
    Owner,
    ProductCaller,
    ProviderCaller,
    UploadCaller,
)
from sandbank_server.service.ports import Sandbox, Token

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


def read_token(sandbox: Sandbox, headers: Headers) -> Token | None:
    """What the bearer token says, if there is one and our signature is on it."""
    text = bearer(headers)
    return sandbox.tokens.read(text) if text else None


def has_expired(sandbox: Sandbox, token: Token) -> bool:
    """Whether a token's time is over, by the sandbox's clock."""
    return token.expires_at <= sandbox.clock.now()


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
