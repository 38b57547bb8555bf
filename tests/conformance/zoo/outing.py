"""Many animals on several processes: who is judged, by which checks, by which seeds."""

from collections.abc import Collection, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from os import cpu_count
from traceback import format_exc

import zoo.liars
import zoo.variants  # noqa: F401  both fill `zoo.animals`
from sandbank_conformance.plans import Plan
from zoo import checks
from zoo.animals import LIARS, VARIANTS
from zoo.judge import Judgement, judging

HONEST = ""  # the name of the sandbox as it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Outing:
    """One animal, judged once with every seed."""

    animal: str
    seeds: tuple[int, ...]
    checks: tuple[str, ...]
    once: tuple[str, ...] = ()  # with the first seed only


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What was found, small enough to be handed from process to process."""

    animal: str
    seed: int
    missed: frozenset[str]
    wronged: frozenset[str]
    failed: frozenset[str]
    errored: frozenset[str]
    untestable: frozenset[str]
    catching: frozenset[str]  # the checks that spoke against what it breaks
    telling: tuple[str, ...]  # a few of them for each rule that it breaks
    told: str

    @classmethod
    def of(cls, judgement: Judgement, seed: int) -> "Result":
        """The result of a judgement."""
        return cls(
            animal=judgement.animal.name if judgement.animal else HONEST,
            seed=seed,
            missed=judgement.missed,
            wronged=judgement.wronged,
            failed=judgement.failed,
            errored=judgement.errored,
            untestable=judgement.untestable,
            catching=judgement.catching,
            telling=judgement.telling,
            told=judgement.told(),
        )

    @classmethod
    def of_none(cls, animal: str, seed: int, told: str) -> "Result":
        """The result of an outing that could not be made."""
        none: frozenset[str] = frozenset()
        return cls(
            animal=animal,
            seed=seed,
            missed=none,
            wronged=none,
            failed=none,
            errored=frozenset({"the outing"}),
            untestable=none,
            catching=none,
            telling=(),
            told=told,
        )


def of_the_honest() -> Outing:
    """The sandbox as it is meets every check."""
    return Outing(animal=HONEST, seeds=(1,), checks=tuple(each.name for each in checks.suite()))


def of(name: str, seeds: tuple[int, ...], share: int, told_by: Collection[str] = ()) -> Outing:
    """An animal meets the checks of what it breaks, or of these only those that told it before.

    Beside them it meets those of one in `share` other topics, with the first seed only: what an
    animal breaks is where chance could hide it.
    """
    animal = {**LIARS, **VARIANTS}[name]
    known = {each.name for each in checks.suite()}
    own = tuple(told_by) if told_by and known.issuperset(told_by) else checks.about(animal)
    beside = checks.beside(animal, seed=seeds[0], share=share)
    once = tuple(each for each in beside if each not in own)
    return Outing(animal=name, seeds=seeds, checks=own, once=once)


def results(outings: Collection[Outing], processes: int = 0) -> Iterator[Result]:
    """The results of all outings, in their order."""
    with ProcessPoolExecutor(processes or cpu_count(), mp_context=get_context("spawn")) as pool:
        for found in pool.map(go, outings):
            yield from found


def go(outing: Outing) -> list[Result]:
    """The results of one outing; where it could not be made, they tell why."""
    animal = {**LIARS, **VARIANTS}.get(outing.animal)
    try:
        with judging(animal, outing.seeds) as judged:
            found = judged(Plan(checks=outing.checks + outing.once), outing.once)
    except Exception:  # nobody else is held up by it
        return [Result.of_none(outing.animal, seed, format_exc()) for seed in outing.seeds]
    return [Result.of(judgement, seed) for seed, judgement in found.items()]
