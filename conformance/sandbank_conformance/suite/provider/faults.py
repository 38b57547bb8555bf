"""What can be wrong with the credentials of a report: each fault gives the headers to change."""

from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest

from sandbank_conformance.callers import Provider, variable
from sandbank_conformance.client import HeaderChanges
from sandbank_conformance.conditions import NotTestable, given
from sandbank_conformance.marks import smoke
from sandbank_conformance.suite.provider import forgery

Fixture = Callable[[str], Any]  # a fixture by its name; it raises where the target lacks the thing
Fault = Callable[[Fixture], HeaderChanges]

TELLING = 8  # characters; shorter values are words of ours


def key(change: Callable[[str], str | list[str]]) -> Fault:
    """A fault of `x-api-key`, made from the right one."""

    def fault(fixture: Fixture) -> HeaderChanges:
        right = _provider(fixture).access.api_key
        wrong = change(right)
        if wrong == right:
            raise NotTestable("a key with letters: [provider] api-key")
        return {"x-api-key": _hidden(fixture, wrong, "wrong key")}

    return fault


def token(change: Callable[[str], str]) -> Fault:
    """A fault of the token, made from the right one."""
    return authorisation(lambda right: f"Bearer {change(right)}")


def authorisation(change: Callable[[str], str | list[str]]) -> Fault:
    """A fault of the whole `Authorization`, made from the right token."""

    def fault(fixture: Fixture) -> HeaderChanges:
        wrong = change(_provider(fixture).token)
        return {"Authorization": _hidden(fixture, wrong, "wrong token")}

    return fault


def token_of(caller: str) -> Fault:
    """The good token of another caller."""
    return lambda fixture: {"Authorization": f"Bearer {fixture(caller).token}"}


def left_out(name: str) -> Fault:
    """A header that does not come."""
    return lambda _: {name: None}


def _rivals_key(fixture: Fixture) -> HeaderChanges:
    return {"x-api-key": fixture("rival").access.api_key}


def _by_public_key(fixture: Fixture) -> HeaderChanges:
    published = given(fixture("owner").call("getKeys"), "/keys/0")
    forged = forgery.signed_with(_provider(fixture).token, forgery.public_key(published))
    return {"Authorization": _hidden(fixture, f"Bearer {forged}", "wrong token")}


def _by_password(fixture: Fixture) -> HeaderChanges:
    access = _provider(fixture).access
    pair = b64encode(f"{access.client_id}:{access.client_secret}".encode()).decode()
    return {"Authorization": _hidden(fixture, f"Basic {pair}", "password")}


def _provider(fixture: Fixture) -> Provider:
    provider: Provider = fixture("provider")
    return provider


def _hidden(fixture: Fixture, value: str | list[str], name: str) -> str | list[str]:
    """A value that keeps out of reports if somebody could work out the right one from it."""
    for each in [value] if isinstance(value, str) else value:
        word = each.rpartition(" ")[2]
        if len(word) >= TELLING:
            fixture("run").secrets.add(word, variable(name))
    return value


WRONG_KEY = [
    pytest.param(key(lambda _: "wrong"), id="a key that nobody has", marks=smoke),
    pytest.param(key(lambda right: right[:-1]), id="the key without its end"),
    pytest.param(key(lambda right: f"{right}x"), id="the key and more"),
    pytest.param(key(str.swapcase), id="the key in letters of the other case"),
]
NO_KEY = [
    pytest.param(left_out("x-api-key"), id="no key"),
    pytest.param(key(lambda _: ""), id="an empty key"),
]
WRONG_TOKEN = [
    pytest.param(token(lambda _: "word"), id="a word"),
    pytest.param(token(lambda _: "e30.e30.c2ln"), id="three words"),
    pytest.param(token(forgery.with_other_signature), id="another signature", marks=smoke),
    pytest.param(token(forgery.without_signature), id="no signature"),
    pytest.param(token(forgery.with_other_payload), id="another payload"),
    pytest.param(token(lambda right: right[: len(right) // 2]), id="half a token"),
    pytest.param(token(forgery.with_no_algorithm), id="the algorithm none"),
    pytest.param(
        token(lambda right: forgery.with_no_algorithm(right, "NonE")), id="the algorithm NonE"
    ),
    pytest.param(token(lambda right: forgery.signed_with(right, b"secret")), id="a guessed key"),
    pytest.param(_by_public_key, id="the public key as a secret"),
    pytest.param(token_of("rival"), id="the token of another provider", marks=smoke),
    pytest.param(_rivals_key, id="the key of another provider"),
    pytest.param(token(lambda right: f"{right} more"), id="the token and another word"),
    pytest.param(token(lambda right: f"{right},more"), id="the token, a comma and another word"),
    pytest.param(token(lambda right: f"{right}.more"), id="the token and another part"),
]
NO_TOKEN = [
    pytest.param(left_out("Authorization"), id="no Authorization", marks=smoke),
    pytest.param(authorisation(lambda _: ""), id="an empty Authorization"),
    pytest.param(authorisation(lambda _: "Bearer"), id="no token after Bearer"),
    pytest.param(authorisation(lambda right: right), id="the token alone"),
    pytest.param(authorisation(lambda right: f"Token {right}"), id="another scheme"),
    pytest.param(authorisation(lambda right: f"Bearer{right}"), id="no space after Bearer"),
    pytest.param(_by_password, id="client and secret in place of a token"),
]
OTHER_API = [
    pytest.param(token_of("product"), id="a token of the Consumer API"),
    pytest.param(token_of("uploader"), id="a token of the User banking API"),
]
TWICE = [
    pytest.param(key(lambda right: [right, right]), id="the key twice"),
    pytest.param(key(lambda right: [right, "wrong"]), id="the key and a wrong one"),
    pytest.param(key(lambda right: ["wrong", right]), id="a wrong key and the right one"),
    pytest.param(
        authorisation(lambda right: [f"Bearer {right}"] * 2), id="the Authorization twice"
    ),
    pytest.param(
        authorisation(lambda right: [f"Bearer {right}", "Bearer word"]),
        id="the Authorization and a wrong one",
    ),
    pytest.param(
        authorisation(lambda right: ["Bearer word", f"Bearer {right}"]),
        id="a wrong Authorization and the right one",
    ),
]
