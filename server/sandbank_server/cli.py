"""The command line: `sandbank COMMAND …`; each half of the project brings its own commands."""

import argparse
import sys
from collections.abc import Sequence
from importlib.metadata import entry_points
from typing import Protocol


class Command(Protocol):
    """One subcommand, found through the entry-point group `sandbank.commands`."""

    help: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Do it; the result is the exit status."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 2 stands for a wrong command line or configuration."""
    parser = argparse.ArgumentParser(
        prog="sandbank",
        description="A sandbox for bank-feed APIs that behaves like the real thing.",
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands: dict[str, Command] = {}
    for entry_point in entry_points(group="sandbank.commands"):
        command = entry_point.load()()
        commands[entry_point.name] = command
        command.add_arguments(
            subparsers.add_parser(entry_point.name, help=command.help, description=command.help)
        )
    arguments = parser.parse_args(argv)
    return commands[arguments.command].run(arguments)


if __name__ == "__main__":
    sys.exit(main())
