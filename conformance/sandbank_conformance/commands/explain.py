"""`sandbank explain`: tells what a requirement asks, and how it is met and broken."""

import argparse
import os
import sys

from sandbank_conformance.config import ConfigError
from sandbank_conformance.explaining import explain, index
from sandbank_conformance.naming import names_of, rule_named, unknown_check
from sandbank_conformance.report.looks import look_of
from sandbank_conformance.report.screen import Screen
from sandbank_contract.requirements import Requirement, load_catalogue


class ExplainCommand:
    """Tells a requirement to whoever has to meet it; needs no target."""

    help = "tell what a requirement asks, with examples"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "id", nargs="?", metavar="ID|CHECK", help="a rule, such as CON-OFF-02, or a check of it"
        )
        parser.add_argument("--list", action="store_true", help="every requirement in a line")

    def run(self, arguments: argparse.Namespace) -> int:
        """0: told; 2: there is no such requirement."""
        screen = Screen(sys.stdout, look_of(sys.stdout, os.environ))
        if arguments.list:
            index(screen)
            return 0
        if arguments.id is None:
            print("sandbank explain: name a rule; --list tells all of them", file=sys.stderr)
            return 2
        try:
            known = _rule(arguments.id)
        except ConfigError as error:
            print(f"sandbank explain: {error}", file=sys.stderr)
            return 2
        explain(screen, known, checks_of(known.id))
        return 0


def checks_of(requirement: str) -> list[str] | None:
    """The names of the checks about a requirement; None where the suite cannot be run."""
    try:
        return [check for check, rule in _all_checks() if rule == requirement]
    except ModuleNotFoundError:
        return None


def _rule(what: str) -> Requirement:
    """The rule of an id, or of a check by its name."""
    if "." not in what:
        return rule_named(what)
    try:
        checks = _all_checks()
    except ModuleNotFoundError as error:
        told = f"checks need {error.name}: pip install 'sandbank[verify]' brings it"
        raise ConfigError(told) from None
    for check, rule in checks:
        if what in names_of(check):
            return load_catalogue()[rule]
    raise unknown_check(what, [check for check, _ in checks])


def _all_checks() -> list[tuple[str, str]]:
    """The name of every check, each with its rule."""
    # Only now: telling the rule itself needs no pytest.
    from sandbank_conformance.checking import name_of
    from sandbank_conformance.suites import SUITE, WATCH
    from sandbank_conformance.verification import collected

    return [
        (name_of(item), mark.args[0])
        for item in collected(SUITE, WATCH)
        for mark in item.iter_markers("sandbank_requirement")
    ]
