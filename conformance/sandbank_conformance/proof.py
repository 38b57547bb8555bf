"""A run of checks from its header to its footer: told, written down, and summed up."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import IO, Any

from sandbank_conformance.adapters.clock import now
from sandbank_conformance.conditions import NotTestable
from sandbank_conformance.ground import Busy
from sandbank_conformance.proving import Proving
from sandbank_conformance.report import folder as reports
from sandbank_conformance.report import github
from sandbank_conformance.report.github import harmless
from sandbank_conformance.report.lines import Lines, read
from sandbank_conformance.report.looks import look_of
from sandbank_conformance.report.terminal import Terminal
from sandbank_conformance.verdicts import Outcome, Profile, Verdict, Waiver, count
from sandbank_conformance.verification import SuiteBroken
from sandbank_conformance.waivers import Waivers
from sandbank_conformance.wire import TransportError

WELL, BROKEN, UNUSABLE, UNREACHED = 0, 1, 2, 3  # exit statuses

Hear = Callable[[Verdict], None]
Began = Callable[[int], None]  # is told how many checks there are


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where a run is told: to whoever waits, and in a folder of reports if there is one."""

    out: IO[str]
    folder: Path | None
    again: Callable[[int, str], str]  # from a problem's number and check to what repeats it
    given: Mapping[str, Any]  # the options that named the target
    github: bool = False  # whether its annotations are wanted


@dataclass(frozen=True, kw_only=True)
class Proceedings:
    """What a run does, and the words for it."""

    command: str  # by whose name problems of the run itself are told
    run: Proving
    check: Callable[[Hear, Began], None]
    header: Callable[[int], Mapping[str, Any]]  # of the number of checks
    left: Callable[[BaseException], str]  # what is left behind where somebody ended the run
    waivers: Sequence[Waiver] = ()
    advice: str = ""
    began: float = field(default_factory=monotonic)


class Proof:
    """Takes a run down, and tells it."""

    def __init__(self, proceedings: Proceedings, outlet: Outlet) -> None:
        self._of = proceedings
        self._outlet = outlet
        self._verdicts: list[Verdict] = []
        self._waivers = Waivers(proceedings.waivers, now().date())

    def run(self) -> int:
        """Everything; the result is the exit status."""
        out, look = self._outlet.out, look_of(self._outlet.out, os.environ)
        terminal = Terminal(out, self._of.run.plan.profile, self._outlet.again, look)
        with self._lines() as lines, harmless(out) if self._outlet.github else nullcontext():

            def begin(checks: int) -> None:
                first = self._of.header(checks)
                lines.write(first)
                terminal.begin(first)
                if self._of.advice:
                    print(self._of.advice, file=out)

            def hear(verdict: Verdict) -> None:
                verdict = self._waivers.applied(verdict)
                self._verdicts.append(verdict)
                lines.verdict(verdict)
                terminal.verdict(verdict)

            if stopped := self._stopped(hear, begin, terminal):
                return stopped
            footer = self._footer()
            lines.write(footer)
            terminal.end(footer)
        return int(footer["exit"])

    def _stopped(self, hear: Hear, begin: Began, terminal: Terminal) -> int:
        """Run all checks; the exit status where they did not come to their end, else 0."""
        try:
            self._of.check(hear, begin)
        except Busy as error:
            print(f"{self._of.command}: {error}", file=sys.stderr)
            return UNUSABLE
        except KeyboardInterrupt as ended:
            terminal.interrupted(self._of.left(ended))
            raise
        except (TransportError, SuiteBroken, NotTestable) as error:
            terminal.broken_off()
            print(f"{self._of.command}: {error}", file=sys.stderr)
            return UNREACHED
        return WELL

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

    def _footer(self) -> dict[str, Any]:
        run = self._of.run
        return {
            "type": "footer",
            "counts": count(self._verdicts),
            "remarks": [
                *self._waivers.remarks(everything=run.plan.is_everything),
                *run.ground.remarks,
            ],
            "calls": run.trace.calls(),
            "seconds": round(monotonic() - self._of.began, 2),
            "exit": status(self._verdicts, run.plan.profile),
        }


def status(verdicts: Sequence[Verdict], profile: Profile) -> int:
    """What a run comes to, as an exit status."""
    if any(each.breaks(profile) for each in verdicts):
        return BROKEN
    if any(each.outcome is Outcome.ERRORED for each in verdicts):
        return UNREACHED
    proved = any(each.outcome is not Outcome.NOT_TESTABLE for each in verdicts)
    return WELL if proved else UNUSABLE
