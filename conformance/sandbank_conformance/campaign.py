"""A whole run of `sandbank verify`: preflight, checks, reports, exit status."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import IO, Any

from sandbank_conformance.plans import Plan
from sandbank_conformance.report.lines import FORMAT, Lines
from sandbank_conformance.report.terminal import Terminal
from sandbank_conformance.run import Run, prepare
from sandbank_conformance.target import Target
from sandbank_conformance.verdicts import Outcome, Verdict, count
from sandbank_conformance.verification import SuiteBroken, verify
from sandbank_conformance.wire import TransportError
from sandbank_contract.requirements import load_catalogue

WELL, BROKEN, UNUSABLE, UNREACHED = 0, 1, 2, 3  # exit statuses


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where a run is told: to whoever waits, and in a folder of reports if there is one."""

    out: IO[str]
    folder: Path | None
    again: str  # begins the command that repeats one check
    colours: bool


class Campaign:
    """Proves one target by one plan."""

    def __init__(self, target: Target, plan: Plan, outlet: Outlet) -> None:
        self._target = target
        self._plan = plan
        self._outlet = outlet
        self._verdicts: list[Verdict] = []
        self._began = monotonic()

    def run(self) -> int:
        """Everything; the result is the exit status."""
        run = prepare(self._target, self._plan)
        terminal = Terminal(
            self._outlet.out, self._plan.profile, self._outlet.again, colours=self._outlet.colours
        )
        with self._lines() as lines:

            def begin(checks: int) -> None:
                header = self._header(run, checks)
                lines.write(header)
                terminal.begin(header)

            def hear(verdict: Verdict) -> None:
                self._verdicts.append(verdict)
                lines.verdict(verdict)
                terminal.verdict(verdict)

            try:
                with run.ground.laid():
                    verify(run, hear, begin)
                    if self._plan.full:
                        _fuzz(run, hear)
            except (TransportError, SuiteBroken) as error:
                print(f"\nsandbank verify: {error}", file=sys.stderr)
                return UNREACHED
            footer = self._footer(run)
            lines.write(footer)
        terminal.end(footer)
        return int(footer["exit"])

    @contextmanager
    def _lines(self) -> Iterator[Lines]:
        if self._outlet.folder is None:
            with open("/dev/null", "w") as nowhere:
                yield Lines(nowhere)
            return
        self._outlet.folder.mkdir(parents=True, exist_ok=True)
        with (self._outlet.folder / "report.jsonl").open("w", encoding="utf-8") as file:
            yield Lines(file)

    def _header(self, run: Run, checks: int) -> dict[str, Any]:
        plan = self._plan
        apis = [each for each in plan.apis if self._target.api(each)]
        return {
            "type": "header",
            "format": FORMAT,
            "version": version("sandbank"),
            "started": datetime.now(UTC).isoformat(timespec="seconds"),
            "target": _named(self._target),
            "urls": {each: api.url for each in apis if (api := self._target.api(each))},
            "world": world_told(run),
            "plan": {
                "apis": apis,
                "requirements": list(plan.requirements),
                "checks": list(plan.checks),
                "smoke": plan.smoke,
                "full": plan.full,
                "profile": plan.profile.value,
                "seed": plan.seed,
            },
            "catalogue": len(load_catalogue()),
            "checks": checks,
        }

    def _footer(self, run: Run) -> dict[str, Any]:
        return {
            "type": "footer",
            "counts": count(self._verdicts),
            "calls": run.trace.calls(),
            "seconds": round(monotonic() - self._began, 2),
            "exit": self._status(),
        }

    def _status(self) -> int:
        if any(each.breaks(self._plan.profile) for each in self._verdicts):
            return BROKEN
        if any(each.outcome is Outcome.ERRORED for each in self._verdicts):
            return UNREACHED
        proved = any(each.outcome is not Outcome.NOT_TESTABLE for each in self._verdicts)
        return WELL if proved else UNUSABLE


def _fuzz(run: Run, hear: Callable[[Verdict], None]) -> None:
    # Only now: Schemathesis takes longer to import than most runs take.
    from sandbank_conformance.fuzz.campaigns import fuzz

    fuzz(run, hear)


def _named(target: Target) -> str:
    """The target in few words: its host where all APIs have one."""
    apis = [target.consumer, target.provider, target.user_banking]
    urls = [each.url for each in apis if each]
    hosts = {"/".join(each.split("/")[:3]) for each in urls}
    return hosts.pop() if len(hosts) == 1 else ", ".join(urls)


def world_told(run: Run) -> str:
    """What becomes of the target's world, in one line."""
    if run.ground.is_ours:
        return (
            "The control API is there: a copy of the world is taken, the playground loaded, "
            "and the copy brought back at the end."
        )
    if run.owner is not None:
        return "The control API is there, but the world is kept: what checks change stays changed."
    return "No control API: what checks change on the target stays changed."
