"""Many animals on several processes: who is judged, by which part of the suite, by which seeds."""

from collections.abc import Collection, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from os import cpu_count

import zoo.liars
import zoo.variants  # noqa: F401  both fill `zoo.animals`
from sandbank_conformance.plans import Plan
from sandbank_conformance.verdicts import Outcome, Verdict
from zoo.animals import LIARS, VARIANTS
from zoo.judge import Judgement, about, judging, part_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Outing:
    """One animal, judged once with every seed."""

    animal: str
    seeds: tuple[int, ...]
    share: int  # of one in so many topics the checks of what it does not break as well; 1: all.
    # These run with the first seed only: what an animal breaks is where chance could hide it.
    first: tuple[str, ...] = ()  # which of the checks of what it breaks; empty: all of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What was found, small enough to be handed from process to process."""

    animal: str
    seed: int
    missed: frozenset[str]
    wronged: frozenset[str]
    failed: frozenset[str]
    errored: frozenset[str]
    catching: frozenset[str]  # the checks that spoke against what it breaks
    telling: tuple[str, ...]  # a few of them for each rule that it breaks
    told: str

    @classmethod
    def of(cls, judgement: Judgement, seed: int) -> "Result":
        """The result of a judgement."""
        assert judgement.animal is not None
        return cls(
            animal=judgement.animal.name,
            seed=seed,
            missed=judgement.missed,
            wronged=judgement.wronged,
            failed=judgement.failed,
            errored=judgement.errored,
            catching=judgement.catching,
            telling=judgement.telling,
            told=judgement.told(),
        )


def results(outings: Collection[Outing], processes: int = 0) -> Iterator[Result]:
    """The results of all outings, in no particular order."""
    suite = suite_of_the_honest()
    with ProcessPoolExecutor(processes or cpu_count(), mp_context=get_context("spawn")) as pool:
        futures = [pool.submit(_go, each, suite) for each in outings]
        for future in futures:
            yield from future.result()


@cache
def suite_of_the_honest() -> tuple[Verdict, ...]:
    """Every check and its requirement, all of them met by the honest sandbox."""
    with judging(None) as judged:
        verdicts = judged(Plan(), ())[1].verdicts
    against = [each for each in verdicts if each.outcome is not Outcome.PASS]
    assert not against, against
    return verdicts


def _go(outing: Outing, suite: Collection[Verdict]) -> list[Result]:
    animal = {**LIARS, **VARIANTS}[outing.animal]
    known = {each.check for each in suite}
    own = outing.first if set(outing.first) <= known else ()
    own = own or about(suite, animal)
    others = part_of(suite, animal, seed=outing.seeds[0], share=outing.share)
    with judging(animal, outing.seeds) as judged:
        found = judged(Plan(checks=own + others), others)
    return [Result.of(judgement, seed) for seed, judgement in found.items()]
