"""What is kept of a run: `conformance/MUTANTS.md`, with the reasons from `survivors.yaml`."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from mutants import LAYERS, Mutant
from trial import Sentence

FILE = Path(__file__).parents[3] / "conformance" / "MUTANTS.md"
REASONS = Path(__file__).with_name("survivors.yaml")
HEAD = """# Mutants

`make mutants` changes `server/sandbank_server/domain/` and `service/` in one small place after the
other, serves each mutant, and runs the checks of `sandbank verify` against it until one of them
speaks against it. This page is written by the last run; the reasons are kept in
`tests/soak/mutation/survivors.yaml`. Wordings are not mutated: no document says how a refusal is
worded.
"""
ALIVE = ("survived", "unreached")
FATES = {
    "FAIL": "a check FAILs",
    "WARN": "a check WARNs",
    "DIFFERS": "a check says DIFFERS",
    "ERRORED": "a check gets no answer",
    "NOT TESTABLE": "checks are NOT TESTABLE any more",
    "broken": "the server does not start",
    "timeout": "the suite does not end",
    "survived": "every check passes",
    "unreached": "no check runs the line",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A mutant and what became of it."""

    mutant: Mutant
    sentence: Sentence

    @property
    def lives(self) -> bool:
        """Whether the suite has not noticed it."""
        return self.sentence.fate in ALIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A whole run."""

    found: Sequence[Found]
    made: int
    checks: int
    seed: int | None  # of a sample; None: everything was run
    seconds: float

    @property
    def survivors(self) -> list[Found]:
        """In the order of files and lines."""
        alive = (each for each in self.found if each.lives)
        return sorted(alive, key=lambda each: (each.mutant.file, each.mutant.line, each.mutant.key))


class Reasons:
    """Why mutants survive: the first reason counts of which a pattern fits kind and key."""

    def __init__(self, kept: Sequence[Mapping[str, Any]]) -> None:
        self._kept = [
            (re.compile(pattern), each["why"]) for each in kept for pattern in each["mutants"]
        ]

    def why(self, mutant: Mutant) -> str | None:
        """The reason of one mutant; None if nobody has given it."""
        named = f"{mutant.kind}: {mutant.key}"
        return next((why for pattern, why in self._kept if pattern.search(named)), None)


def reasons() -> Reasons:
    """Those that are kept."""
    return Reasons(yaml.safe_load(REASONS.read_text("utf-8")))


def markdown(result: Result, reasons: Reasons) -> str:
    """The whole page."""
    return "\n".join([HEAD, *_figures(result), "", *_survivors(result, reasons), ""])


def _figures(result: Result) -> Iterator[str]:
    part = (
        "all of them"
        if result.seed is None
        else f"{len(result.found)}, drawn with seed {result.seed}"
    )
    killed = len(result.found) - len(result.survivors)
    yield (
        f"Of {result.made} mutants {part} were held against {result.checks} checks in "
        f"{result.seconds / 60:.0f} minutes: **{killed} of {len(result.found)} were noticed "
        f"({killed / len(result.found):.1%})**."
    )
    yield ""
    yield f"| | {' | '.join(f'`{each}/`' for each in LAYERS)} | together |"
    yield f"|---|{'---:|' * (len(LAYERS) + 1)}"
    for fate, told in FATES.items():
        row = [each for each in result.found if each.sentence.fate == fate]
        if row:
            yield f"| {told} | {_counts(row)} | {len(row)} |"
    yield f"| **mutants** | {_counts(result.found)} | {len(result.found)} |"


def _counts(found: Iterable[Found]) -> str:
    counts = Counter(each.mutant.file.partition("/")[0] for each in found)
    return " | ".join(str(counts[each]) for each in LAYERS)


def _survivors(result: Result, reasons: Reasons) -> Iterator[str]:
    yield "## Survivors"
    yield ""
    yield "| where | what | why it survives |"
    yield "|---|---|---|"
    for each in result.survivors:
        mutant = each.mutant
        place = f"`{mutant.file}:{mutant.line}` `{mutant.function}`"
        what = f"{_code(mutant.before)} → {_code(mutant.after)}"
        yield f"| {place} | {what} | {reasons.why(mutant) or '**not explained yet**'} |"


def _code(text: str) -> str:
    return f"`` {text} ``".replace("|", "\\|")
