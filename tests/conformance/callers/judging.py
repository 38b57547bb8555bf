"""Reference providers, judged: each in threads of a process, several processes side by side."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.queues import Queue

from callers.everybody import by_name
from callers.serving_provider import Browser, connector

from sandbank_conformance.plans import Plan
from sandbank_conformance.verdicts import Outcome, Verdict
from sandbank_conformance.verification import verify
from sandbank_conformance.watch import child
from sandbank_conformance.watch.provider.setting import Patience, Setting
from sandbank_conformance.watch.provider.watching import watching

HASTE = Patience(
    start=5, person=5, browser=0.4, call=1.5, silence=0.15, flight=0.08, delay=2.5, processing=0.3
)
PROCESSES = 8  # most of the time, providers wait
AGAINST = (Outcome.FAIL, Outcome.WARN, Outcome.DIFFERS)


@dataclass(frozen=True)
class Judged:
    """What came of judging one provider."""

    name: str
    verdicts: Sequence[Verdict]
    remarks: Sequence[str]

    @property
    def broken(self) -> set[str]:
        """The rules that it breaks."""
        return {each.requirement for each in self.verdicts if each.outcome in AGAINST}

    @property
    def counts(self) -> Counter[Outcome]:
        return Counter(each.outcome for each in self.verdicts)

    @property
    def told(self) -> str:
        """Whatever is not as it should be."""
        lines = [
            f"{each.outcome} {each.requirement} {each.check}: {each.missing or each.received}"
            for each in self.verdicts
            if each.outcome is not Outcome.PASS
        ]
        return "\n".join(lines)


def judged(name: str, sandbox: str) -> Judged:
    """One provider, in a new world of a sandbox that is there already."""
    with connector() as served:
        setting = Setting(connector_url=served.url, patience=HASTE)
        found: list[Verdict] = []
        with watching(setting, Plan(), sandbox, Browser()) as watch:
            served.answers_with(by_name(name), setting.told(sandbox))
            verify(watch, found.append)
        return Judged(name, found, watch.ground.remarks)


def results(names: Collection[str]) -> Iterator[Judged]:
    """All of them, several at once, each process with a sandbox of its own."""
    processes = min(PROCESSES, len(names))
    with ExitStack() as stack:
        urls = [stack.enter_context(child.sandbox(0)) for _ in range(processes)]
        context = get_context("spawn")
        queue = context.Queue()
        for url in urls:
            queue.put(url)
        pool = stack.enter_context(
            ProcessPoolExecutor(processes, context, initializer=_settle, initargs=(queue,))
        )
        yield from pool.map(_judged, names)


_HOME: list[str] = []  # the sandbox of this process


def _settle(queue: "Queue[str]") -> None:
    _HOME.append(queue.get())


def _judged(name: str) -> Judged:
    return judged(name, _HOME[0])
