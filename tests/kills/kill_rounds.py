"""Kills a sandbox again and again while clients change it, and looks at what it then holds."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Thread

import httpx
from kills.kill_book import Facts, facts
from kills.kill_clients import Credentials, Worker
from kills.kill_world import write_world

WORKERS = 8
LONGEST = 0.4  # seconds of load before a kill
LEAST = 25  # answers before it, however slow the machine is
EARLY = 5  # in one round of so many, it is killed once more while it starts
PATIENCE = 60.0  # seconds for a start

_MARK = re.compile(rb"<<([a-z0-9-]+)>>")


@dataclass(slots=True)
class Outcome:
    """What all rounds came to."""

    rounds: int = 0
    answers: int = 0
    undone: int = 0  # starts that found a change half written
    breaches: list[str] = field(default_factory=list)


def kill_rounds(folder: Path, rounds: int, seed: int) -> Outcome:
    """Kill it so many times; a breach is whatever is not as its clients were told."""
    world, random, outcome = folder / "world.json", Random(seed), Outcome()
    write_world(world, WORKERS, each=4 * rounds)
    workers = [Worker(number, 4 * rounds, seed) for number in range(WORKERS)]
    sandbox = _Sandbox(folder / "bank.db", world)
    for number in range(rounds):
        if number % EARLY == 1:
            sandbox.start_and_kill(random.uniform(0.05, 0.9))
        with sandbox.running() as url:
            _check(url, workers, outcome)
            credentials = Credentials.of(url, f"nonce {number}")
            threads = [each.work(int(url.rpartition(":")[2]), credentials) for each in workers]
            _let_work(workers, threads, random.uniform(0.02, LONGEST))
        for thread in threads:
            thread.join()
        outcome.rounds += 1
        outcome.breaches += _remains(sandbox.folder, workers)
    with sandbox.running() as url:
        _check(url, workers, outcome)
    outcome.answers = _answers(workers)
    outcome.undone = sandbox.undone
    return outcome


def _let_work(workers: list[Worker], threads: list[Thread], seconds: float) -> None:
    enough = _answers(workers) + LEAST
    time.sleep(seconds)
    while _answers(workers) < enough and any(each.is_alive() for each in threads):
        time.sleep(0.001)


def _answers(workers: list[Worker]) -> int:
    return sum(each.book.answers for each in workers)


def _check(url: str, workers: list[Worker], outcome: Outcome) -> None:
    held: Facts = facts(httpx.get(f"{url}/_sandbox/world", timeout=PATIENCE).json())
    for each in workers:
        outcome.breaches += each.book.breaches(held)
        each.book.learn(held)


def _remains(folder: Path, workers: list[Worker]) -> Iterator[str]:
    found = {
        name.decode()
        for file in folder.iterdir()
        if file.name.startswith("bank.db")
        for name in _MARK.findall(file.read_bytes())
    }
    for each in workers:
        remains = found & (each.book.gone | each.book.never)
        if remains:
            yield f"deleted or refused, and in a file: {sorted(remains)[:3]} ({len(remains)})"


class _Sandbox:
    """The command as people run it, on one file."""

    def __init__(self, db: Path, world: Path) -> None:
        self.folder = db.parent
        self.undone = 0
        self._errors = self.folder / "errors.txt"
        command = [sys.executable, "-m", "sandbank_server.cli", "serve", "--port", "0"]
        self._command = [*command, "--db", str(db), "--world", str(world)]

    @contextmanager
    def running(self) -> Iterator[str]:
        """Where it listens; it is killed at the end."""
        process = self._start()
        try:
            yield self._url(process)
        finally:
            _kill(process)
        self.undone += "was undone" in self._errors.read_text()

    def start_and_kill(self, after: float) -> None:
        """Kill it while it starts."""
        process = self._start()
        time.sleep(after)
        _kill(process)

    def _start(self) -> "subprocess.Popen[str]":
        with self._errors.open("w") as errors:
            return subprocess.Popen(self._command, stdout=subprocess.PIPE, stderr=errors, text=True)

    def _url(self, process: "subprocess.Popen[str]") -> str:
        assert process.stdout is not None
        for line in process.stdout:
            found = re.search(r"runs at (\S+)", line)
            if found:
                return found[1]
        raise AssertionError(f"the store is unreadable: {self._errors.read_text()}")


def _kill(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.communicate()
