"""Sandboxes whose owner cannot rely on worlds, copies, clock, documents and settings."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from sandbank_server.adapters.clock import SandboxClock
from sandbank_server.adapters.keys import Keys
from sandbank_server.adapters.tinydb_store import TinyDbStore
from sandbank_server.service import worlds
from sandbank_server.service.ports import Sandbox, WorldError
from zoo.animals import Answered, Asked, Forward, liar, on_the_wire
from zoo.liars.retelling import answer_instead, at, problem, retell, retold


@liar("CTL-01")
def keeps_its_audit_trail_to_itself(patch: pytest.MonkeyPatch) -> None:
    """On a loopback address the audit trail asks for a token."""
    secret = at("GET", "/_sandbox/audit")
    answer_instead(patch, lambda it: secret(it) and not it.header("authorization"), problem(401))


@liar("CTL-02")
def names_one_fault_of_a_world(patch: pytest.MonkeyPatch) -> None:
    """Of several places of a world that are wrong the first is named."""
    real = TinyDbStore.load

    def load(self: TinyDbStore, world: Any) -> None:
        try:
            real(self, world)
        except WorldError as error:
            raise WorldError(error.problems[:1]) from None

    patch.setattr(TinyDbStore, "load", load)


@liar("CTL-02", "GEN-02")
def empties_the_world_for_one_it_refuses(patch: pytest.MonkeyPatch) -> None:
    """A world that is wrong answers 400, and the one that was there is gone."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answered = await forward(asked)
        loading = asked.method == "PUT" and asked.path == "/_sandbox/world"
        if loading and answered.status == 400 and asked.body[:1] == b"{":
            await forward(replace(asked, body=b"{}"))
        return answered

    on_the_wire(patch, wire)


@liar("CTL-02")
def exports_a_world_without_its_rules(patch: pytest.MonkeyPatch) -> None:
    """The world that is exported has no rules."""
    without = retold(lambda world: {**world, "rules": []})
    retell(patch, at("GET", "/_sandbox/world"), without)


@liar("CTL-02")
def makes_new_keys_at_a_reset(patch: pytest.MonkeyPatch) -> None:
    """A reset ends every token."""
    real = worlds.replace

    def reset(sandbox: Sandbox, world: Any) -> None:
        real(sandbox, world)
        tokens: Any = sandbox.tokens
        for name in ("private", "public", "kid"):
            tokens._keys.__dict__.pop(name, None)
        tokens._keys._make = lambda: Keys.open().private
        tokens._verified.clear()

    patch.setattr(worlds, "replace", reset)


@liar("CTL-02")
def dates_a_world_from_its_first_loading(patch: pytest.MonkeyPatch) -> None:
    """After a reset the times of the world are those they were at the start."""
    first: dict[int, datetime] = {}
    real = TinyDbStore.load

    def load(self: TinyDbStore, world: Any) -> None:
        clock = self._clock
        start = first.setdefault(id(self), clock.now())

        class Stopped(SandboxClock):
            def now(self) -> datetime:
                return start

        self._clock = Stopped()
        try:
            real(self, world)
        finally:
            self._clock = clock

    patch.setattr(TinyDbStore, "load", load)


@liar("CTL-03")
def keeps_copies_under_any_name(patch: pytest.MonkeyPatch) -> None:
    """A copy of the world may have a name of capital letters and of any length."""

    def take(sandbox: Sandbox, name: str) -> None:
        sandbox.store.snapshot(name)

    patch.setattr(worlds, "take_snapshot", take)


@liar("CTL-03")
def restores_copies_that_nobody_took(patch: pytest.MonkeyPatch) -> None:
    """To restore a name without a copy answers 204 and does nothing."""

    def restore(sandbox: Sandbox, name: str) -> None:
        sandbox.store.restore(name)

    patch.setattr(worlds, "restore_snapshot", restore)


@liar("CTL-03")
def loses_its_copies_at_a_reset(patch: pytest.MonkeyPatch) -> None:
    """A copy of the world cannot be restored after a reset."""
    real = worlds.replace

    def reset(sandbox: Sandbox, world: Any) -> None:
        real(sandbox, world)
        store: Any = sandbox.store
        store._snapshots.clear()

    patch.setattr(worlds, "replace", reset)
