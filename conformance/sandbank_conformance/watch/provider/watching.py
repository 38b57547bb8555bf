"""A run that watches a provider: everything that its checks work with, put together."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sandbank_conformance.conditions import Broken
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.plans import Plan
from sandbank_conformance.secrets import Secrets
from sandbank_conformance.suites import WATCH
from sandbank_conformance.trace import Trace
from sandbank_conformance.watch.provider.scenes import Scenes
from sandbank_conformance.watch.provider.stage import Stage


@dataclass(slots=True)
class Ground:
    """What the checks stand on: a sandbox of ours, which nobody has to leave as it was."""

    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """One provider that is watched."""

    plan: Plan
    stage: Stage
    scenes: Scenes
    secrets: Secrets
    trace: Trace
    ground: Ground = field(default_factory=Ground)
    suite: Path = WATCH / "provider"

    def offers(self, api: str) -> bool:
        """Whether an API is there: those that the sandbox serves and the connector are."""
        return api in ("provider", "connector")

    def remarks(
        self, exchanges: Collection[Exchange], error: BaseException | None
    ) -> Iterator[tuple[str, Broken]]:
        """Nothing: a caller may be answered a 5xx, which is ours."""
        del exchanges, error
        return iter(())

    def remark(self, told: str) -> None:
        """Say something at the end, once."""
        if told not in self.ground.remarks:
            self.ground.remarks.append(told)

    def draw(self, check: str) -> Draw:
        """The values of one check."""
        return Draw(self.plan.seed, check)
