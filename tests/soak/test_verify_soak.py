"""Verdicts do not depend on chance: over many seeds, and over many runs with one seed."""

import os
from collections.abc import Iterator

import pytest
from served import Served, serving

from sandbank_conformance import playground
from sandbank_conformance.plans import Plan
from sandbank_conformance.run import prepare
from sandbank_conformance.verdicts import Outcome
from sandbank_conformance.verification import verify
from sandbank_server.settings import Settings

RUNS = int(os.environ.get("VERIFY_RUNS", "50"))

Found = list[tuple[str, str, str]]


@pytest.fixture(scope="module")
def first(served: Served) -> Found:
    """The verdicts of the first seed."""
    return verdicts(served, seed=1)


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """The sandbox that all runs prove."""
    with serving(Settings(port=0)) as served:
        yield served


@pytest.mark.parametrize("seed", range(1, RUNS + 1))
def test_another_seed_gives_the_same_verdicts(served: Served, first: Found, seed: int) -> None:
    found = verdicts(served, seed=seed)

    assert {outcome for _, _, outcome in found} == {Outcome.PASS}
    assert found == first


@pytest.mark.parametrize("run", range(RUNS))
def test_the_same_seed_gives_the_same_verdicts(served: Served, first: Found, run: int) -> None:
    assert verdicts(served, seed=1) == first, f"run {run}"


def verdicts(served: Served, seed: int) -> Found:
    """Check, requirement and outcome of every verdict, in order."""
    found: Found = []
    with prepare(playground.target(served.url), Plan(seed=seed)) as run, run.ground.laid():
        verify(run, lambda each: found.append((each.check, each.requirement, each.outcome)))
    return found
