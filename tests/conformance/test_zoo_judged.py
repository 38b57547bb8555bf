"""Every liar is found out, no legal server is wronged: in parts here, in whole by `make zoo`.

A liar is judged by the checks that told it when `make zoo` ran last; a new one by all there are.
Every EVERYth animal has its turn, with three seeds in turns; SANDBANK_ZOO_SEEDS=1,2,3 judges all
of them with each of these.
"""

import os

import pytest
from zoo import telling
from zoo.animals import LIARS, VARIANTS
from zoo.outing import Outing, Result, results

EVERY = 8  # of more, a run on a small machine would take longer than anybody waits
SEEDS = (1, 2, 3)
ALL = tuple(map(int, filter(None, os.environ.get("SANDBANK_ZOO_SEEDS", "").split(","))))
SHARE = 90  # of the topics about what an animal does not break, one in so many; others each time

CHOSEN = [*LIARS, *VARIANTS][:: 1 if ALL else EVERY]

Results = dict[str, list[Result]]


@pytest.fixture(scope="module")
def judged() -> Results:
    """Those who have their turn, each with its seed."""
    outings = [
        Outing(
            animal=name,
            seeds=ALL or SEEDS[n % len(SEEDS) :][:1],
            share=SHARE,
            first=telling.of(name),
        )
        for n, name in enumerate(CHOSEN)
    ]
    found: Results = {}
    for each in results(outings):
        found.setdefault(each.animal, []).append(each)
    return found


@pytest.mark.parametrize("name", [each for each in CHOSEN if each in LIARS])
def test_a_liar_breaks_exactly_what_it_says(judged: Results, name: str) -> None:
    assert len(judged[name]) == (len(ALL) or 1)
    for each in judged[name]:
        told = f"missed {set(each.missed)}, wronged {set(each.wronged)}\n{each.told}"
        assert not each.missed | each.wronged | each.errored, told


@pytest.mark.parametrize("name", [each for each in CHOSEN if each in VARIANTS])
def test_a_legal_server_never_fails(judged: Results, name: str) -> None:
    for each in judged[name]:
        assert not each.failed, each.told
        assert not each.errored, each.told
        assert not each.wronged, each.told
