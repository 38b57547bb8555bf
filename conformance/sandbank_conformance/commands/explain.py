"""`sandbank explain`: tells what a requirement asks, and how it is met and broken."""

import argparse
import os
import re
import sys

from sandbank_conformance.explaining import explain, index
from sandbank_conformance.report.looks import look_of
from sandbank_conformance.report.screen import Screen
from sandbank_contract.errors import one_of
from sandbank_contract.requirements import load_catalogue


class ExplainCommand:
    """Tells a requirement to whoever has to meet it; needs no target."""

    help = "tell what a requirement asks, with examples"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("id", nargs="?", metavar="ID", help="a requirement, such as CON-OFF-02")
        parser.add_argument("--list", action="store_true", help="every requirement in a line")

    def run(self, arguments: argparse.Namespace) -> int:
        """0: told; 2: there is no such requirement."""
        screen = Screen(sys.stdout, look_of(sys.stdout, os.environ))
        if arguments.list:
            index(screen)
            return 0
        if arguments.id is None:
            print("sandbank explain: name a requirement; --list tells all of them", file=sys.stderr)
            return 2
        wanted = re.sub(r"-([0-9])$", r"-0\1", arguments.id.strip().upper())
        known = load_catalogue().get(wanted)
        if known is None:
            told = one_of(arguments.id, load_catalogue())
            print(f"sandbank explain: {told}; --list tells all of them", file=sys.stderr)
            return 2
        explain(screen, known, checks_of(known.id))
        return 0


def checks_of(requirement: str) -> list[str] | None:
    """The names of the checks about a requirement; None where the suite cannot be run."""
    try:
        # Only now: telling the rule itself needs no pytest.
        from sandbank_conformance.checking import name_of
        from sandbank_conformance.verification import collected
    except ModuleNotFoundError:
        return None
    return [
        name_of(item)
        for item in collected()
        for mark in item.iter_markers("sandbank_requirement")
        if mark.args[0] == requirement
    ]
