"""Liars are found out with every seed, and no legal server is wronged.

A liar is judged by the checks that told it when the whole suite was held against it last, a new
one by all there are of what it breaks; a variant has to pass all checks of what it does otherwise.
Beside these each animal meets a few checks of what it does not break: which, its name decides.
Every third variant is, `make zoo` judges all with all checks; SANDBANK_ZOO_EVERY=10 every tenth
animal.
"""

import os
from typing import TypeGuard

import pytest
from zoo import outing, telling
from zoo.animals import LIARS, VARIANTS
from zoo.outing import HONEST, Outing, Result, results

EVERY = int(os.environ.get("SANDBANK_ZOO_EVERY", "1"))
SEEDS = (1, 2, 3)
BESIDE_LIARS, BESIDE_VARIANTS = 600, 200  # of the topics beside, one in so many
PROCESSES = 5  # many wait: for a statement's end, or for a race

FOUND = list(LIARS)[::EVERY]
LEGAL = list(VARIANTS)[:: 3 * EVERY]  # each meets ten times the checks of a liar

Results = dict[str, list[Result]]


@pytest.fixture(scope="module")
def judged(request: pytest.FixtureRequest) -> Results:
    """The results of all who were selected: liars with all seeds, variants with one in turn."""
    selected = {each.callspec.params["name"] for each in request.session.items if _is_ours(each)}
    outings = [_outing(n, name) for n, name in enumerate([HONEST, *FOUND, *LEGAL])]
    found: Results = {}
    for each in results([each for each in outings if each.animal in selected], PROCESSES):
        found.setdefault(each.animal, []).append(each)
    return found


def _is_ours(item: pytest.Item) -> TypeGuard[pytest.Function]:
    return (
        isinstance(item, pytest.Function)
        and item.module.__name__ == __name__
        and "judged" in item.fixturenames
    )


def _outing(n: int, name: str) -> Outing:
    turn = n % len(SEEDS)
    if name in LIARS:
        return outing.of(name, SEEDS[turn:] + SEEDS[:turn], BESIDE_LIARS, telling.of(name))
    if name in VARIANTS:
        return outing.of(name, (SEEDS[turn],), BESIDE_VARIANTS)
    return outing.of_the_honest()


@pytest.mark.parametrize("name", [HONEST])
def test_the_sandbox_as_it_is_meets_everything(judged: Results, name: str) -> None:
    (honest,) = judged[name]

    assert not honest.wronged | honest.errored | honest.untestable, honest.told


@pytest.mark.parametrize("name", FOUND)
def test_a_liar_breaks_exactly_what_it_says(judged: Results, name: str) -> None:
    assert {each.seed for each in judged[name]} == set(SEEDS)
    for each in judged[name]:
        told = f"seed {each.seed}, missed {set(each.missed)}, wronged {set(each.wronged)}"
        assert not each.missed | each.wronged | each.errored, f"{told}\n{each.told}"


@pytest.mark.parametrize("name", LEGAL)
def test_a_legal_server_never_fails(judged: Results, name: str) -> None:
    for each in judged[name]:
        assert not each.failed, each.told
        assert not each.errored, each.told
        assert not each.wronged, each.told
