"""Sandboxes whose clock, documents and settings are not what they should be."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from sandbank_server.adapters.clock import SandboxClock
from sandbank_server.adapters.keys import Keys
from sandbank_server.api.control import ControlApi
from sandbank_server.service import timekeeping
from sandbank_server.service.records import SandboxSettings
from zoo.animals import Answered, Asked, Forward, liar, on_the_wire
from zoo.liars.retelling import at, object_of, retell, success


@liar("CTL-04")
def runs_on_while_frozen(patch: pytest.MonkeyPatch) -> None:
    """The clock says that it is frozen and runs."""
    said: dict[int, bool] = {}

    def freeze(self: SandboxClock, frozen: bool) -> None:
        said[id(self)] = frozen

    patch.setattr(SandboxClock, "freeze", freeze)
    patch.setattr(SandboxClock, "frozen", property(lambda self: said.get(id(self), False)))
    patch.setattr(SandboxClock, "set", lambda self, to: self._run_from(to.astimezone(UTC)))


@liar("CTL-04")
def never_sets_its_clock_back(patch: pytest.MonkeyPatch) -> None:
    """The clock is never set back: an earlier time is passed over in silence."""
    real = SandboxClock.set

    def move(self: SandboxClock, to: datetime) -> None:
        real(self, max(to.astimezone(UTC), self.now()))

    patch.setattr(SandboxClock, "set", move)


@liar("CTL-04")
def goes_back_by_a_negative_duration(patch: pytest.MonkeyPatch) -> None:
    """The clock can be advanced by `-PT5M`, which takes it back."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        by = object_of(asked.body).get("advance") if asked.path == "/_sandbox/clock" else None
        if not isinstance(by, str) or not by.startswith("-PT"):
            return await forward(asked)
        now = json.loads((await forward(replace(asked, method="GET", body=b""))).body)["now"]
        back = datetime.fromisoformat(now) - timekeeping._duration(by[1:])
        return await forward(replace(asked, body=json.dumps({"set": back.isoformat()}).encode()))

    on_the_wire(patch, wire)


@liar("CTL-05")
def has_an_empty_document_for_any_name(patch: pytest.MonkeyPatch) -> None:
    """A document that is not there answers 200 and an empty object."""
    document = at("GET", "/_sandbox/openapi/[^/]+")
    empty = success({})
    retell(patch, document, lambda told: empty if told.status == 404 else told)


@liar("CTL-05")
def publishes_a_key_that_verifies_nothing(patch: pytest.MonkeyPatch) -> None:
    """The public keys are not those of the tokens."""
    strange = Keys.open(seed=4711)
    patch.setattr(Keys, "jwks", lambda _, real=Keys.jwks: real(strange))


@liar("CTL-10")
def forgets_the_settings_that_are_not_named(patch: pytest.MonkeyPatch) -> None:
    """A change of settings puts all others back to what they were at first."""
    real = ControlApi.change_settings

    async def change(self: ControlApi, call: Any) -> Any:
        self._sandbox.store.change_settings(SandboxSettings())
        return await real(self, call)

    patch.setattr(ControlApi, "change_settings", change)


@liar("CTL-10")
def overlooks_settings_that_it_does_not_know(patch: pytest.MonkeyPatch) -> None:
    """A setting of an unknown name is passed over in silence."""
    known = ("throttlePerSecond", "expiredTokenStatus", "demandSignature")

    async def wire(asked: Asked, forward: Forward) -> Answered:
        if asked.method == "PATCH" and asked.path == "/_sandbox/settings":
            body = object_of(asked.body)
            named = {name: value for name, value in body.items() if name in known}
            asked = replace(asked, body=json.dumps(named).encode()) if body else asked
        return await forward(asked)

    on_the_wire(patch, wire)
