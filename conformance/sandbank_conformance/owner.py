"""The control API of a sandbox: what its owner may do that no caller may."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from http import HTTPStatus
from typing import Any

from sandbank_conformance.caller import Caller
from sandbank_conformance.client import Client, Line
from sandbank_conformance.conditions import NotTestable, given, told
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.target import Api, Control

BEFORE, GROUND = "verify-before", "verify-ground"  # snapshots: as found, and as each check finds it


class Owner(Caller):
    """Who owns the sandbox."""

    def __init__(self, client: Client, control: Control) -> None:
        super().__init__(client, "owner")
        self._token = control.token
        self.keeps_world = control.keep_world

    @property
    def headers(self) -> Mapping[str, str]:
        """The owner's token, where there is one."""
        return {"Authorization": f"Bearer {self._token}"} if self._token else {}

    def begin(self, provider_id: str, kind: str, **more: str) -> Exchange:
        """Open a session, as a user would; `more` are its other members."""
        return self.call(
            "beginAuthorisation", json={"providerId": provider_id, "kind": kind, **more}
        )

    def advance(self, duration: str) -> None:
        """Move the clock forward by an ISO 8601 duration."""
        given(self.call("moveClock", json={"advance": duration}))

    def clock(self) -> Mapping[str, Any]:
        """`now` and `frozen`."""
        clock: Mapping[str, Any] = given(self.call("getClock")).json
        return clock

    def now(self) -> datetime:
        """The time of the sandbox's clock."""
        return moment(self.clock().get("now"))


def owner_of(line: Line, control: Control) -> Owner:
    """Who owns the sandbox behind a control API."""
    return Owner(Client(line, "control", Api(url=control.url)), control)


def moment(told: Any) -> datetime:
    """A time as the control API writes it."""
    with suppress(ValueError):
        found = datetime.fromisoformat(str(told))
        if found.tzinfo is not None:
            return found
    raise NotTestable(f"a time with its offset, such as 2026-03-01T12:00:00Z: {told!r}")


def there(answer: Exchange) -> Exchange:
    """The answer of an operation that is there; whether it is, other checks are about."""
    if answer.status in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED):
        raise NotTestable(f"an operation of the control API: {told(answer)}")
    return answer
