"""Liars about the tokens of providers: how one is got, and which ones count."""

import json
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

import jwt
import pytest

from sandbank_server.api import provider_security
from sandbank_server.api.provider_security import ReportCredentials
from sandbank_server.api.security import Headers, bearer, has_expired, only
from sandbank_server.domain.organisations import Provider
from sandbank_server.domain.refusals import Unauthorised
from sandbank_server.service import provider_tokens
from sandbank_server.service.ports import Audience, Sandbox, Token
from zoo.animals import Answered, Asked, liar
from zoo.liars.excuses import excuse_token, retry
from zoo.liars.retelling import object_of

TOKEN = "/provider/v1/oauth/token"
_UNVERIFIED = {"verify_signature": False}


@liar("PRV-TOK-01", "PRV-TOK-02")
def a_provider_gets_a_token_for_any_secret(patch: pytest.MonkeyPatch) -> None:
    """A known client's secret is not compared at all."""
    patch.setattr(provider_tokens, "same_secret", lambda _given, known: bool(known))


@liar("PRV-TOK-01", "PRV-TOK-02")
def the_beginning_of_a_providers_secret_is_enough(patch: pytest.MonkeyPatch) -> None:
    """Only as many characters of a secret are compared as were sent."""
    patch.setattr(provider_tokens, "same_secret", lambda given, known: known.startswith(given))


@liar("PRV-TOK-01")
def takes_a_missing_audience_for_its_own(patch: pytest.MonkeyPatch) -> None:
    """A call for a token that names no audience gets one for the Provider API."""

    def mend(asked: Asked, answered: Answered) -> Asked | None:
        if asked.path != TOKEN or answered.status != 400:
            return None
        form = dict(parse_qsl(asked.body.decode("latin-1")))
        given = object_of(asked.body) or form
        if "audience" in given or "client_id" not in given:
            return None
        whole = {"audience": "sandbank/provider", **given}
        body = urlencode(whole) if given is form else json.dumps(whole)
        return replace(asked, body=body.encode())

    retry(patch, mend)


@liar("PRV-TOK-01")
def tells_an_unknown_provider_from_a_wrong_secret(patch: pytest.MonkeyPatch) -> None:
    """An unknown client learns that it is the client that is wrong."""
    real = provider_tokens._client

    def deviating(sandbox: Sandbox, client_id: str) -> Provider | None:
        found = real(sandbox, client_id)
        if found is None:
            raise Unauthorised("PRV-TOK-01", "invalid_client", "There is no such client.")
        return found

    patch.setattr(provider_tokens, "_client", deviating)


def claims(headers: Headers, *algorithms: str) -> bool:
    """Whether there is a token, signed so by whomever, that says anything."""
    try:
        header = jwt.get_unverified_header(bearer(headers) or "")
        jwt.decode(bearer(headers) or "", options=_UNVERIFIED)
    except jwt.PyJWTError:
        return False
    return header.get("alg") in algorithms


@liar("PRV-AUTH-04")
def takes_a_garbled_token_for_a_good_one(patch: pytest.MonkeyPatch) -> None:
    """What cannot be read as a token at all is not held against its sender."""
    excuse_token(
        patch,
        "token_wrong",
        lambda _, headers: bearer(headers) is not None and not claims(headers, "RS256", "none"),
    )


@liar("PRV-AUTH-04")
def does_not_verify_the_signature_of_a_token(patch: pytest.MonkeyPatch) -> None:
    """Anybody's signature is good enough."""
    excuse_token(patch, "token_wrong", lambda _, headers: claims(headers, "RS256"))


@liar("PRV-AUTH-04")
def believes_a_token_that_says_it_needs_no_signature(patch: pytest.MonkeyPatch) -> None:
    """A token of the algorithm `none` is not verified."""
    excuse_token(patch, "token_wrong", lambda _, headers: claims(headers, "none"))


@liar("PRV-AUTH-04")
def takes_a_token_without_its_scheme(patch: pytest.MonkeyPatch) -> None:
    """A bare token counts, though `Bearer` is missing."""

    def fits(sandbox: Sandbox, headers: Headers) -> bool:
        return sandbox.tokens.read(only(headers, "authorization") or "") is not None

    excuse_token(patch, "token_wrong", fits)


@liar("PRV-AUTH-04")
def a_key_needs_no_token(patch: pytest.MonkeyPatch) -> None:
    """A report with a good key is taken without an Authorization header."""
    excuse_token(patch, "token_wrong", lambda _, headers: "authorization" not in headers)


@liar("PRV-AUTH-04")
def knows_the_bearer_scheme_by_its_capital_letter_only(patch: pytest.MonkeyPatch) -> None:
    """`bearer` in small letters is refused."""
    real = ReportCredentials._token

    def deviating(self: ReportCredentials, headers: Headers) -> Token:
        scheme = (only(headers, "authorization") or "").partition(" ")[0]
        return real(self, headers if scheme == "Bearer" else {**headers, "authorization": ()})

    patch.setattr(ReportCredentials, "_token", deviating)


@liar("PRV-AUTH-04")
def one_good_token_of_two_is_enough(patch: pytest.MonkeyPatch) -> None:
    """An Authorization that is sent twice counts by its last value."""

    def fits(sandbox: Sandbox, headers: Headers) -> bool:
        sent = headers.get("authorization", ())
        return len(sent) > 1 and sandbox.tokens.read(sent[-1].partition(" ")[2]) is not None

    excuse_token(patch, "token_wrong", fits)


def audience(sandbox: Sandbox, headers: Headers) -> str | None:
    """For which API a token is, if our signature is on it."""
    token = sandbox.tokens.read(bearer(headers) or "")
    return token.audience if token else None


@liar("PRV-AUTH-04")
def does_not_hold_the_token_against_the_key(patch: pytest.MonkeyPatch) -> None:
    """The key of one provider goes with the token of another."""
    excuse_token(patch, "token_foreign", lambda *it: audience(*it) == Audience.PROVIDER)


@liar("GEN-05", "PRV-AUTH-04")
def takes_a_token_of_another_api(patch: pytest.MonkeyPatch) -> None:
    """The audience of a token is not judged."""
    excuse_token(patch, "token_foreign", lambda *it: audience(*it) != Audience.PROVIDER)


@liar("PRV-AUTH-05")
def a_providers_token_never_expires(patch: pytest.MonkeyPatch) -> None:
    """The expiry of a token is not judged."""
    excuse_token(patch, "token_expired", lambda _box, _headers: True)


@liar("PRV-AUTH-05")
def a_token_that_was_used_once_never_expires(patch: pytest.MonkeyPatch) -> None:
    """Tokens are remembered as good, and those remembered are not judged again."""
    seen: set[str] = set()
    real = provider_security.read_token

    def deviating(sandbox: Sandbox, headers: Headers) -> Token | None:
        token = real(sandbox, headers)
        if token is not None and not has_expired(sandbox, token):
            seen.add(bearer(headers) or "")
        return token

    patch.setattr(provider_security, "read_token", deviating)
    excuse_token(patch, "token_expired", lambda _, headers: bearer(headers) in seen)


@liar("GEN-02", "PRV-AUTH-05")
def judges_the_expiry_of_a_token_when_all_is_done(patch: pytest.MonkeyPatch) -> None:
    """A report with a token that has expired answers 403, but has ended the session by then."""
    excuse_token(patch, "token_expired", lambda _box, _headers: True, refusing=True)
