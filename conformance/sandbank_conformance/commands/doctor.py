"""`sandbank doctor`: says what is wrong between us and a target, before a check would."""

import argparse
import sys

from sandbank_conformance.commands.targets import add_target_options, read_target
from sandbank_conformance.config import ConfigError
from sandbank_conformance.doctor import installed, told
from sandbank_conformance.doctor.examination import examine
from sandbank_conformance.plans import APIS


class DoctorCommand:
    """Examines a target and its configuration; nothing is changed there."""

    help = "examine a target and its configuration, without changing anything"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        add_target_options(parser)
        parser.add_argument(
            "--api",
            action="append",
            type=_name,
            choices=APIS,
            help="look at this API only (repeatable)",
        )

    def run(self, arguments: argparse.Namespace) -> int:
        """0: checks can be run; 2: the configuration is wrong; 3: nothing answers."""
        try:
            target = read_target(arguments)
        except ConfigError as error:
            print(f"sandbank doctor: {error}", file=sys.stderr)
            return told.UNUSABLE
        notes = examine(target, arguments.api or APIS)
        print(told.everything(notes))
        print(f"\n{told.conclusion(notes, installed.missing())}")
        return told.status(notes)


def _name(text: str) -> str:
    """An API by its name, with a hyphen as in `--user-banking-url` or without."""
    return text.replace("-", "_").lower()
