"""The target is left as it was found, whatever its control API refuses or forgets."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
import zoo.liars
import zoo.variants  # noqa: F401  both fill `zoo.animals`
from zoo.animals import LIARS, VARIANTS, Animal
from zoo.keeper import out

from sandbank_conformance import playground
from sandbank_conformance.conditions import given
from sandbank_conformance.ground import Busy
from sandbank_conformance.owner import Owner
from sandbank_conformance.plans import Plan
from sandbank_conformance.run import Run, prepare

ADVANCED = {"advance": "P3D"}


@contextmanager
def _run(animal: Animal | None) -> Iterator[tuple[Run, Owner]]:
    with out(animal) as served, prepare(playground.target(served.url), Plan()) as run:
        assert run.owner is not None
        yield run, run.owner


def _world(owner: Owner) -> object:
    return given(owner.call("getWorld")).json


@pytest.mark.parametrize(
    "animal",
    [
        VARIANTS["the-world-is-never-reset"],
        VARIANTS["there-are-no-snapshots"],
        VARIANTS["the-clock-cannot-be-moved"],
        VARIANTS["the-clock-only-advances"],
    ],
    ids=lambda animal: animal.name,
)
def test_a_world_that_cannot_be_put_back_is_not_ours(animal: Animal) -> None:
    with _run(animal) as (run, owner):
        before = _world(owner)

        with run.ground.laid():
            assert not run.ground.is_ours
            assert run.ground.why_not.startswith("a control API by which")

        assert _world(owner) == before
        assert not owner.clock()["frozen"]


@pytest.mark.parametrize(
    "animal", [None, LIARS["loses-its-copies-at-a-reset"]], ids=["the real one", "a forgetful one"]
)
def test_what_was_there_is_brought_back(animal: Animal | None) -> None:
    with _run(animal) as (run, owner):
        given(owner.call("putWorld", json={"applications": [{"applicationId": "mine"}]}))
        before = _world(owner)

        with run.ground.laid():
            ground = _world(owner)
            given(owner.call("resetWorld", json={"world": "playground"}))
            given(owner.call("putWorld", json={}))
            run.ground.restore()
            assert _world(owner) == ground

        assert _world(owner) == before
        assert run.ground.remarks == []


def test_a_clock_that_does_not_go_back_stands_where_it_came_to() -> None:
    with _run(LIARS["never-sets-its-clock-back"]) as (run, owner), run.ground.laid():
        run.trace.begin()
        given(owner.call("moveClock", json=ADVANCED))
        moved = owner.clock()

        run.ground.restore()

        assert owner.clock() == moved
        assert run.ground.is_ours


def test_after_another_world_everybody_asks_for_a_new_token() -> None:
    with _run(VARIANTS["a-reset-ends-all-tokens"]) as (run, owner), run.ground.laid():
        assert run.product is not None
        given(run.product.call("listBankAccounts"))
        run.trace.begin()
        given(owner.call("resetWorld", json={"world": "playground"}))

        run.ground.restore()

        assert run.product.call("listBankAccounts").succeeded


def test_what_could_not_be_brought_back_is_told() -> None:
    def forget(patch: pytest.MonkeyPatch) -> None:
        LIARS["loses-its-copies-at-a-reset"].deviation(patch)
        VARIANTS["worlds-cannot-be-exchanged"].deviation(patch)

    forgetful = replace(LIARS["loses-its-copies-at-a-reset"], deviation=forget)
    with _run(forgetful) as (run, _):
        with run.ground.laid():
            pass

        assert run.ground.remarks == ["the world could not be brought back"]


def test_a_second_run_stays_away_while_the_first_is_at_work() -> None:
    with _run(None) as (first, owner), prepare(first.target, Plan()) as second:
        before = _world(owner)
        with first.ground.laid():
            with pytest.raises(Busy, match=r"snapshots/verify-before/restore"):
                second.ground.lay()
            assert first.ground.is_ours
        second.ground.lay()
        second.ground.leave()

        assert _world(owner) == before


def test_what_a_killed_run_had_found_is_still_there_for_the_next_one() -> None:
    with _run(None) as (killed, owner), prepare(killed.target, Plan()) as later:
        given(owner.call("putWorld", json={"applications": [{"applicationId": "mine"}]}))
        before = _world(owner)
        killed.ground.lay()
        with pytest.raises(Busy):
            later.ground.lay()

        given(owner.call("restoreSnapshot", "verify-before"))
        given(owner.call("moveClock", json={"frozen": False}))

        later.ground.lay()
        later.ground.leave()
        assert _world(owner) == before


def test_a_clock_that_its_owner_has_stopped_is_no_sign_of_a_run() -> None:
    with _run(None) as (run, owner):
        given(owner.call("moveClock", json={"frozen": True}))

        with run.ground.laid():
            assert run.ground.is_ours

        assert owner.clock()["frozen"]
