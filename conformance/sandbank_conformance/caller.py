"""A caller of one API: credentials in place, so that a check says only what it wants otherwise."""

from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any

from sandbank_conformance.client import Client, HeaderChanges
from sandbank_conformance.conditions import given
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.secrets import Secrets


class Caller:
    """Calls one API with its credentials; a check says only what it wants otherwise."""

    def __init__(self, client: Client, name: str) -> None:
        self.client = client
        self.name = name

    @property
    def headers(self) -> Mapping[str, str]:
        """The credentials; getting a token is part of it."""
        return {}

    @property
    def fixed(self) -> Mapping[str, str]:
        """The parameters of paths that follow from who calls."""
        return {}

    def renew(self) -> None:
        """Get a new token with the next call; one that the configuration fixes stays."""

    def call(
        self, operation_id: str, *ids: str, headers: HeaderChanges | None = None, **options: Any
    ) -> Exchange:
        """Call an operation; `ids` fill the path's parameters that the caller does not, in order.

        `headers` replaces headers by name, whatever the case: None leaves one out, a list sends it
        several times. Other options: `query`, `json`, `content`, `patient`.
        """
        names = [each for each in self.client.parameters(operation_id) if each not in self.fixed]
        path = {**self.fixed, **dict(zip(names, ids, strict=True))}
        return self.client.ask(
            operation_id,
            path,
            caller=self.name,
            headers=changed(self.headers, headers or {}),
            **options,
        )

    def call_anything(
        self,
        method: str,
        target: str,
        *,
        headers: HeaderChanges | None = None,
        content: bytes = b"",
    ) -> Exchange:
        """Call any method and path behind the base path, as they are."""
        return self.client.ask_anything(
            method,
            target,
            caller=self.name,
            headers=changed(self.headers, headers or {}),
            content=content,
        )

    def follow(self, exchange: Exchange, link: Any) -> Exchange:
        """Get what a link in an answer leads to, with the same credentials."""
        return self.client.follow(exchange, link, caller=self.name, headers=self.headers)


def changed(headers: Mapping[str, str], changes: HeaderChanges) -> HeaderChanges:
    """Headers with some replaced, whatever the case of their names."""
    replaced = {each.lower() for each in changes}
    kept = {name: value for name, value in headers.items() if name.lower() not in replaced}
    return {**kept, **changes}


class TokenKeeper:
    """A token that is asked for once, hidden from reports, and asked for anew before it expires."""

    def __init__(self, secrets: Secrets, variable: str, fixed: str = "") -> None:
        self._secrets = secrets
        self._variable = variable
        self._token = self._fixed = fixed
        self._until = float("inf")
        self._hide(fixed)

    def token(self, ask: Callable[[], Exchange], pointer: str) -> str:
        """The token; `ask` gets a new one, `pointer` says where it is in the answer."""
        if not self._token or monotonic() > self._until:
            answer = ask()
            self._token = str(given(answer, pointer))
            self._hide(self._token)
            lifetime = answer.at("/expires_in")
            if isinstance(lifetime, int | float):
                self._until = monotonic() + lifetime / 2
        return self._token

    def forget(self) -> None:
        """Ask anew the next time, unless the token is fixed."""
        self._token = self._fixed
        self._until = float("inf")

    def _hide(self, token: str) -> None:
        self._secrets.add(token, self._variable)
