"""A replay as somebody reads it: what each check found then, and what it finds now."""

import os
from collections.abc import Sequence
from typing import IO

from sandbank_conformance.plans import Plan
from sandbank_conformance.report.heading import named, world_told
from sandbank_conformance.report.looks import look_of
from sandbank_conformance.report.plain import plain
from sandbank_conformance.report.rules import PROBLEMS
from sandbank_conformance.report.screen import GREEN, RED, Screen
from sandbank_conformance.report.stories import fields
from sandbank_conformance.report.words import several
from sandbank_conformance.run import Run
from sandbank_conformance.verdicts import Outcome, Verdict

GONE = "there is no such check here: another version, or target"
LONGEST = 160  # characters of what was received, where it is told in short


class Replayed:
    """Tells the verdicts of then beside those of now."""

    def __init__(self, out: IO[str], then: Sequence[Verdict], plan: Plan) -> None:
        self._screen = Screen(out, look_of(out, os.environ))
        self._then = then
        self._plan = plan

    def begin(self, run: Run) -> None:
        """What is repeated, and where."""
        number = several(len(self._plan.checks), "check")
        self._screen.say(world_told(run))
        self._screen.say(
            f"Repeating {number} at {named(run)} · profile {self._plan.profile} · "
            f"seed {self._plan.seed}\n"
        )

    def end(self, now: Sequence[Verdict]) -> None:
        """Check for check, and what it comes to."""
        for check in self._plan.checks:
            self._tell(
                check,
                [each for each in self._then if each.check == check],
                [each for each in now if each.check == check],
            )
        self._conclude(now)

    def _tell(self, check: str, then: list[Verdict], now: list[Verdict]) -> None:
        self._screen.say(plain(check))
        for each in then:
            self._screen.field("then", _short(each))
            same = [new for new in now if new.requirement == each.requirement]
            for new in same:
                self._tell_now("now", new)
            if not same:
                told = f"nothing is found about {each.requirement}" if now else GONE
                self._screen.field("now", told)
        known = {each.requirement for each in then}
        for each in now:
            if each.requirement not in known:
                self._tell_now("besides", each)
        self._screen.say()

    def _tell_now(self, name: str, verdict: Verdict) -> None:
        self._screen.field(name, _short(verdict))
        for each, text in fields(verdict) if verdict.outcome is not Outcome.PASS else ():
            if each == "curl":
                self._screen.say(f"  {each:<9} {text}")  # unwrapped: it is to be copied
            else:
                self._screen.field(each, text)

    def _conclude(self, now: Sequence[Verdict]) -> None:
        broken = sorted({each.requirement for each in now if each.breaks(self._plan.profile)})
        asked = {each.requirement for each in self._then}
        still = [each for each in broken if each in asked]
        others = [each for each in broken if each not in asked]
        problems = [each for each in now if each.outcome in PROBLEMS]
        for what, ids in (("Still broken", still), ("Broken besides", others)):
            if ids:
                self._screen.say(self._screen.coloured(f"{what}: {', '.join(ids)}.", RED))
        if broken:
            return
        if problems:
            self._screen.say("There are problems still, but none that breaks a rule.")
        elif any(each.outcome is Outcome.PASS for each in now):
            self._screen.say(self._screen.coloured("Passes now.", GREEN))
        else:
            self._screen.say("Nothing was proved.")


def _short(verdict: Verdict) -> str:
    received = f": received {plain(verdict.received)[:LONGEST]}" if verdict.received else ""
    waived = " (waived)" if verdict.waiver else ""
    return f"{verdict.outcome} {verdict.requirement} ({verdict.level}){waived}{received}"
