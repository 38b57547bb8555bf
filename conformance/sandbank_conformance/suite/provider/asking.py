"""Calls for a provider's token, with anything wrong in them."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from sandbank_conformance.callers import Provider, need, variable
from sandbank_conformance.conditions import NotTestable
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.run import Run
from sandbank_conformance.suite.provider.faults import TELLING

Json = dict[str, Any]

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Asking:
    """Calls for a token in one of the two forms that a body may have."""

    def __init__(self, run: Run, provider: Provider, form: str) -> None:
        access = provider.access
        need(access.client_secret, 'a client for tokens: [provider] client-secret = "…"')
        self.right: Json = {
            "grant_type": "client_credentials",
            "client_id": access.client_id,
            "client_secret": access.client_secret,
            "audience": access.audience,
        }
        self._run = run
        self._provider = provider
        self._as_form = form == "as a form"

    def token(self, **changes: Any) -> Exchange:
        """Ask with some parameters changed; None leaves one out."""
        asked = {
            name: value for name, value in {**self.right, **changes}.items() if value is not None
        }
        body: Json = {"content": urlencode(asked)} if self._as_form else {"json": asked}
        answer = self._provider.client.ask(
            "issueProviderToken",
            {},
            caller=self._provider.name,
            headers=FORM if self._as_form else None,
            **body,
        )
        got = answer.at("/access_token")
        self._hide(got if isinstance(got, str) else "", "token")
        return answer

    def secret_like(self, change: Callable[[str], str]) -> Json:
        """The right secret with a change, kept out of reports as well."""
        secret = self.right["client_secret"]
        other = change(secret)
        if other == secret:
            raise NotTestable("a secret with letters: [provider] client-secret")
        self._hide(other, "wrong client secret")
        return {"client_secret": other}

    def _hide(self, value: str, name: str) -> None:
        if len(value) >= TELLING:
            self._run.secrets.add(value, variable(self._provider.name, name))
