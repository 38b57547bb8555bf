"""What the suite says of an animal, and whether that is right."""

from collections.abc import Collection
from dataclasses import dataclass
from zlib import crc32

from sandbank_conformance import playground
from sandbank_conformance.plans import Plan
from sandbank_conformance.run import prepare
from sandbank_conformance.verdicts import Outcome, Verdict
from sandbank_conformance.verification import verify
from zoo.animals import Animal
from zoo.keeper import out

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
    def missed(self) -> frozenset[str]:
        """The requirements that it breaks unnoticed."""
        return self.wanted - self.found

    @property
    def wronged(self) -> frozenset[str]:
        """The requirements that it meets, whatever a verdict says."""
        return self.found - self.wanted

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


def judge(animal: Animal | None, plan: Plan) -> Judgement:
    """Let an animal out, and run the checks of a plan against it."""
    verdicts: list[Verdict] = []
    with (
        out(animal) as served,
        prepare(playground.target(served.url), plan) as run,
        run.ground.laid(),
    ):
        verify(run, verdicts.append)
    return Judgement(animal, tuple(verdicts))


def part_of(
    suite: Collection[Verdict], animal: Animal, *, seed: int, share: int
) -> tuple[str, ...]:
    """The checks of all that the animal breaks, and one in `share` of the others (1: all).

    Which of the others depends on animal and seed, so that together they come to all.
    """
    return tuple(
        each.check
        for each in suite
        if each.requirement in animal.breaks
        or crc32(f"{animal.name} {seed} {each.check}".encode()) % share == 0
    )
