"""One mutant on trial: it is served, and the suite's checks are run until one speaks against it.

Everything here happens in a process of its own, which has not imported the server before.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from mutants import Hook, Mutant

from sandbank_conformance import playground
from sandbank_conformance.checking import is_check, name_of
from sandbank_conformance.plans import Plan
from sandbank_conformance.run import Run, prepare
from sandbank_conformance.verdicts import Outcome, Verdict
from sandbank_conformance.verification import SuiteBroken, verify

PATIENCE = 10.0  # seconds that a check waits for an answer
AGAINST = frozenset({Outcome.FAIL, Outcome.WARN, Outcome.DIFFERS, Outcome.ERRORED})
FEW = 50  # checks that may still speak against what the first could not be tested with


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """What became of a mutant."""

    fate: str  # a verdict's outcome, `broken`, `timeout`, `survived` or `unreached`
    check: str = ""
    requirement: str = ""


SURVIVED = Sentence(fate="survived")


class Ordered:
    """Runs checks in an order: those that are named, as they are named, then all others."""

    def __init__(self, first: Sequence[str]) -> None:
        self._ranks = {name: rank for rank, name in enumerate(first)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Put them in that order."""
        last = len(self._ranks)
        items.sort(key=lambda each: self._ranks.get(name_of(each) if is_check(each) else "", last))


@contextmanager
def served() -> Iterator[Run]:
    """The server of this process, and a run against it on its ground."""
    # Only now: what it imports is what the hook may change.
    sys.path.append(str(Path(__file__).parents[2]))
    from served import serving

    from sandbank_server.settings import Settings

    with serving(Settings(port=0, seed=7)) as server:
        target = replace(playground.target(server.url), timeout=PATIENCE)
        with prepare(target, Plan()) as run, run.ground.laid():
            yield run


def try_mutant(mutant: Mutant, first: Sequence[str], told: Any) -> None:
    """Tell a `Sentence` and end the process, whatever the server's threads are doing."""
    _be_quiet()
    Hook(mutant).install()
    court = _Court(told)
    try:
        with served() as run:
            verify(run, court.hear, plugins=[Ordered(first)])
            court.close()
    except SuiteBroken as error:
        court.pass_(Sentence(fate="suite", check=str(error)))
    except BaseException as error:
        court.pass_(Sentence(fate="broken", check=type(error).__name__))


def _be_quiet() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    sys.dont_write_bytecode = True


class _Court:
    def __init__(self, told: Any) -> None:
        self._told = told
        self._doubt: Sentence | None = None
        self._since = 0

    def hear(self, verdict: Verdict) -> None:
        sentence = Sentence(
            fate=verdict.outcome, check=verdict.check, requirement=verdict.requirement
        )
        if verdict.outcome in AGAINST:
            self.pass_(sentence)
        if self._doubt is not None:
            self._since += 1
        elif verdict.outcome is Outcome.NOT_TESTABLE:
            self._doubt = sentence
        if self._doubt is not None and self._since > FEW:
            self.pass_(self._doubt)

    def close(self) -> None:
        self.pass_(self._doubt or SURVIVED)

    def pass_(self, sentence: Sentence) -> None:
        self._told.send(sentence)
        os._exit(0)
