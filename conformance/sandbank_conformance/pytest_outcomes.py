"""Verdicts as outcomes of pytest: failed, skipped, passed, each with its reason."""

import shlex
import warnings
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

import pytest

from sandbank_conformance.checking import VERDICTS, folder_of, is_check
from sandbank_conformance.report.rules import Numbered, State, state_of
from sandbank_conformance.report.stories import story
from sandbank_conformance.verdicts import Outcome, Profile, Verdict

_BAD = (State.BROKEN, State.ERRORED)


class SandbankWarning(UserWarning):
    """Advice that the target does not follow, or a deviation that is waived."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A story in full, and its first line for summaries, which a CI server shows uncut.

    pytest asks a report's `longrepr` for no more than this, and has no public type for it.
    """

    lines: tuple[str, ...]

    @property
    def reprcrash(self) -> SimpleNamespace:
        """What summaries and JUnit files show."""
        return SimpleNamespace(message=self.lines[0])

    def toterminal(self, terminal: Any) -> None:
        """Write all of it."""
        terminal.line(str(self))

    def __str__(self) -> str:
        return "\n".join(self.lines)


class Outcomes:
    """Turns what a check found into what pytest makes of a test."""

    def __init__(self, profile: Profile, options: tuple[str, ...]) -> None:
        """`options` are those that name the target, for the line that runs a check again."""
        self._profile = profile
        self._options = options

    @pytest.hookimpl(wrapper=True, tryfirst=True)  # around the one that judges
    def pytest_runtest_makereport(
        self, item: pytest.Item
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Report a check by its verdicts, once it has any."""
        report = yield
        found = item.stash.get(VERDICTS, ())
        if is_check(item) and found and report.when != "teardown":
            # The phase that was judged is the one behind which the verdicts are new.
            del item.stash[VERDICTS]
            self._turn(item, report, found)
        return report

    def _turn(self, item: pytest.Item, report: pytest.TestReport, found: Iterable[Verdict]) -> None:
        known = [
            Numbered(number=0, verdict=each, state=state_of(each, self._profile)) for each in found
        ]
        bad = [each for each in known if each.state in _BAD]
        skipped = [each for each in known if each.state in (State.DIFFERS, State.NOT_TESTABLE)]
        for each in known:
            if each.state in (State.WARNED, State.WAIVED):
                _warn(item, each)
        if bad:
            report.outcome = "failed"
            lines = [line for each in bad for line in story(each)]
            report.longrepr = cast(Any, _Told((*lines, f"  again     {self._again(item)}")))
        elif skipped:
            report.outcome = "skipped"
            path, line, _ = item.location
            report.longrepr = (path, (line or 0) + 1, _reason(skipped[0].verdict))
        else:
            report.outcome = "passed"
            report.longrepr = None

    def _again(self, item: pytest.Item) -> str:
        folder, topic = folder_of(item), item.path.stem
        place = f"sandbank_conformance.suite.{folder}.{topic}::{item.name}"
        return shlex.join(["pytest", "--pyargs", place, *self._options])


def _reason(verdict: Verdict) -> str:
    if verdict.outcome is Outcome.NOT_TESTABLE:
        return f"{verdict.outcome} {verdict.requirement}: missing: {verdict.missing}"
    return (
        f"{verdict.outcome} {verdict.requirement}: "
        f"expected {verdict.expected}; received {verdict.received}"
    )


def _warn(item: pytest.Item, found: Numbered) -> None:
    """Note a warning without raising it: where warnings are errors, advice stays advice."""
    message = SandbankWarning("\n".join(story(found)))
    path, line, _ = item.location
    item.ihook.pytest_warning_recorded.call_historic(
        kwargs={
            "warning_message": warnings.WarningMessage(
                message, SandbankWarning, path, (line or 0) + 1
            ),
            "when": "runtest",
            "nodeid": item.nodeid,
            "location": None,
        }
    )
