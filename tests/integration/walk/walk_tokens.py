"""Tokens of every kind of caller: fresh ones, and ones whose time is over."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from itertools import count
from typing import Protocol
from urllib.parse import quote, urlencode

from integration.walk.walk_wire import HOST, Pairs, Reply

FORM = [("content-type", "application/x-www-form-urlencoded")]
JSON = [("content-type", "application/json")]
LIFETIMES = {"consumer": 1200.0, "provider": 28800.0, "upload": 300.0}
YESTERDAY = -86_400.0
_NONCES = count(1)

Who = tuple[str, ...]  # kind of token, then whose


class Wire(Protocol):
    """Whatever a call can be made on."""

    def call(self, method: str, target: str, headers: Pairs = (), content: bytes = b"") -> Reply:
        """One request, answered."""


def fresh_nonce() -> str:
    """A nonce that no call has used."""
    return f"walk-nonce-{next(_NONCES)}"


def signature(key: str, nonce: str, target: str = "/consumer/v1/accesstoken") -> str:
    """The signature of a GET without parameters, as the Consumer API's page tells it."""
    url = f"http://{HOST}{target}".lower()
    text = "&".join(quote(part, safe="-._~") for part in ("GET", url, "", nonce))
    digest = hmac.new(f"{key}&null".encode(), text.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


class Tokens:
    """Mints tokens through the API and keeps them, also from one walk to the next."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._nonces = count(1)  # its own, so that two applications are asked with the same ones
        self._minted: dict[Who, list[tuple[float, str]]] = {}

    def fresh(self, who: Who, now: float, key: str | None = None) -> str:
        """A token that is good at an instant."""
        life = LIFETIMES[who[0]]
        for at, token in self._minted.get(who, ()):
            if at <= now < at + life:
                return token
        return self._mint(who, now, key)

    def stale(self, who: Who, now: float) -> str:
        """A token whose time is over at an instant, by as little as there is."""
        life = LIFETIMES[who[0]]
        over = [(at, token) for at, token in self._minted.get(who, ()) if at + life <= now]
        return max(over)[1]

    def keeps_stale(self, who: Who, now: float) -> bool:
        """Whether there is such a token."""
        return any(at + LIFETIMES[who[0]] <= now for at, _ in self._minted.get(who, ()))

    def _mint(self, who: Who, now: float, key: str | None) -> str:
        kind, *whose = who
        if kind == "consumer":
            whose.append(f"token-nonce-{next(self._nonces)}")
        reply = _MINTS[kind](self._wire, whose, key)
        assert reply.status == 200, (who, reply)
        token: str = next(
            reply.json()[name] for name in ("jwt", "access_token") if name in reply.json()
        )
        self._minted.setdefault(who, []).append((now, token))
        return token


def _consumer(wire: Wire, whose: list[str], key: str | None) -> Reply:
    application, organisation, company, nonce = whose
    headers = [
        ("x-application", application),
        ("x-organisation-id", organisation),
        ("x-nonce", nonce),
    ]
    if company:
        headers.append(("x-company-id", company))
    if key:
        headers.append(("x-signature", signature(key, nonce)))
    return wire.call("GET", "/consumer/v1/accesstoken", headers)


def _provider(wire: Wire, whose: list[str], _: str | None) -> Reply:
    body = {
        "grant_type": "client_credentials",
        "client_id": whose[0],
        "client_secret": f"{whose[0]}-secret",
        "audience": "sandbank/provider",
    }
    return wire.call("POST", "/provider/v1/oauth/token", JSON, json.dumps(body).encode())


def _upload(wire: Wire, whose: list[str], _: str | None) -> Reply:
    client, scope = whose
    form = {
        "grant_type": "client_credentials",
        "client_id": client,
        "client_secret": client.replace("-client", "-secret"),
        **({"scope": scope} if scope else {}),
    }
    return wire.call("POST", "/user-banking/auth", FORM, urlencode(form).encode())


_MINTS: dict[str, Callable[[Wire, list[str], str | None], Reply]] = {
    "consumer": _consumer,
    "provider": _provider,
    "upload": _upload,
}


def bearer(token: str) -> tuple[str, str]:
    """The header that carries a token."""
    return "authorization", f"Bearer {token}"


def without(pairs: Pairs, name: str) -> list[tuple[str, str]]:
    """Headers less one."""
    return [(k, v) for k, v in pairs if k != name]
