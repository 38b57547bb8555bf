"""Servers that let in who has no business there, each by one check left out."""

from datetime import UTC, datetime
from typing import Any

import jwt
import pytest

from sandbank_server.api import consumer_security
from sandbank_server.api.consumer_security import ProductCredentials
from sandbank_server.api.security import bearer
from sandbank_server.domain.refusals import Forbidden
from sandbank_server.service.callers import ProductCaller
from sandbank_server.service.ports import Audience, Sandbox, Token
from zoo.animals import Answered, Asked, Forward, liar, on_the_wire
from zoo.liars.retelling import Meant, of_accounts

Headers = Any


@liar("CON-OFF-08", "CTL-04")
def believes_expired_tokens(patch: pytest.MonkeyPatch) -> None:
    """A company's token lives for ever."""
    patch.setattr(consumer_security, "has_expired", lambda *_: False)


@liar("CON-OFF-08", "CTL-04")
def judges_expiry_by_a_clock_of_its_own(patch: pytest.MonkeyPatch) -> None:
    """A company's token expires by the machine's time, wherever the sandbox's clock stands."""

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


def _unguarded(patch: pytest.MonkeyPatch, meant: Meant, sent: str | None) -> None:
    """An operation that does its work for callers who send no token, or one that is none."""
    remembered: dict[str, str] = {}  # a token by the start of the paths that it opened

    async def wire(asked: Asked, forward: Forward) -> Answered:
        company = asked.path.split("/bankaccounts")[0]
        mine = asked.header("authorization")
        if meant(asked) and mine == sent and company in remembered:
            return await forward(asked.with_header("authorization", remembered[company]))
        answered = await forward(asked)
        if mine and answered.status < 300:
            remembered[company] = mine
        return answered

    on_the_wire(patch, wire)


@liar("CON-OFF-08")
def disconnects_for_anybody(patch: pytest.MonkeyPatch) -> None:
    """Disconnecting a bank account is the one operation that works without a token."""
    _unguarded(patch, of_accounts("DELETE", "/[^/]+"), None)


@liar("CON-OFF-08")
def shows_transactions_to_anybody(patch: pytest.MonkeyPatch) -> None:
    """Transactions can be read without a token."""
    _unguarded(patch, of_accounts("GET", "/[^/]+/transactions"), None)


@liar("CON-OFF-08")
def changes_rules_for_anybody(patch: pytest.MonkeyPatch) -> None:
    """A rule can be changed with PATCH without a token."""
    _unguarded(patch, of_accounts("PATCH", "/[^/]+/rules/[^/]+"), None)


def _application(patch: pytest.MonkeyPatch, *, known: bool) -> None:
    real = ProductCredentials._caller

    def caller(self: ProductCredentials, token: Token, headers: Headers) -> ProductCaller:
        names = headers.get("x-application", ())
        applications = self._sandbox.store.applications
        fits = all(applications.get(name) for name in names) and bool(names) if known else not names
        right = (token.claims.get("sourceProduct", ""),)
        return real(self, token, {**headers, "x-application": right} if fits else headers)

    patch.setattr(ProductCredentials, "_caller", caller)


@liar("CON-OFF-08")
def takes_a_token_from_any_application(patch: pytest.MonkeyPatch) -> None:
    """`x-application` has to be one that is known, not the token's."""
    _application(patch, known=True)


@liar("CON-OFF-08")
def needs_no_application_beside_a_token(patch: pytest.MonkeyPatch) -> None:
    """A missing `x-application` counts as the token's."""
    _application(patch, known=False)


@liar("CON-OFF-08", "GEN-02")
def disconnects_before_it_looks_at_the_application(patch: pytest.MonkeyPatch) -> None:
    """A wrong `x-application` answers 403 once the bank account is disconnected."""
    deletion = of_accounts("DELETE", "/[^/]+")

    async def wire(asked: Asked, forward: Forward) -> Answered:
        [_, _, text] = (asked.header("authorization") or "").rpartition(" ")
        token = _claimed(text) if deletion(asked) else None
        right = token.claims.get("sourceProduct") if token else None
        if right is not None and right != asked.header("x-application"):
            await forward(asked.with_header("x-application", right))
        return await forward(asked)

    on_the_wire(patch, wire)


@liar("GEN-05")
def forbids_the_tokens_of_other_apis(patch: pytest.MonkeyPatch) -> None:
    """A good token of another API answers 403 where it should be 401."""
    real = consumer_security.read_token

    def read(sandbox: Sandbox, headers: Headers) -> Token | None:
        token = real(sandbox, headers)
        if token is not None and token.audience != Audience.CONSUMER:
            raise Forbidden("CON-OFF-08", "forbidden", "The token is for another API.")
        return token

    patch.setattr(consumer_security, "read_token", read)
