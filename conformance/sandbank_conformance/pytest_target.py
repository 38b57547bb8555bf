"""The suite in a pytest run of somebody's own: `--pyargs sandbank_conformance.suite`."""

from argparse import Namespace
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from sandbank_conformance.checking import Checking, is_check
from sandbank_conformance.commands.targets import read_target
from sandbank_conformance.conditions import NotTestable
from sandbank_conformance.config import ConfigError
from sandbank_conformance.doctor import told
from sandbank_conformance.doctor.examination import examine
from sandbank_conformance.ground import Busy
from sandbank_conformance.plans import APIS, Plan
from sandbank_conformance.pytest_outcomes import Outcomes
from sandbank_conformance.report.heading import world_told
from sandbank_conformance.run import Run, prepare
from sandbank_conformance.target import Target
from sandbank_conformance.verdicts import Profile
from sandbank_conformance.wire import TransportError


class Standalone:
    """Names the target to the checks of a pytest run, and leaves it as it was found.

    Nothing is called before the first check is to be run: a run that only collects, or that
    holds other tests only, never touches the target.
    """

    def __init__(self, config: pytest.Config) -> None:
        self._target = _target(config)
        self._plan = Plan(
            profile=Profile(config.getoption("--sandbank-profile")),
            seed=config.getoption("--sandbank-seed"),
            smoke=config.getoption("--sandbank-smoke"),
        )
        self._run: Run | None = None
        config.pluginmanager.register(
            Outcomes(self._plan.profile, tuple(_options(config))), "sandbank-outcomes"
        )

    def pytest_report_header(self) -> str:
        """What is to be proved."""
        urls = ", ".join(api.url for each in APIS if (api := self._target.api(each)))
        return f"sandbank: {urls}; profile {self._plan.profile}, seed {self._plan.seed}"

    @pytest.hookimpl(trylast=True)  # after -k and -m
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Leave out what the target does not offer, where the checks are to be run."""
        if not any(map(is_check, items)) or config.option.collectonly:
            return
        if getattr(config.option, "numprocesses", None) or hasattr(config, "workerinput"):
            raise pytest.UsageError("the checks share one target: run them in one process, -n 0")
        self._examine()
        self._run = prepare(self._target, self._plan)
        checking = Checking(self._run, hear=lambda _: None, began=lambda _: None)
        config.pluginmanager.register(checking, "sandbank-checking")
        checking.pytest_collection_modifyitems(config, items)

    def _examine(self) -> None:
        notes = examine(self._target, self._plan.apis)
        if notes.stop:
            pytest.exit(f"sandbank\n{told.stopping(notes)}", returncode=told.status(notes))

    def pytest_report_collectionfinish(self) -> str | list[str]:
        """What becomes of the target's world."""
        return world_told(self._run) if self._run else []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self) -> Generator[None, object, object]:
        """Lay the ground before the first test, and leave it behind the last, come what may."""
        if self._run is None:
            return (yield)
        with self._run as run:
            try:
                run.ground.lay()
            except Busy as error:
                pytest.exit(f"sandbank: {error}", returncode=2)
            except (TransportError, NotTestable) as error:
                pytest.exit(f"sandbank: the target cannot be prepared: {error}", returncode=3)
            try:
                return (yield)
            finally:
                run.ground.leave()


def _options(config: pytest.Config) -> Iterator[str]:
    """The options that a check is run again with."""
    for name in ("target", "config", "profile", "seed"):
        value, usual = config.getoption(f"--sandbank-{name}"), {"profile": "documented", "seed": 1}
        if value != usual.get(name):
            yield f"--sandbank-{name}={value}"


def _target(config: pytest.Config) -> Target:
    file: str | None = config.getoption("--sandbank-config")
    options = Namespace(
        url=config.getoption("--sandbank-target"),
        consumer_url=None,
        provider_url=None,
        user_banking_url=None,
        config=Path(file) if file else None,
        keep_world=config.getoption("--sandbank-keep-world"),
    )
    try:
        return read_target(options)
    except ConfigError as error:
        raise pytest.UsageError(f"sandbank: {error}") from None
