"""Known deviations: which verdicts they excuse, and which of them have had their day."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sandbank_conformance.verdicts import Outcome, Verdict, Waiver

AGAINST = frozenset({Outcome.FAIL, Outcome.WARN, Outcome.DIFFERS})


class Waivers:
    """Excuses verdicts, and says at the end what became of each waiver."""

    def __init__(self, waivers: Iterable[Waiver], today: date) -> None:
        self._waivers = tuple(waivers)
        self._today = today
        self._met: dict[Waiver, set[Outcome]] = {each: set() for each in self._waivers}
        self._checks: set[str] = set()  # of requirements that are waived

    def applied(self, verdict: Verdict) -> Verdict:
        """The verdict, excused where a waiver in force is about it."""
        waiver = None
        for each in self._waivers:
            if each.requirement == verdict.requirement:
                self._checks.add(verdict.check)
            if _is_about(each, verdict):
                self._met[each].add(verdict.outcome)
                waiver = waiver or (each if self._is_in_force(each) else None)
        if waiver is None or verdict.outcome not in AGAINST:
            return verdict
        return replace(verdict, waiver=waiver)

    def remarks(self, *, everything: bool) -> list[str]:
        """What to do about waivers; `everything` says that no check was left out of the run."""
        told = (self._remark(each, everything) for each in self._waivers)
        return [each for each in told if each]

    def _remark(self, waiver: Waiver, everything: bool) -> str:
        met = self._met[waiver]
        if not self._is_in_force(waiver):
            return (
                f"{_named(waiver)} expired on {waiver.expires} and waives nothing any more: "
                "mend the deviation, or agree on another day."
            )
        if Outcome.PASS in met and not met & AGAINST:
            return f"{_named(waiver)} can go: what it waives passes again."
        if everything and not met:
            known = f"; its checks are {', '.join(sorted(self._checks))}" if self._checks else ""
            return f"{_named(waiver)} is about no check of this run{known}."
        return ""

    def _is_in_force(self, waiver: Waiver) -> bool:
        return self._today <= date.fromisoformat(waiver.expires)


def _is_about(waiver: Waiver, verdict: Verdict) -> bool:
    if waiver.requirement != verdict.requirement:
        return False
    # Without its variation in brackets, a check's name stands for all of them.
    return waiver.check in ("", verdict.check, verdict.check.partition("[")[0])


def _named(waiver: Waiver) -> str:
    about = f"{waiver.requirement}, {waiver.check}," if waiver.check else waiver.requirement
    return f"The waiver of {about} by {waiver.owner}"
