"""A whole run of `sandbank verify`: preflight, checks, reports, exit status."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import IO, Any

from sandbank_conformance.adapters.clock import now
from sandbank_conformance.conditions import NotTestable
from sandbank_conformance.doctor import told
from sandbank_conformance.doctor.examination import examine
from sandbank_conformance.ground import Busy
from sandbank_conformance.plans import Plan
from sandbank_conformance.report import folder as reports
from sandbank_conformance.report import github
from sandbank_conformance.report.github import harmless
from sandbank_conformance.report.heading import header, world_left
from sandbank_conformance.report.lines import Lines, read
from sandbank_conformance.report.looks import look_of
from sandbank_conformance.report.terminal import Terminal
from sandbank_conformance.run import Run, prepare
from sandbank_conformance.target import Target
from sandbank_conformance.verdicts import Outcome, Profile, Verdict, count
from sandbank_conformance.verification import SuiteBroken, verify
from sandbank_conformance.waivers import Waivers
from sandbank_conformance.wire import TransportError

WELL, BROKEN, UNUSABLE, UNREACHED = 0, 1, 2, 3  # exit statuses


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where a run is told: to whoever waits, and in a folder of reports if there is one."""

    out: IO[str]
    folder: Path | None
    again: Callable[[int, str], str]  # from a problem's number and check to what repeats it
    given: Mapping[str, Any]  # the options that named the target
    github: bool = False  # whether its annotations are wanted


class Campaign:
    """Proves one target by one plan."""

    def __init__(self, target: Target, plan: Plan, outlet: Outlet) -> None:
        self._target = target
        self._plan = plan
        self._outlet = outlet
        self._verdicts: list[Verdict] = []
        self._waivers = Waivers(target.waivers, now().date())
        self._advice = ""  # of the examination
        self._began = monotonic()

    def run(self) -> int:
        """Everything; the result is the exit status."""
        notes = examine(self._target, self._plan.apis)
        if notes.stop:
            print(told.stopping(notes), file=self._outlet.out)
            return told.status(notes)
        self._advice = told.advice(notes)
        with prepare(self._target, self._plan) as run:
            return self._prove(run)

    def _prove(self, run: Run) -> int:
        out, look = self._outlet.out, look_of(self._outlet.out, os.environ)
        terminal = Terminal(out, self._plan.profile, self._outlet.again, look)
        with self._lines() as lines, harmless(out) if self._outlet.github else nullcontext():

            def begin(checks: int) -> None:
                first = header(run, checks, self._outlet.given)
                lines.write(first)
                terminal.begin(first)
                if self._advice:
                    print(self._advice, file=out)

            def hear(verdict: Verdict) -> None:
                verdict = self._waivers.applied(verdict)
                self._verdicts.append(verdict)
                lines.verdict(verdict)
                terminal.verdict(verdict)

            if stopped := self._stopped(run, hear, begin, terminal):
                return stopped
            footer = self._footer(run)
            lines.write(footer)
            terminal.end(footer)
        return int(footer["exit"])

    def _stopped(
        self,
        run: Run,
        hear: Callable[[Verdict], None],
        begin: Callable[[int], None],
        terminal: Terminal,
    ) -> int:
        """Run all checks; the exit status where they did not come to their end, else 0."""
        try:
            self._check(run, hear, begin)
        except Busy as error:
            print(f"sandbank verify: {error}", file=sys.stderr)
            return UNUSABLE
        except KeyboardInterrupt as ended:
            terminal.interrupted(world_left(run, ended))
            raise
        except (TransportError, SuiteBroken, NotTestable) as error:
            terminal.broken_off()
            print(f"sandbank verify: {error}", file=sys.stderr)
            return UNREACHED
        return WELL

    def _check(
        self, run: Run, hear: Callable[[Verdict], None], begin: Callable[[int], None]
    ) -> None:
        with run.ground.laid():
            verify(run, hear, begin)
            if self._plan.full:
                _fuzz(run, hear)

    @contextmanager
    def _lines(self) -> Iterator[Lines]:
        """Takes down each line, and makes the other reports of them, even of a run broken off."""
        with TemporaryDirectory() as nowhere:
            folder = self._outlet.folder or Path(nowhere)
            file = reports.begin(folder)
            try:
                # A server may send half a character; JSON has a way to write it.
                with file.open("w", encoding="utf-8", errors="backslashreplace") as lines:
                    yield Lines(lines)
            finally:
                if self._outlet.folder is not None and reports.complete(folder):
                    self._outlet.out.write(f"Reports: {folder}\n")
                if self._outlet.github and file.stat().st_size:
                    github.tell(read(file), self._outlet.out, os.environ)

    def _footer(self, run: Run) -> dict[str, Any]:
        return {
            "type": "footer",
            "counts": count(self._verdicts),
            "remarks": [
                *self._waivers.remarks(everything=self._plan.is_everything),
                *run.ground.remarks,
            ],
            "calls": run.trace.calls(),
            "seconds": round(monotonic() - self._began, 2),
            "exit": status(self._verdicts, self._plan.profile),
        }


def status(verdicts: Sequence[Verdict], profile: Profile) -> int:
    """What a run comes to, as an exit status."""
    if any(each.breaks(profile) for each in verdicts):
        return BROKEN
    if any(each.outcome is Outcome.ERRORED for each in verdicts):
        return UNREACHED
    proved = any(each.outcome is not Outcome.NOT_TESTABLE for each in verdicts)
    return WELL if proved else UNUSABLE


def _fuzz(run: Run, hear: Callable[[Verdict], None]) -> None:
    # Only now: Schemathesis takes longer to import than most runs take.
    from sandbank_conformance.fuzz.campaigns import fuzz

    fuzz(run, hear)
