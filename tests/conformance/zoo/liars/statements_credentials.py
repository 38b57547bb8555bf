"""Servers that take statements from callers whose credentials they did not judge whole."""

import pytest

from sandbank_server.api.security import Headers, bearer
from sandbank_server.service.ports import Audience, Sandbox
from zoo.animals import liar
from zoo.liars.excuses import excuse_key, excuse_token
from zoo.liars.postings import OPERATIONS
from zoo.liars.provider_tokens import audience, claims

Patch = pytest.MonkeyPatch

POSTING = frozenset({"postStatement"})
READING = frozenset({"getStatement"})


@liar("PRV-ACC-01")
def a_statement_needs_no_key(patch: Patch) -> None:
    """A statement with a good token is taken without `x-api-key`."""
    excuse_key(patch, lambda sent, _: not sent, at=POSTING)


@liar("PRV-ACC-01")
def a_statement_goes_with_any_key(patch: Patch) -> None:
    """A statement with a good token is taken, whatever the key that comes with it."""
    excuse_key(patch, lambda sent, _: len(sent) == 1, at=POSTING)


@liar("PRV-ACC-01")
def a_statement_needs_no_token(patch: Patch) -> None:
    """A statement with a good key is taken without an Authorization header."""
    excuse_token(patch, "token_wrong", lambda _, them: "authorization" not in them, at=POSTING)


@liar("PRV-ACC-01")
def a_statement_is_shown_without_a_token(patch: Patch) -> None:
    """How far a statement is can be seen with a good key alone."""
    excuse_token(patch, "token_wrong", lambda _, them: "authorization" not in them, at=READING)


@liar("PRV-ACC-01")
def a_statement_comes_with_any_text_for_a_token(patch: Patch) -> None:
    """What cannot be read as a token at all is not held against the sender of a statement."""

    def fits(_: Sandbox, headers: Headers) -> bool:
        return bearer(headers) is not None and not claims(headers, "RS256", "none")

    excuse_token(patch, "token_wrong", fits, at=POSTING)


@liar("PRV-ACC-01")
def anybody_may_sign_the_token_of_a_statement(patch: Patch) -> None:
    """The signature of the token is not verified where statements are concerned."""
    excuse_token(
        patch, "token_wrong", lambda _, headers: claims(headers, "RS256", "none"), at=OPERATIONS
    )


@liar("PRV-ACC-01")
def a_statement_may_come_with_an_old_token(patch: Patch) -> None:
    """The expiry of the token of a statement is not judged."""
    excuse_token(patch, "token_expired", lambda _box, _headers: True, at=POSTING)


@liar("PRV-ACC-01")
def key_and_token_of_a_statement_need_not_go_together(patch: Patch) -> None:
    """The key of one provider goes with the token of another."""
    excuse_token(
        patch, "token_foreign", lambda *it: audience(*it) == Audience.PROVIDER, at=OPERATIONS
    )


@liar("GEN-05", "PRV-ACC-01")
def a_statement_may_come_with_the_token_of_a_product(patch: Patch) -> None:
    """The audience of the token of a statement is not judged."""
    excuse_token(
        patch, "token_foreign", lambda *it: audience(*it) != Audience.PROVIDER, at=OPERATIONS
    )


@liar("GEN-02")
def the_key_of_a_statement_is_judged_when_all_is_done(patch: Patch) -> None:
    """A statement with a wrong or missing key answers 403, but was processed by then."""
    excuse_key(patch, lambda _sent, _: True, refusing=True, at=POSTING)
