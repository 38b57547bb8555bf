"""Many mutants, a few at a time: each in a new process, beginning with what is likely to tell."""

import gc
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection, wait
from time import monotonic
from typing import Any

from mutants import Mutant
from reach import Reach, measure
from trial import Sentence, try_mutant

LIMIT = 300.0  # seconds for a mutant; the honest server takes far less for the whole suite
UNREACHED = Sentence(fate="unreached")
TIMEOUT = Sentence(fate="timeout")
# A child has what is imported here already, and never what it is to import changed.
_CONTEXT: Any = get_context("fork")


@dataclass(frozen=True, slots=True)
class _Trial:
    mutant: Mutant
    process: Any
    ear: Connection
    began: float


def measured() -> Reach:
    """What each check runs of the server as it is."""
    ear, mouth = Pipe(duplex=False)
    process = _started(mouth, measure, mouth)
    reach: Reach = ear.recv()
    process.join()
    return reach


class Trials:
    """Tries mutants, and learns which checks tell what."""

    def __init__(self, reach: Reach, processes: int) -> None:
        self._reach = reach
        self._processes = processes
        self._running: list[_Trial] = []
        self._telling: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for name in reach.modules:  # once for all, in place of once for each
            with suppress(Exception):
                import_module(name)
        gc.freeze()  # memory that is never looked at again stays shared

    def sentences(self, mutants: Collection[Mutant]) -> Iterator[tuple[Mutant, Sentence]]:
        """What becomes of each, as soon as it is known."""
        waiting = list(mutants)
        while waiting or self._running:
            while waiting and len(self._running) < self._processes:
                mutant = waiting.pop(0)
                checks = self._reach.checks(mutant)
                if checks is None:
                    yield mutant, UNREACHED
                else:
                    self._running.append(self._begun(mutant, checks))
            yield from self._ended()

    def _begun(self, mutant: Mutant, checks: list[str]) -> _Trial:
        learned = self._telling[f"{mutant.file} {mutant.function}"] + self._telling[mutant.file]
        reaching = set(checks)
        first = [each for each, _ in learned.most_common() if each in reaching]
        ear, mouth = Pipe(duplex=False)
        process = _started(mouth, try_mutant, mutant, [*first, *checks], mouth)
        return _Trial(mutant, process, ear, monotonic())

    def _ended(self) -> Iterator[tuple[Mutant, Sentence]]:
        wait([each.ear for each in self._running], timeout=1.0)
        for each in list(self._running):
            sentence = _sentence(each)
            if sentence is not None:
                self._running.remove(each)
                each.process.kill()
                each.process.join()
                each.ear.close()
                self._learn(each.mutant, sentence)
                yield each.mutant, sentence

    def _learn(self, mutant: Mutant, sentence: Sentence) -> None:
        if sentence.requirement:
            for place in (mutant.file, f"{mutant.file} {mutant.function}"):
                self._telling[place][sentence.check] += 1


def _started(mouth: Connection, do: Callable[..., None], *arguments: Any) -> Any:
    process = _CONTEXT.Process(target=do, args=arguments)
    process.start()
    mouth.close()
    return process


def _sentence(trial: _Trial) -> Sentence | None:
    if trial.ear.poll():
        try:
            told: Sentence = trial.ear.recv()
        except EOFError:
            return Sentence(fate="broken", check="the process ended")
        if told.fate == "suite":
            raise RuntimeError(f"the suite itself cannot be run: {told.check}")
        return told
    return TIMEOUT if monotonic() - trial.began > LIMIT else None
