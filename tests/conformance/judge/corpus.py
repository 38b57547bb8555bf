"""The corpus: captured calls as files, and what is expected of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from sandbank_conformance.adapters.clock import now
from sandbank_conformance.judge.captures.calls import CapturedCall
from sandbank_conformance.judge.cases import SessionKind
from sandbank_conformance.judge.files import Checked, Wish, check
from sandbank_conformance.judge.findings import Place, Violation, Where
from sandbank_conformance.judge.judging import Judgement
from sandbank_conformance.judge.recognition import named
from sandbank_conformance.judge.secrecy import Masks
from sandbank_conformance.judge.told.words import position_in_file

FOLDER = Path(__file__).parent / "corpus"


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What is expected of one call."""

    answer: str  # `204`, `400 PRV-AUTH-16`, or `depends 204 409`
    violations: Sequence[str] = ()
    remarks: Sequence[str] | None = None  # a part of each, where they are expected
    unjudged: Sequence[str] | None = None
    sent: bool = True  # whether a server would see what is not shown


@dataclass(frozen=True, kw_only=True)
class Specimen:
    """A file, how it is checked, and what is expected of its calls."""

    path: Path
    kind: str = ""
    operation: str = ""
    passed_over: int = 0
    calls: Sequence[Expected] = field(default_factory=tuple)

    @property
    def name(self) -> str:
        return f"{self.path.parent.name}/{self.path.name}"

    def checked(self) -> Checked:
        """The file, judged."""
        return check(
            self.path.name,
            self.path.read_bytes(),
            Wish(
                now=now(),
                operation=named(self.operation) if self.operation else None,
                kind=SessionKind(self.kind) if self.kind else None,
            ),
            Masks(),
        )


def specimens() -> Iterator[Specimen]:
    """Every file of the corpus."""
    for expectations in sorted(FOLDER.glob("*/expected.yaml")):
        for name, told in yaml.safe_load(expectations.read_text()).items():
            yield _specimen(expectations.parent / name, told)


def _specimen(path: Path, told: Mapping[str, Any]) -> Specimen:
    own = {key: told[key] for key in ("kind", "operation", "passed_over") if key in told}
    rest = {key: value for key, value in told.items() if key not in own}
    calls = rest.pop("calls", [rest])
    return Specimen(path=path, calls=[Expected(**each) for each in calls], **own)


def answer_of(judgement: Judgement) -> str:
    """The answer as expectations write it."""
    answer = judgement.answer
    if answer.status is None:
        return f"depends {' '.join(str(each.status) for each in answer.possible)}"
    return f"{answer.status} {answer.requirement}".strip()


def place_of(place: Place) -> str:
    """A place as expectations write it."""
    if place.where is Where.BODY:
        return place.name or "the body"
    return f"{place.where} {place.name}".strip()


def violation_of(violation: Violation, wanted: str, call: CapturedCall) -> str:
    """A violation as expectations write it, with line and column where they are expected."""
    told = f"{violation.requirement} {place_of(violation.place)}"
    position = position_in_file(violation.position, call)
    if position and wanted[-1:].isdigit() and ":" in wanted.rpartition(" ")[2]:
        told += f" {position.line}:{position.column}"
    return told
