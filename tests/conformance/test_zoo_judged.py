"""Liars are found out with every seed, and no legal server is wronged.

A liar is judged by the checks that told it when the whole suite was held against it last, a new
one by all there are of what it breaks; beside these each animal meets a few checks of what it does
not break. SANDBANK_ZOO_EVERY=10 judges fewer, `make zoo` all with all checks. A variant has to pass
all checks of what it does otherwise, which takes longest: here it is every fourth.
"""

import os
from typing import TypeGuard

import pytest
from zoo import telling
from zoo.animals import LIARS, VARIANTS
from zoo.outing import Outing, Result, results

EVERY = int(os.environ.get("SANDBANK_ZOO_EVERY", "3"))  # all of them take eight minutes
SEEDS = (1, 2, 3)
SHARE = 600  # of the topics about what an animal does not break, one in so many
PROCESSES = 3  # some wait for a statement's end, or for a race

FOUND = list(LIARS)[::EVERY]
LEGAL = list(VARIANTS)[:: 4 * EVERY]

Results = dict[str, list[Result]]


@pytest.fixture(scope="module")
def judged(request: pytest.FixtureRequest) -> Results:
    """The results of all who were selected: liars with all seeds, variants with one in turn."""
    selected = {each.callspec.params["name"] for each in request.session.items if _is_ours(each)}
    outings = [_outing(n, name) for n, name in enumerate([*FOUND, *LEGAL]) if name in selected]
    found: Results = {}
    for each in results(outings, PROCESSES):
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
    seeds = SEEDS[turn:] + SEEDS[:turn] if name in LIARS else (SEEDS[turn],)
    return Outing(animal=name, seeds=seeds, share=SHARE, first=telling.of(name))


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
