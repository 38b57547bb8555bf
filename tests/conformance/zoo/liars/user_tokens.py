"""Liars about the tokens of clients: how one is got, and which ones count."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from sandbank_server.api.endpoint import Endpoint
from sandbank_server.api.security import Caller, Headers, has_expired, read_token
from sandbank_server.api.user_banking_security import UploadCredentials
from sandbank_server.domain.refusals import Refusal, Unauthorised
from sandbank_server.domain.users import UploadClient
from sandbank_server.service import upload_tokens
from sandbank_server.service.callers import UploadCaller
from sandbank_server.service.ports import Audience, Sandbox, Token
from zoo.animals import Answered, Asked, liar
from zoo.liars.excuses import excuse
from zoo.liars.retelling import at, retell

BOTH = frozenset({"banking", "banking-upload"})
TokenFits = Callable[[Sandbox, Token], bool]
GrantFits = Callable[[Endpoint, Token], bool]


@liar("UB-TOK-01", "UB-TOK-02")
def a_client_gets_a_token_for_any_secret(patch: pytest.MonkeyPatch) -> None:
    """A known client's secret is not compared at all."""
    patch.setattr(upload_tokens, "same_secret", lambda _given, known: bool(known))


@liar("UB-TOK-01", "UB-TOK-02")
def a_clients_secret_counts_in_any_case_of_letters(patch: pytest.MonkeyPatch) -> None:
    """A secret in capital letters counts as the right one."""
    patch.setattr(upload_tokens, "same_secret", lambda given, known: given.lower() == known.lower())


@liar("UB-TOK-01")
def calls_wrong_credentials_a_bad_request(patch: pytest.MonkeyPatch) -> None:
    """Wrong credentials answer 400."""

    def told(answered: Answered) -> Answered:
        if answered.status != 401:
            return answered
        body = answered.body.replace(b'"unauthorized"', b'"bad_request"')
        return replace(answered, status=400).with_header("www-authenticate", None).with_body(body)

    retell(patch, at("POST", "/user-banking/auth"), told)


@liar("UB-TOK-01")
def a_token_of_several_scopes_has_the_first(patch: pytest.MonkeyPatch) -> None:
    """Of several scopes that are asked for the token has the first."""
    real = UploadClient.granted

    def deviating(self: UploadClient, asked: str | None) -> tuple[str, ...]:
        granted = real(self, asked)
        return granted if asked is None else granted[:1]

    patch.setattr(UploadClient, "granted", deviating)


def _excuse_token(patch: pytest.MonkeyPatch, fits: TokenFits) -> None:
    """Takes tokens of ours that are refused with 401 but fit."""

    def excused(endpoint: Endpoint, headers: Headers, refusal: Refusal) -> Caller | None:
        credentials, sandbox = endpoint._credentials, endpoint._pipeline.sandbox
        token = read_token(sandbox, headers)
        wrong = isinstance(credentials, UploadCredentials) and isinstance(refusal, Unauthorised)
        if not wrong or token is None or not fits(sandbox, token):
            return None
        granted = frozenset(token.claims.get("scope", "").split())
        if token.audience == Audience.USER_BANKING and not granted & credentials._scopes:
            return None
        return UploadCaller(client_id=token.claims.get("client_id", ""), scopes=granted)

    excuse(patch, excused)


@liar("UB-DEL-06")
def a_clients_token_never_expires(patch: pytest.MonkeyPatch) -> None:
    """The expiry of a token is not judged."""
    _excuse_token(
        patch,
        lambda box, token: token.audience == Audience.USER_BANKING and has_expired(box, token),
    )


@liar("GEN-05", "UB-DEL-06")
def users_are_open_to_tokens_of_other_apis(patch: pytest.MonkeyPatch) -> None:
    """A token of another API is one of a client without a name."""
    _excuse_token(patch, lambda _, token: token.audience != Audience.USER_BANKING)


@liar("UB-DEL-06")
def calls_a_missing_token_forbidden(patch: pytest.MonkeyPatch) -> None:
    """A call without a token answers 403."""

    def bare(asked: Asked) -> bool:
        users = asked.path.startswith("/user-banking/users")
        return users and asked.header("authorization") is None

    def told(answered: Answered) -> Answered:
        if answered.status != 401:
            return answered
        body = answered.body.replace(b'"unauthorized"', b'"forbidden"')
        return replace(answered, status=403).with_header("www-authenticate", None).with_body(body)

    retell(patch, bare, told)
