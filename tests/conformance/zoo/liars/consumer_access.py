"""Servers that let in who has no business there, each by one check left out."""

from collections.abc import Callable
from typing import Any

import jwt
import pytest
from zoo.animals import Answered, Asked, Forward, liar, on_the_wire
from zoo.liars.retelling import of_accounts, problem, retell, with_status

from sandbank_server.api import consumer_security
from sandbank_server.api.consumer import ConsumerApi
from sandbank_server.api.consumer_security import ProductCredentials
from sandbank_server.api.security import bearer
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.refusals import Forbidden, Unknown
from sandbank_server.service import bank_accounts, reach
from sandbank_server.service.callers import ProductCaller
from sandbank_server.service.ports import Audience, Sandbox, Token
from sandbank_server.service.reach import AccountPath, CompanyPath

Headers = Any


@liar("CON-OFF-08")
def believes_expired_tokens(patch: pytest.MonkeyPatch) -> None:
    """A company's token lives for ever."""
    patch.setattr(consumer_security, "has_expired", lambda *_: False)


@liar("CON-OFF-08", "CTL-04")
def judges_expiry_by_a_clock_of_its_own(patch: pytest.MonkeyPatch) -> None:
    """A company's token expires by the machine's time, wherever the sandbox's clock stands."""
    from datetime import UTC, datetime

    def has_expired(_: Sandbox, token: Token) -> bool:
        return token.expires_at <= datetime.now(UTC)

    patch.setattr(consumer_security, "has_expired", has_expired)


def _believed(patch: pytest.MonkeyPatch, **options: Any) -> None:
    """Tokens are read as they stand, without looking at who signed them."""
    real = consumer_security.read_token

    def read(sandbox: Sandbox, headers: Headers) -> Token | None:
        good = real(sandbox, headers)
        return good or _claimed(bearer(headers) or "", **options)

    patch.setattr(consumer_security, "read_token", read)


def _claimed(text: str, *, only: str | None = None) -> Token | None:
    from datetime import UTC, datetime

    try:
        algorithm = jwt.get_unverified_header(text).get("alg")
        claims = jwt.decode(text, options={"verify_signature": False})
        expires_at = datetime.fromtimestamp(claims.pop("exp"), UTC)
    except (jwt.PyJWTError, KeyError, TypeError, ValueError, OverflowError):
        return None
    texts = {name: claim for name, claim in claims.items() if isinstance(claim, str)}
    if only is not None and str(algorithm).lower() != only:
        return None
    audience = texts.get("aud", str(Audience.CONSUMER))
    return Token(audience=audience, expires_at=expires_at, claims=texts)


@liar("CON-OFF-08")
def reads_tokens_without_their_signature(patch: pytest.MonkeyPatch) -> None:
    """Whoever writes a token of the right form is believed, whatever its signature."""
    _believed(patch)


@liar("CON-OFF-08")
def believes_tokens_that_nobody_signed(patch: pytest.MonkeyPatch) -> None:
    """A token with the algorithm `none` is believed."""
    _believed(patch, only="none")


@liar("CON-OFF-08")
def remembers_who_called_last(patch: pytest.MonkeyPatch) -> None:
    """A call without a token counts as one of the application's last caller."""
    last: dict[str, ProductCaller] = {}
    real = ProductCredentials.check

    def check(self: ProductCredentials, headers: Headers) -> ProductCaller:
        [name] = headers.get("x-application", ("",))[:1]
        if "authorization" not in headers and name in last:
            return last[name]
        last[name] = real(self, headers)
        return last[name]

    patch.setattr(ProductCredentials, "check", check)
