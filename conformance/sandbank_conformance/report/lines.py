"""A run as JSON lines: a header, a line for each verdict, a footer. All reports read these.

`schema.json` beside this module describes every line.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from sandbank_conformance.verdicts import Outcome, Verdict, Waiver
from sandbank_contract.vocabulary import Level

FORMAT = 1  # goes up when a line's meaning changes
SCHEMA = Path(__file__).parent / "schema.json"


class ReportError(Exception):
    """A file is no report of a run; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A run as it was written down; the footer is empty where the run was broken off."""

    header: Mapping[str, Any]
    verdicts: tuple[Verdict, ...]
    footer: Mapping[str, Any]


class Lines:
    """Writes each line as soon as it stands: a run that is killed leaves what it has found."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, line: Mapping[str, Any]) -> None:
        """One line."""
        json.dump(line, self._file, ensure_ascii=False, separators=(",", ":"))
        self._file.write("\n")
        self._file.flush()

    def verdict(self, verdict: Verdict) -> None:
        """The line of a verdict."""
        self.write({"type": "verdict", **asdict(verdict)})


def read(path: Path) -> Report:
    """The run in a file; a `ReportError` says what is wrong with it."""
    try:
        lines = list(_parsed(path))
    except (OSError, ValueError) as error:
        raise ReportError(f"{path} cannot be read as a report: {error}") from None
    if not lines or lines[0].get("type") != "header":
        raise ReportError(f"{path} is no report: it does not begin with a header")
    if lines[0].get("format") != FORMAT:
        raise ReportError(f"{path} has format {lines[0].get('format')}; expected {FORMAT}")
    footers = [each for each in lines if each.get("type") == "footer"]
    try:
        verdicts = tuple(_verdict(each) for each in lines if each.get("type") == "verdict")
    except (KeyError, TypeError, ValueError) as error:
        raise ReportError(f"{path} holds a line that is no verdict: {error!r}") from None
    return Report(header=lines[0], verdicts=verdicts, footer=footers[0] if footers else {})


def _parsed(path: Path) -> Iterator[dict[str, Any]]:
    # A line without its end was being written when the run ended, perhaps amid a character.
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            if line.endswith("\n"):
                value = json.loads(line)
                yield value if isinstance(value, dict) else {}


def _verdict(line: Mapping[str, Any]) -> Verdict:
    members = {name: value for name, value in line.items() if name != "type"}
    waiver = members.get("waiver")
    return Verdict(
        **{
            **members,
            "level": Level(members["level"]),
            "outcome": Outcome(members["outcome"]),
            "steps": tuple(members["steps"]),
            "transitions": tuple(tuple(each) for each in members["transitions"]),
            "waiver": Waiver(**waiver) if waiver else None,
        }
    )
