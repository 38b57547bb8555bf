"""The command line: `sandbank COMMAND …`; each half of the project brings its own commands."""

import argparse
import gc
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol


class Command(Protocol):
    """One subcommand, found through the entry-point group `sandbank.commands`."""

    help: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Do it; the result is the exit status."""


class _Missing:
    """Stands for a command whose libraries are not installed, and says which to install."""

    def __init__(self, name: str, module: str | None) -> None:
        self.help = "(needs more to be installed: pip install 'sandbank[verify]')"
        self._told = (
            f"sandbank {name} needs {module}, which is not installed; "
            "pip install 'sandbank[verify]' brings it"
        )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take whatever is given: the answer is the same."""
        parser.add_argument("anything", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
        parser.prefix_chars = "\0"  # options, too

    def run(self, _: argparse.Namespace) -> int:
        """Say what is missing."""
        print(self._told, file=sys.stderr)
        return 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 2 stands for a wrong command line or configuration."""
    given = sys.argv[1:] if argv is None else list(argv)
    parser = argparse.ArgumentParser(
        prog="sandbank",
        description="A sandbox for bank-feed APIs that behaves like the real thing, and a suite "
        "that proves any implementation against the documented rules.",
    )
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands: dict[str, Command] = {}
    for name, entry_point in _wanted(given).items():
        command = _loaded(entry_point)
        commands[name] = command
        command.add_arguments(
            subparsers.add_parser(name, help=command.help, description=command.help)
        )
    arguments, unknown = parser.parse_known_args(given)
    if unknown:
        subparsers.choices[arguments.command].error(f"unrecognized arguments: {' '.join(unknown)}")
    return commands[arguments.command].run(arguments)


def _wanted(given: Sequence[str]) -> Mapping[str, EntryPoint]:
    """The command that is asked for, or all: a command need not wait for another's imports."""
    known = {each.name: each for each in entry_points(group="sandbank.commands")}
    name = given[0] if given else ""
    return {name: known[name]} if name in known else dict(sorted(known.items()))


def _loaded(entry_point: EntryPoint) -> Command:
    gc.disable()  # what is imported stays; to look through it again and again takes a tenth longer
    try:
        command: Command = entry_point.load()()
    except ModuleNotFoundError as error:
        return _Missing(entry_point.name, error.name)
    finally:
        gc.enable()
    return command


if __name__ == "__main__":
    sys.exit(main())
