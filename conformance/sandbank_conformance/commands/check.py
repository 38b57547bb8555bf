"""`sandbank check`: judges calls that somebody captured, without calling anybody."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sandbank_conformance.adapters.clock import now
from sandbank_conformance.judge.cases import SessionKind
from sandbank_conformance.judge.files import NOTHING, Checked, Wish, check, status
from sandbank_conformance.judge.operations import UnknownOperation
from sandbank_conformance.judge.recognition import named
from sandbank_conformance.judge.secrecy import Masks
from sandbank_conformance.judge.told import as_github, as_json, as_junit
from sandbank_conformance.judge.told.text import Text
from sandbank_conformance.report.looks import look_of
from sandbank_conformance.report.screen import Screen

STANDARD_INPUT = "-"


class CheckCommand:
    """Says what is wrong with calls that were captured, and what they would be answered."""

    help = "say what is wrong with calls that you captured: a body, .http, curl, HAR"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "files",
            nargs="+",
            metavar="FILE",
            help="a JSON body, an .http file, curl lines or a HAR; - is the standard input",
        )
        parser.add_argument(
            "--operation",
            metavar="ID",
            help="what the call is: an operationId, or METHOD /path "
            "(default: by its path; a body alone reports an authorisation)",
        )
        parser.add_argument(
            "--kind",
            choices=[each.value for each in SessionKind],
            help="of the session that is reported; it decides whether accounts belong there",
        )
        parser.add_argument(
            "--format",
            choices=("text", *_TELLING),
            default="text",
            help="how to tell it (default: %(default)s)",
        )
        parser.add_argument(
            "--schema", action=_PrintSchema, help="print the JSON Schema of --format json"
        )

    def run(self, arguments: argparse.Namespace) -> int:
        """0: valid, or dependent on state; 1: a call is refused; 2: nothing can be judged."""
        try:
            operation = named(arguments.operation) if arguments.operation else None
        except UnknownOperation as error:
            print(f"sandbank check: --operation {error}", file=sys.stderr)
            return NOTHING
        kind = SessionKind(arguments.kind) if arguments.kind else None
        wish, masks = Wish(now=now(), operation=operation, kind=kind), Masks()
        files = []
        for name in arguments.files:
            raw, trouble = _read(name)
            source = "standard input" if name == STANDARD_INPUT else name
            files.append(
                Checked(source=source, trouble=trouble)
                if raw is None
                else check(source, raw, wish, masks)
            )
        _tell(arguments.format, files, masks)
        return status(files)


class _PrintSchema(argparse.Action):
    """Prints the schema, and is done; no file has to be named."""

    def __init__(self, option_strings: Sequence[str], dest: str, **options: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, **options)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Print it."""
        print(as_json.SCHEMA.read_text("utf-8"), end="")
        parser.exit()


def _read(name: str) -> tuple[bytes | None, str]:
    """The bytes of a file, or None and why there are none."""
    try:
        return (sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()), ""
    except OSError as error:
        return None, f"cannot be read: {error.strerror}"


def _tell(form: str, files: Sequence[Checked], masks: Masks) -> None:
    screen = Screen(sys.stdout, look_of(sys.stdout, os.environ))
    if form == "text":
        Text(screen, masks).tell(files)
    else:
        screen.say(_TELLING[form](files, masks).removesuffix("\n"))


_TELLING: dict[str, Callable[[Sequence[Checked], Masks], str]] = {
    "json": as_json.written,
    "junit": as_junit.written,
    "github": as_github.written,
}
