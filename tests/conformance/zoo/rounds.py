"""The same checks with one seed after the other: pytest starts and collects but once."""

from collections.abc import Collection
from dataclasses import replace

import pytest

from sandbank_conformance.checking import Checking, name_of
from sandbank_conformance.run import Run
from sandbank_conformance.verdicts import Verdict


class Rounds:
    """pytest's loop, once for each seed."""

    def __init__(self, run: Run, seeds: Collection[int], once: frozenset[str]) -> None:
        """`once` are the checks that run with the first seed only."""
        self._run = run
        self._once = once
        self.told: dict[int, list[Verdict]] = {seed: [] for seed in seeds}

    def hear(self, verdict: Verdict) -> None:
        """Keep a verdict with those of the seed it came with."""
        self.told[self._run.plan.seed].append(verdict)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run everything with each seed, as if it had never run before."""
        items = session.items
        for seed in self.told:
            self._run.plan = replace(self._run.plan, seed=seed)
            _checking(session).begin_anew()
            self._loop(session, items)
            items = [each for each in items if name_of(each) not in self._once]
        return True

    def _loop(self, session: pytest.Session, items: list[pytest.Item]) -> None:
        for item, following in zip(items, [*items[1:], None], strict=True):
            session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.shouldstop:
                raise session.Interrupted(session.shouldstop)


def _checking(session: pytest.Session) -> Checking:
    plugins = session.config.pluginmanager.get_plugins()
    return next(each for each in plugins if isinstance(each, Checking))
