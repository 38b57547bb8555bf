"""A run, as checks and their verdicts know it."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Protocol, TypeVar

import pytest

from sandbank_conformance.conditions import Broken
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.plans import Plan
from sandbank_conformance.secrets import Secrets
from sandbank_conformance.trace import Trace


class Left(Protocol):
    """What checks stand on."""

    remarks: list[str]  # on how it was left


class Proving(Protocol):
    """A run, as far as its verdicts depend on it."""

    @property
    def suite(self) -> Path:
        """The folder of its checks."""

    @property
    def plan(self) -> Plan:
        """Which of them are run."""

    @property
    def secrets(self) -> Secrets:
        """What nobody may see."""

    @property
    def trace(self) -> Trace:
        """The calls of the check that runs."""

    @property
    def ground(self) -> Left:
        """What they stand on."""

    def offers(self, api: str) -> bool:
        """Whether an API is there to be proved."""

    def remarks(
        self, exchanges: Collection[Exchange], error: BaseException | None
    ) -> Iterator[tuple[str, Broken]]:
        """Requirement, and what is wrong, for calls that show it whatever their check is about."""


RUN = pytest.StashKey[Proving]()

R = TypeVar("R")


def run_of(request: pytest.FixtureRequest, kind: type[R], otherwise: str) -> R:
    """The run that a check belongs to; `otherwise` says what is to be done where there is none."""
    run = request.config.stash.get(RUN, None)
    if not isinstance(run, kind):
        pytest.fail(otherwise, pytrace=False)
    return run
