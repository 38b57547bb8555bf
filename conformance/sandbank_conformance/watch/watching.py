"""A run that watches a caller: what its checks work with, whoever is watched."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from sandbank_conformance.conditions import Broken
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.plans import Plan
from sandbank_conformance.secrets import Secrets
from sandbank_conformance.suites import WATCH
from sandbank_conformance.trace import Trace
from sandbank_contract.vocabulary import Subject


@dataclass(slots=True)
class Ground:
    """What the checks stand on: a sandbox of ours, which nobody has to leave as it was."""

    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """One caller that is watched."""

    subject: ClassVar[Subject]
    apis: ClassVar[tuple[str, ...]]  # that it calls and serves

    plan: Plan
    urls: Mapping[str, str]  # of what it serves, or calls; no secret is in them
    secrets: Secrets
    trace: Trace
    ground: Ground = field(default_factory=Ground)

    @property
    def suite(self) -> Path:
        """The folder of its checks."""
        return WATCH / self.subject.value

    def offers(self, api: str) -> bool:
        """Whether an API is there."""
        return api in self.apis

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


def secrets_of(told: Mapping[str, str], names: Collection[str]) -> Secrets:
    """Those of the variables that a caller is told which nobody may see."""
    secrets = Secrets()
    for name, value in told.items():
        if name in names:
            secrets.add(value, name)
    return secrets
