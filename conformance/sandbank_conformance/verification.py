"""Running the suite against a target, outside of anybody's own pytest."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sandbank_conformance.checking import Checking, is_check
from sandbank_conformance.plans import Plan
from sandbank_conformance.proving import Proving
from sandbank_conformance.suites import SUITE
from sandbank_conformance.verdicts import Verdict

OPTIONS = (
    "--assert=plain",
    "--import-mode=importlib",
    "-p",
    "no:cacheprovider",
    "--capture=no",
    "-p",
    "no:unraisableexception",  # it collects garbage three times over at the end
    "-p",
    "no:threadexception",
    "-p",
    "no:terminal",
    "-p",
    "sandbank_conformance.plugin",
    "-c",
    str(SUITE / "pytest.ini"),
    "--rootdir",
    str(SUITE),
)


class SuiteBroken(Exception):
    """The suite itself could not be run; this is our mistake."""


def verify(
    run: Proving,
    hear: Callable[[Verdict], None],
    began: Callable[[int], None] = lambda _: None,
    plugins: Iterable[object] = (),
) -> None:
    """Run the checks of the plan, each from the same ground.

    `began` is told how many checks there are, `hear` each verdict as soon as it stands; `plugins`
    are pytest's, to put the checks in another order, for one.
    """
    failures = _CollectionFailures()
    checking = Checking(run, hear, began)
    with _alone():
        code = pytest.main(
            [*OPTIONS, *_places(run.plan, run.suite)],
            plugins=[checking, failures, _Brevity(), *plugins],
        )
    if checking.gone:
        run.ground.remarks.append(checking.gone)
        return
    if code == pytest.ExitCode.INTERRUPTED and not failures.told:
        raise KeyboardInterrupt
    if failures.told or code not in (0, 1, 5):
        raise SuiteBroken("\n".join(failures.told) or f"pytest ended with {code}")


def collected(*suites: Path) -> list[pytest.Item]:
    """Every check that suites have, by default that of servers; none is run."""
    failures, found = _CollectionFailures(), _Collected()
    with _alone():
        places = [str(each) for each in suites or (SUITE,)]
        pytest.main([*OPTIONS, "--collect-only", *places], plugins=[found, failures])
    if failures.told:
        raise SuiteBroken("\n".join(failures.told))
    return [each for each in found.items if is_check(each)]


def _places(plan: Plan, suite: Path) -> list[str]:
    """Where the checks of a plan are: to look at every file takes longer than to run a few."""
    topics = {tuple(each.split(".")[:2]) for each in plan.checks if each.count(".") > 1}
    files = sorted(suite / folder / f"test_{topic}.py" for folder, topic in topics)
    return [str(each) for each in files if each.is_file()] or [str(suite)]


class _Collected:
    def __init__(self) -> None:
        self.items: list[pytest.Item] = []

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        self.items = list(items)


class _CollectionFailures:
    def __init__(self) -> None:
        self.told: list[str] = []

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.told.append(str(report.longrepr))

    def pytest_internalerror(self, excrepr: object) -> None:
        self.told.append(str(excrepr))


class _Brevity:
    """A check that fails is told as a verdict: pytest's traceback would take longer than it did."""

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        session.config.option.tbstyle = "value"


@contextmanager
def _alone() -> Iterator[None]:
    """Without the plugins and options of the environment: verdicts must not depend on them."""
    kept = {name: os.environ.pop(name, None) for name in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")}
    kept["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    paths = list(sys.path)
    try:
        yield
    finally:
        sys.path[:] = paths
        for name, value in kept.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
