"""What a run is asked to prove: a plan, and what of it nothing can come of, before any call."""

import argparse
from collections.abc import Callable, Iterator, Sequence

import pytest

from sandbank_conformance.checking import apis_of, name_of
from sandbank_conformance.config import ConfigError
from sandbank_conformance.naming import names_of, rule_named, unknown_check
from sandbank_conformance.plans import APIS, Plan
from sandbank_conformance.replaying import GENERATED
from sandbank_conformance.report.meanings import SUBJECTS
from sandbank_conformance.report.rules import TITLES
from sandbank_conformance.report.words import listed
from sandbank_conformance.target import Target
from sandbank_conformance.verdicts import Profile
from sandbank_conformance.verification import collected
from sandbank_contract.errors import one_of
from sandbank_contract.requirements import load_catalogue
from sandbank_contract.vocabulary import Subject

HAVE = "give its URL, or describe it in sandbank.toml"

# Which checks are kept, and why none is, told of those that were there before.
Sieve = tuple[Callable[[pytest.Item], bool], Callable[[Sequence[pytest.Item]], str]]


def add_names(parser: argparse.ArgumentParser) -> None:
    """Declare the options that name what is to be proved."""
    parser.add_argument(
        "--api",
        action="append",
        type=api_named,
        metavar="API",
        help="prove this API only: consumer, provider or user-banking (repeatable)",
    )
    parser.add_argument(
        "--requirement",
        action="append",
        default=[],
        metavar="ID",
        help="prove this rule only, such as CON-OFF-02 (repeatable)",
    )
    parser.add_argument(
        "--check",
        action="append",
        default=[],
        metavar="NAME",
        help="run this check only (repeatable)",
    )


def api_named(text: str) -> str:
    """An API by its name, with a hyphen as in `--user-banking-url` or without."""
    name = text.replace("-", "_").lower()
    if name not in APIS:
        raise argparse.ArgumentTypeError(one_of(text, map(_shown, APIS)))
    return name


def plan_of(arguments: argparse.Namespace) -> Plan:
    """The plan that the options describe; a `ConfigError` says what is wrong with them."""
    checks = tuple(arguments.check)
    return Plan(
        apis=tuple(arguments.api or APIS),
        requirements=tuple(rule_named(each).id for each in arguments.requirement),
        checks=checks,
        smoke=arguments.smoke,
        full=arguments.full or any(each.startswith(GENERATED) for each in checks),
        profile=Profile(arguments.profile),
        seed=arguments.seed,
    )


def left_out(plan: Plan, target: Target) -> list[str]:
    """A line for each name that nothing can come of; a `ConfigError` where nothing is left."""
    if not any(map(target.api, plan.apis)):
        raise ConfigError(f"the target has no {_titles(plan.apis)}; {HAVE}")
    if not (plan.requirements or plan.checks):
        return []
    items = collected()
    _refuse_unknown(plan.checks, [name_of(each) for each in items])
    told = list(_reasons(plan, target, items))
    if not plan.full and len(told) == len(plan.requirements or plan.checks):
        raise ConfigError("; ".join(told))
    return told


def _refuse_unknown(wanted: Sequence[str], names: Sequence[str]) -> None:
    known = {each for name in names for each in names_of(name)}
    for each in wanted:
        if each not in known and not each.startswith(GENERATED):
            raise unknown_check(each, names)


def _reasons(plan: Plan, target: Target, items: Sequence[pytest.Item]) -> Iterator[str]:
    sieves = list(_sieves(plan, target))
    for rule in plan.requirements:
        about = [each for each in items if rule in _rules_of(each)]
        why = _why_none(about, sieves) if about else _why_unchecked(rule)
        if why:
            yield f"{rule} {why}"
    for check in () if plan.requirements else plan.checks:
        about = [each for each in items if check in names_of(name_of(each))]
        if about and (why := _why_none(about, sieves)):
            yield f"{check} {why}"


def _rules_of(item: pytest.Item) -> set[str]:
    return {mark.args[0] for mark in item.iter_markers("sandbank_requirement")}


def _why_unchecked(rule: str) -> str:
    subject = load_catalogue()[rule].subject
    if subject is Subject.SERVER:
        return "is not checked yet"
    return f"binds {SUBJECTS[subject]}"


def _why_none(about: Sequence[pytest.Item], sieves: Sequence[Sieve]) -> str:
    """Why none of these checks is to be run; nothing where one is."""
    left = about
    for keeps, why in sieves:
        kept = [each for each in left if keeps(each)]
        if not kept:
            return why(left)
        left = kept
    return ""


def _sieves(plan: Plan, target: Target) -> Iterator[Sieve]:
    offered = [each for each in APIS if target.api(each)] + ["control"] * bool(target.control)
    options = " ".join(f"--api {_shown(each)}" for each in plan.apis)
    yield _calling(plan.may_call, f"which {options} leaves out")
    yield _calling(offered, f"which the target does not have; {HAVE}")
    yield (
        lambda item: not plan.smoke or item.get_closest_marker("sandbank_smoke") is not None,
        lambda _: "has no check among those of --smoke",
    )
    yield (
        lambda item: not plan.checks or not set(names_of(name_of(item))).isdisjoint(plan.checks),
        lambda _: "is what no check of --check is about",
    )


def _calling(apis: Sequence[str], why: str) -> Sieve:
    def told(left: Sequence[pytest.Item]) -> str:
        lacked = [each for each in dict.fromkeys(apis_of(left[0])) if each not in apis]
        return f"is proved by calls of the {_titles(lacked)}, {why}"

    return lambda item: set(apis_of(item)) <= set(apis), told


def _titles(apis: Sequence[str]) -> str:
    return listed([TITLES[each] for each in apis])


def _shown(api: str) -> str:
    return api.replace("_", "-")
