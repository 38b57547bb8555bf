"""Repeating checks of an earlier run: the same checks, the same values, the same rules."""

import re
from collections.abc import Callable, Sequence

from sandbank_conformance.adapters.clock import now
from sandbank_conformance.config import ConfigError
from sandbank_conformance.naming import names_of, rule_named, unknown_check
from sandbank_conformance.plans import APIS, Plan
from sandbank_conformance.report.lines import Report
from sandbank_conformance.report.rules import numbered
from sandbank_conformance.run import Run, prepare
from sandbank_conformance.target import Target
from sandbank_conformance.verdicts import Profile, Verdict
from sandbank_conformance.verification import verify
from sandbank_conformance.waivers import Waivers

_ID = re.compile(r"\s*[A-Za-z]+(-[A-Za-z]+)?-[0-9]+\s*$")

GENERATED = "fuzz."  # checks of generated requests


def chosen(report: Report, what: str) -> list[Verdict]:
    """The verdicts that are meant by a number, a requirement or a check."""
    found = list(numbered(report))
    problems = [each for each in found if each.number]
    if what.isdigit():
        meant = [each for each in problems if each.number == int(what)]
        if not meant:
            raise ConfigError(f"problem {what} is not in the report; it has {len(problems)}")
        return [each.verdict for each in meant]
    if _ID.match(what):
        rule = rule_named(what).id
        of_it = [each for each in found if each.verdict.requirement == rule]
        meant = [each for each in of_it if each.number] or of_it
        if not meant:
            raise ConfigError(f"the report holds no such check: none of the run was about {rule}")
    else:
        meant = [each for each in found if what in names_of(each.verdict.check)]
        if not meant:
            checks = {each.verdict.check: None for each in found}
            raise ConfigError(f"in the report, {unknown_check(what, checks)}")
    return [each.verdict for each in meant]


def plan_of(report: Report, verdicts: Sequence[Verdict]) -> Plan:
    """The plan that runs the checks of these verdicts as they were run."""
    checks = tuple(dict.fromkeys(each.check for each in verdicts))
    generated = [each for each in checks if each.startswith(GENERATED)]
    apis = tuple(each for each in APIS if any(_is_of(check, each) for check in generated))
    return Plan(
        apis=apis if len(generated) == len(checks) else APIS,
        checks=checks,
        full=bool(generated),
        profile=Profile(report.header["plan"]["profile"]),
        seed=report.header["plan"]["seed"],
    )


def _is_of(check: str, api: str) -> bool:
    return check.startswith(f"{GENERATED}{api}.")


def repeat(target: Target, plan: Plan, begin: Callable[[Run], None]) -> list[Verdict]:
    """What the checks of the plan find now; the world is left as it was found."""
    heard: list[Verdict] = []
    waivers = Waivers(target.waivers, now().date())

    def hear(verdict: Verdict) -> None:
        if verdict.check in plan.checks:
            heard.append(waivers.applied(verdict))

    with prepare(target, plan) as run:
        begin(run)
        with run.ground.laid():
            if not all(each.startswith(GENERATED) for each in plan.checks):
                verify(run, hear)
            if plan.full:
                _generate(run, hear)
    return heard


def _generate(run: Run, hear: Callable[[Verdict], None]) -> None:
    # Only now: Schemathesis takes longer to import than most checks take.
    from sandbank_conformance.fuzz.campaigns import fuzz

    fuzz(run, hear)
