"""Sandbox and Prism under the same calls, in turn, round after round."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import load
import prism
import sandbox
from load import CONNECTIONS, LoadError, Run
from processes import Server
from subjects import SUBJECTS, Subject
from world import write_world

WARM_UP = 1  # seconds
AT_MOST = 12_000  # calls a second that a round's world has resources for

Peers = Mapping[str, Server]  # Prism by the document it serves


@dataclass(frozen=True, slots=True)
class Comparison:
    """The runs of one call at both servers."""

    name: str
    sandbox: list[Run] = field(default_factory=list)
    prism: list[Run] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How long and how often to load the servers."""

    rounds: int
    seconds: int
    prism: str  # the peer's command; empty where it is missing
    folder: Path

    @property
    def resources(self) -> int:
        """How many of each kind a round may use up."""
        return (self.seconds + WARM_UP) * AT_MOST


def compare(plan: Plan) -> list[Comparison]:
    """Run all rounds, each with a sandbox of its own; the servers take turns at being first."""
    comparisons = [Comparison(subject.call.name) for subject in SUBJECTS]
    world = plan.folder / "world.json"
    write_world(world, plan.resources)
    with _peers(plan.prism) as peers:
        for number in range(plan.rounds):
            print(f"Round {number + 1} of {plan.rounds} …", flush=True)
            with sandbox.serving("--world", str(world)) as server:
                server.answers("/_sandbox/health", {}, status=200)
                for subject, comparison in zip(SUBJECTS, comparisons, strict=True):
                    turn = _Turn(plan, subject, server, peers.get(subject.document))
                    turn.take(comparison, sandbox_first=number % 2 == 0)
    return comparisons


@contextmanager
def _peers(command: str) -> Iterator[Peers]:
    with ExitStack() as stack:
        documents = [subject.document for subject in SUBJECTS] if command else []
        peers = {each: stack.enter_context(prism.mocking(command, each)) for each in documents}
        for peer in peers.values():
            peer.answers("/", {}, status=404)
        yield peers


@dataclass(frozen=True, slots=True)
class _Turn:
    """One call in one round."""

    plan: Plan
    subject: Subject
    sandbox: Server
    peer: Server | None

    def take(self, comparison: Comparison, *, sandbox_first: bool) -> None:
        """Load both servers, one after the other, with the same headers and bodies."""
        tokens = self.subject.tokens(self.sandbox.url)
        if sandbox_first:
            comparison.sandbox.append(self._load_sandbox(tokens))
        if self.peer is not None:
            _, run = self._load(self.peer.url, "", tokens)
            comparison.prism.append(run)
        if not sandbox_first:
            comparison.sandbox.append(self._load_sandbox(tokens))

    def _load_sandbox(self, tokens: Sequence[str]) -> Run:
        runs = self._load(self.sandbox.url, self.subject.base, tokens)
        done = sum(run.requests - run.other_answers for run in runs)
        changed = self.plan.resources - self.subject.left(self.sandbox.url)
        # Each run ends with calls under way that count nowhere, at most one on a connection.
        if not done <= changed <= done + len(runs) * CONNECTIONS:
            name = self.subject.call.name
            raise LoadError(f"{name}: {done} calls were answered 204, but {changed} changed state")
        return runs[-1]

    def _load(self, url: str, base: str, tokens: Sequence[str]) -> tuple[Run, Run]:
        """Warm up, then measure, on resources that nobody has touched."""
        call = replace(self.subject.call, path=base + self.subject.call.path)
        file = self.plan.folder / "plan.lua"
        warm = load.repeat(call, url, tokens, range(self.plan.resources), WARM_UP, file)
        rest = range(warm.next_number, self.plan.resources)
        return warm, load.repeat(call, url, tokens, rest, self.plan.seconds, file)
