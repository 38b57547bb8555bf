"""Which checks run which lines of the server: where a mutant is, they are the first to be run."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import coverage
import pytest
from mutants import LAYERS, SERVER, Mutant
from trial import served

from sandbank_conformance.checking import is_check, name_of
from sandbank_conformance.verdicts import Outcome, Verdict
from sandbank_conformance.verification import verify

OURS = ("sandbank_server", "served", "__")
EVERY = ""  # the context of what runs before the first check: all of them stand on it


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What an honest run has shown: lines by file, and how long each check took."""

    lines: dict[str, dict[int, frozenset[str]]]
    seconds: dict[str, float]
    modules: tuple[str, ...]  # what is imported then, in this order, but for the server itself
    against: tuple[str, ...] = ()  # verdicts that are no PASS: then there is nothing to measure

    def checks(self, mutant: Mutant) -> list[str] | None:
        """Those that run the mutant's lines, the quick ones first; None if nothing runs them."""
        known = self.lines.get(mutant.file, {})
        if not mutant.lines:  # run by the import: whoever runs the module may notice
            return self._ordered(known.values())
        reaching = [known[line] for line in mutant.lines if line in known]
        return self._ordered(reaching) if any(reaching) else None

    def _ordered(self, contexts: Any) -> list[str]:
        named = frozenset().union(*contexts) - {EVERY}
        return sorted(named, key=lambda each: (self.seconds.get(each, 0.0), each))


class _Contexts:
    def __init__(self, measured: coverage.Coverage) -> None:
        self._measured = measured

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._measured.switch_context(name_of(item) if is_check(item) else EVERY)
        return (yield)


def measure(told: Any) -> None:
    """Run everything against the server as it is, and tell the `Reach`; in a process of its own."""
    measured = coverage.Coverage(
        data_file=None, source=[str(SERVER / each) for each in LAYERS], config_file=False
    )
    verdicts: list[Verdict] = []
    measured.start()
    with served() as run:
        verify(run, verdicts.append, plugins=[_Contexts(measured)])
    measured.stop()
    told.send(_reach(measured, verdicts))


def _reach(measured: coverage.Coverage, verdicts: list[Verdict]) -> Reach:
    data = measured.get_data()
    return Reach(
        lines={
            Path(file).relative_to(SERVER).as_posix(): {
                line: frozenset(contexts)
                for line, contexts in data.contexts_by_lineno(file).items()
            }
            for file in data.measured_files()
        },
        seconds={each.check: each.seconds for each in verdicts},
        modules=tuple(each for each in sys.modules if not each.startswith(OURS)),
        against=tuple(
            f"{each.outcome} {each.requirement} {each.check}: {each.received or each.missing}"
            for each in verdicts
            if each.outcome is not Outcome.PASS
        ),
    )
