"""The sandbox, in memory and with a file, beside its peers: the same calls in turn, in rounds."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import load
import sandbox
from load import CONNECTIONS, Call, LoadError, Pace, Run
from peers import Peer
from processes import Server
from subjects import BASES, SUBJECTS, Subject
from world import write_world

WARM_UP = 1  # seconds
AT_MOST = 8_000  # calls a second that a round's world has resources for

ENDLESS = 1_000_000_000  # reads use nothing up, and peers keep nothing

MEMORY, FILE = "sandbox", "sandbox --db"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The runs of one call by the servers' names, as hard as they go, and at half that."""

    name: str
    runs: dict[str, list[Run]] = field(default_factory=lambda: defaultdict(list))
    halves: dict[str, list[Run]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How long and how often to load the servers."""

    rounds: int
    seconds: int
    peers: Sequence[Peer]
    folder: Path

    @property
    def resources(self) -> int:
        """How many of each kind a round may use up."""
        return (WARM_UP + self.seconds + self.seconds // 2 + 1) * AT_MOST  # the last at half load


@dataclass(slots=True)
class Contender:
    """A server, and how many calls about each subject it has answered."""

    name: str
    urls: Mapping[str, str]  # by document, base paths and all
    is_sandbox: bool
    next_number: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    stretches: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    done: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def compare(plan: Plan) -> list[Comparison]:
    """Run all rounds, each with new sandboxes; another server begins each time.

    One more before them is not counted: it leaves the peers compiled, which takes them seconds.
    """
    world = plan.folder / "world.json"
    write_world(world, plan.resources)
    with _mocks(plan.peers) as mocks:
        for number in range(plan.rounds + 1):
            print(f"Round {number} of {plan.rounds} …", flush=True)
            if number <= 1:
                comparisons = [Comparison(subject.call.name) for subject in SUBJECTS]
            with _sandboxes(plan, world, number) as sandboxes:
                _take_turns(plan, [*sandboxes, *mocks], comparisons, number)
    return comparisons


def _take_turns(
    plan: Plan, contenders: Sequence[Contender], comparisons: Sequence[Comparison], number: int
) -> None:
    before = {each.name: _world(each) for each in contenders if each.is_sandbox}
    for subject, comparison in zip(SUBJECTS, comparisons, strict=True):
        turn = _Turn(plan, subject, contenders)
        for each in contenders:  # whoever begins: they are told of in this order
            comparison.runs.setdefault(each.name, [])
        for at in range(len(contenders)):
            turn.take(contenders[(number + at) % len(contenders)], comparison)
    for each in contenders:
        if each.is_sandbox:
            _judge(each, before[each.name], _world(each))


def _world(contender: Contender) -> sandbox.World:
    return sandbox.world_of(contender.urls["root"])


def _judge(contender: Contender, before: sandbox.World, after: sandbox.World) -> None:
    for subject in SUBJECTS:
        if subject.changed is None:
            continue
        name = subject.call.name
        done, changed = contender.done[name], subject.changed(after) - subject.changed(before)
        # Each run ends with calls under way that count nowhere, at most one on a connection.
        if not done <= changed <= done + contender.stretches[name] * CONNECTIONS:
            raise LoadError(f"{name}: {done} were answered 2xx, but {changed} changed state")


@contextmanager
def _mocks(peers: Sequence[Peer]) -> Iterator[list[Contender]]:
    with ExitStack() as stack:
        mocks = []
        for peer in peers:
            servers = {each: stack.enter_context(peer.mocking(each)) for each in BASES}
            for server in servers.values():
                server.answers("/", {}, status=404)
            bases = BASES if peer.has_base_path else dict.fromkeys(BASES, "")
            urls = {each: server.url + bases[each] for each, server in servers.items()}
            mocks.append(Contender(peer.name, urls, is_sandbox=False))
        yield mocks


@contextmanager
def _sandboxes(plan: Plan, world: Path, number: int) -> Iterator[list[Contender]]:
    db = str(plan.folder / f"bank-{number}.db")
    with (
        sandbox.serving("--world", str(world)) as memory,
        sandbox.serving("--world", str(world), "--db", db) as file,
    ):
        yield [_contender(MEMORY, memory), _contender(FILE, file)]


def _contender(name: str, server: Server) -> Contender:
    server.answers("/_sandbox/health", {}, status=200)
    urls = {each: server.url + base for each, base in BASES.items()}
    return Contender(name, {**urls, "root": server.url}, is_sandbox=True)


@dataclass(frozen=True, slots=True)
class _Turn:
    """One call in one round; the mocks take the tokens of the first sandbox."""

    plan: Plan
    subject: Subject
    contenders: Sequence[Contender]

    def take(self, contender: Contender, comparison: Comparison) -> None:
        """Load a server until it is warm, then to its full, and a sandbox to its half.

        What the full load left waiting is answered before the half begins.
        """
        whose = contender if contender.is_sandbox else self.contenders[0]
        tokens = self.subject.tokens(whose.urls["root"])
        self._load(contender, tokens, Pace(seconds=WARM_UP))
        run = self._load(contender, tokens, Pace(seconds=self.plan.seconds))
        comparison.runs[contender.name].append(run)
        print(f"  {self.subject.call.name}, {contender.name}: {run.per_second:,.0f}/s", flush=True)
        if contender.is_sandbox:
            sandbox.settled(contender.urls["root"])
            pace = Pace(seconds=self.plan.seconds, per_second=run.per_second / 2)
            comparison.halves[contender.name].append(self._load(contender, tokens, pace))

    def _load(self, contender: Contender, tokens: Sequence[str], pace: Pace) -> Run:
        name, url = self.subject.call.name, contender.urls[self.subject.document]
        host, slash, base = url.partition("://")[2].partition("/")
        call: Call = replace(self.subject.call, path=slash + base + self.subject.call.path)
        uses_up = self.subject.changed and contender.is_sandbox
        last = self.plan.resources if uses_up else ENDLESS
        numbers = range(contender.next_number[name], last)
        file = self.plan.folder / "plan.lua"
        run = load.repeat(call, f"http://{host}", tokens, numbers, pace, file)
        contender.next_number[name] = run.next_number
        contender.done[name] += run.requests - run.other_answers
        contender.stretches[name] += 1
        return run
