"""What the suite says of an animal, and whether that is right."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sandbank_conformance import playground
from sandbank_conformance.plans import Plan
from sandbank_conformance.run import prepare
from sandbank_conformance.verdicts import Outcome, Verdict
from sandbank_conformance.verification import verify
from zoo.animals import Animal
from zoo.keeper import out
from zoo.rounds import Rounds

FEW = 3
AGAINST = frozenset({Outcome.FAIL, Outcome.WARN, Outcome.DIFFERS})


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdicts about one animal."""

    animal: Animal | None  # None: the honest sandbox
    verdicts: tuple[Verdict, ...]

    @property
    def wanted(self) -> frozenset[str]:
        """The requirements that the animal says it does not meet."""
        return self.animal.breaks if self.animal else frozenset()

    @property
    def found(self) -> frozenset[str]:
        """The requirements that a verdict speaks against."""
        return frozenset(each.requirement for each in self.verdicts if each.outcome in AGAINST)

    @property
    def failed(self) -> frozenset[str]:
        """The requirements that FAIL: never one of a legal server."""
        return self._with(Outcome.FAIL)

    @property
    def errored(self) -> frozenset[str]:
        """The requirements that nothing could be said about, because a check broke off."""
        return self._with(Outcome.ERRORED)

    @property
    def untestable(self) -> frozenset[str]:
        """The requirements for which something was missing: none of the honest sandbox."""
        return self._with(Outcome.NOT_TESTABLE)

    @property
    def missed(self) -> frozenset[str]:
        """The requirements that it breaks unnoticed."""
        return self.wanted - self.found

    @property
    def wronged(self) -> frozenset[str]:
        """The requirements that it meets, whatever a verdict says."""
        return self.found - self.wanted

    @property
    def telling(self) -> tuple[str, ...]:
        """For each requirement that it breaks the first few checks that say so.

        A race is not always lost in the same way: one check may not be enough.
        """
        telling: dict[str, list[str]] = {}
        for each in self.verdicts:
            if each.outcome in AGAINST and each.requirement in self.wanted:
                telling.setdefault(each.requirement, []).append(each.check)
        return tuple(check for each in telling.values() for check in each[:FEW])

    @property
    def catching(self) -> frozenset[str]:
        """The checks that speak against what it breaks."""
        return frozenset(
            each.check
            for each in self.verdicts
            if each.outcome in AGAINST and each.requirement in self.wanted
        )

    def told(self) -> str:
        """Every verdict against it, for somebody who has to find out why."""
        return "\n".join(
            f"{each.outcome} {each.requirement} {each.check}\n"
            f"  expected {each.expected}\n  received {each.received}"
            for each in self.verdicts
            if each.outcome in AGAINST or each.outcome is Outcome.ERRORED
        )

    def _with(self, outcome: Outcome) -> frozenset[str]:
        return frozenset(each.requirement for each in self.verdicts if each.outcome is outcome)


Judge = Callable[[Plan, Collection[str]], dict[int, Judgement]]


@contextmanager
def judging(animal: Animal | None, seeds: Collection[int] = (1,)) -> Iterator[Judge]:
    """Lets an animal out, and runs the checks of a plan against it, once with each seed.

    Those named beside the plan are run with the first seed only.
    """
    with out(animal) as served:

        def judged(plan: Plan, once: Collection[str] = ()) -> dict[int, Judgement]:
            with prepare(playground.target(served.url), plan) as run, run.ground.laid():
                rounds = Rounds(run, seeds, frozenset(once))
                verify(run, rounds.hear, plugins=(rounds,))
            return {seed: Judgement(animal, tuple(told)) for seed, told in rounds.told.items()}

        yield judged
