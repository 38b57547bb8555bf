"""Other tokens: how they look and how long they live."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from sandbank_server.adapters.tokens import JwtTokens
from sandbank_server.service import consumer_tokens, provider_tokens, upload_tokens, worlds
from sandbank_server.service.ports import Audience, Token
from zoo.animals import Answered, Asked, Forward, on_the_wire, variant

ENDPOINTS = ("/oauth/token", "/auth", "/accesstoken")
MEMBERS = ("access_token", "jwt")


@variant()
def tokens_are_opaque(patch: pytest.MonkeyPatch) -> None:
    """Tokens are short words that say nothing; whose they are is known to the server only."""
    _make_opaque(patch)


@variant()
def opaque_tokens_live_for_a_day(patch: pytest.MonkeyPatch) -> None:
    """Tokens say nothing, and those of products and upload clients live for a day."""
    _make_opaque(patch)
    _live(patch, timedelta(days=1))


@variant()
def tokens_live_for_a_day(patch: pytest.MonkeyPatch) -> None:
    """Every token lives for a day, and says so."""
    _live(patch, timedelta(days=1))


@variant()
def tokens_live_for_a_minute(patch: pytest.MonkeyPatch) -> None:
    """Every token lives for a minute, and says so."""
    _live(patch, timedelta(minutes=1))


def _live(patch: pytest.MonkeyPatch, lifetime: timedelta) -> None:
    for service in (consumer_tokens, provider_tokens, upload_tokens):
        patch.setattr(service, "LIFETIME", lifetime)


def _make_opaque(patch: pytest.MonkeyPatch) -> None:
    real: dict[bytes, bytes] = {}
    numbers = count(1)

    def opened(name: bytes, value: bytes) -> tuple[bytes, bytes]:
        scheme, blank, token = value.partition(b" ")
        return name, scheme + blank + real.get(token.strip(), token)

    async def wire(asked: Asked, forward: Forward) -> Answered:
        headers = tuple(
            opened(*each) if each[0] == b"authorization" else each for each in asked.headers
        )
        answered = await forward(replace(asked, headers=headers))
        if answered.status != 200 or not asked.path.endswith(ENDPOINTS):
            return answered
        body = json.loads(answered.body)
        for name in MEMBERS:
            if name in body:
                word = f"tk_{next(numbers):06}"
                real[word.encode()] = body[name].encode()
                body[name] = word
        return answered.with_body(json.dumps(body).encode())

    on_the_wire(patch, wire)


@variant("CTL-02")
def a_reset_ends_all_tokens(patch: pytest.MonkeyPatch) -> None:
    """A token that was issued before the world was replaced does not count any more."""
    good: set[str] = set()
    issue, read, put = JwtTokens.issue, JwtTokens.read, worlds.replace

    def issued(
        self: JwtTokens, audience: Audience, claims: Mapping[str, str], lifetime: timedelta
    ) -> str:
        token = issue(self, audience, claims, lifetime)
        good.add(token)
        return token

    def known(self: JwtTokens, token: str) -> Token | None:
        return read(self, token) if token in good else None

    def replaced(*asked: Any) -> None:
        put(*asked)
        good.clear()

    patch.setattr(JwtTokens, "issue", issued)
    patch.setattr(JwtTokens, "read", known)
    patch.setattr(worlds, "replace", replaced)
