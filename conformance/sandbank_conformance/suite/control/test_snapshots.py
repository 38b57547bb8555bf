"""Copies of the world, kept under a name."""

import pytest

from sandbank_conformance.conditions import ensure_status, ensure_unchanged, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.owner import Owner


def _world(owner: Owner) -> object:
    return given(owner.call("getWorld")).json


@smoke
@requirement("CTL-03")
def test_a_copy_can_be_restored_as_often_as_wanted(owner: Owner, draw: Draw) -> None:
    name, world = f"verify-{draw.word()}", _world(owner)
    given(owner.call("takeSnapshot", name))

    for _ in range(2):
        given(owner.call("putWorld", json={}))
        answer = owner.call("restoreSnapshot", name)

        ensure_status(answer, 204)
        ensure_unchanged(world, _world(owner), by=answer, also=())


@requirement("CTL-03")
def test_the_same_name_replaces_its_copy(owner: Owner, draw: Draw) -> None:
    name = f"verify-{draw.word()}"
    given(owner.call("takeSnapshot", name))
    given(owner.call("putWorld", json={}))
    world = _world(owner)
    given(owner.call("takeSnapshot", name))
    given(owner.call("resetWorld", json={"world": "playground"}))

    answer = owner.call("restoreSnapshot", name)

    ensure_status(answer, 204)
    ensure_unchanged(world, _world(owner), by=answer, also=())


@requirement("CTL-03")
def test_copies_of_other_names_stay(owner: Owner, draw: Draw) -> None:
    first, second = f"verify-{draw.word()}", f"verify-{draw.word()}"
    world = _world(owner)
    given(owner.call("takeSnapshot", first))
    given(owner.call("putWorld", json={}))
    given(owner.call("takeSnapshot", second))

    answer = owner.call("restoreSnapshot", first)

    ensure_status(answer, 204)
    ensure_unchanged(world, _world(owner), by=answer, also=())


@requirement("CTL-03")
@pytest.mark.parametrize(
    "name", ["Verify", "verify_1", "verify.1", "verify 1", "verify/1", "vérify", "v" * 41]
)
def test_another_name_answers_400(name: str, owner: Owner) -> None:
    answer = owner.call("takeSnapshot", name)

    ensure_status(answer, 400)


@requirement("CTL-03")
def test_a_name_of_40_is_taken(owner: Owner) -> None:
    answer = owner.call("takeSnapshot", "verify-0".ljust(40, "z"))

    ensure_status(answer, 204)


@requirement("CTL-03")
@pytest.mark.parametrize("name", ["verify-nobody-kept-it", "Verify", "v" * 41])
def test_a_name_without_a_copy_answers_404_and_restores_nothing(name: str, owner: Owner) -> None:
    given(owner.call("putWorld", json={}))
    world = _world(owner)

    answer = owner.call("restoreSnapshot", name)

    ensure_status(answer, 404)
    ensure_unchanged(world, _world(owner), by=answer)
