"""pytest runs the suite's checks; this turns what they do into verdicts."""

from collections.abc import Callable, Generator

import pytest

from sandbank_conformance import assess
from sandbank_conformance.assess import Finished
from sandbank_conformance.proving import RUN, Proving
from sandbank_conformance.suites import root_of
from sandbank_conformance.verdicts import Outcome, Verdict
from sandbank_conformance.wire import NOBODY
from sandbank_contract import documents
from sandbank_contract.requirements import load_catalogue
from sandbank_contract.vocabulary import Level

MOST = 3  # checks in a row that may find nobody there


VERDICTS = pytest.StashKey[tuple[Verdict, ...]]()  # of an item, once it has run


class Checking:
    """Selects checks by a plan, and hands on each verdict as soon as it stands."""

    def __init__(
        self, run: Proving, hear: Callable[[Verdict], None], began: Callable[[int], None]
    ) -> None:
        self._run = run
        self._hear = hear
        self._began = began
        self._remarked: set[tuple[str, str, int]] = set()  # each remark once
        self._unanswered = 0  # checks in a row that came to no answer
        self.gone = ""  # where the target stopped to be there: what was done until then

    def begin_anew(self) -> None:
        """Remark again on what was remarked on before."""
        self._remarked.clear()

    def pytest_configure(self, config: pytest.Config) -> None:
        """Give the checks their run."""
        config.stash[RUN] = self._run

    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Leave out what the plan does not include."""
        chosen = [each for each in items if not is_check(each) or self._includes(each)]
        kept = set(chosen)
        config.hook.pytest_deselected(items=[each for each in items if each not in kept])
        items[:] = chosen
        self._began(sum(map(is_check, chosen)))

    def _includes(self, item: pytest.Item) -> bool:
        plan = self._run.plan
        apis = apis_of(item)
        return all(map(self._run.offers, apis)) and plan.includes(
            check=name_of(item),
            apis=apis,
            requirements=tuple(mark.args[0] for mark in item.iter_markers("sandbank_requirement")),
            smoke=item.get_closest_marker("sandbank_smoke") is not None,
        )

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Judge a check when its call, or the setting up before it, has ended."""
        report = yield
        ended = call.when == "call" or (call.when == "setup" and call.excinfo is not None)
        if ended and is_check(item):
            found = tuple(self._judged(item, call))
            item.stash[VERDICTS] = found
            for each in found:
                self._hear(each)
            self._notice(item, found)
        return report

    def _notice(self, item: pytest.Item, found: tuple[Verdict, ...]) -> None:
        """Stop where one check after the other finds nobody there."""
        lost = any(
            each.outcome is Outcome.ERRORED and each.received.startswith(NOBODY) for each in found
        )
        self._unanswered = self._unanswered + 1 if lost else 0
        if self._unanswered == MOST:
            place = item.session.items.index(item) + 1
            left = len(item.session.items) - place
            self.gone = f"the target is not there any more: {left} checks were not run"
            item.session.shouldstop = self.gone

    def _judged(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[Verdict]:
        mark = item.get_closest_marker("sandbank_requirement")
        assert mark is not None, f"{item.nodeid} names no requirement"
        finished = Finished(
            check=name_of(item),
            title=title_of(item),
            requirement=mark.args[0],
            level=Level(mark.args[1]),
            error=call.excinfo.value if call.excinfo else None,
            exchanges=self._run.trace.exchanges,
            seconds=call.duration,
            transitions=tuple(mark.args for mark in item.iter_markers("sandbank_transition")),
        )
        own = list(assess.verdicts(finished, self._run.secrets))
        yield from own
        yield from self._remarks(finished, {each.requirement for each in own if each.expected})

    def _remarks(self, finished: Finished, told: set[str]) -> Generator[Verdict]:
        for requirement, broken in self._run.remarks(finished.exchanges, finished.error):
            exchange = broken.exchange
            assert exchange is not None
            key = (requirement, exchange.operation_id, exchange.status)
            if key not in self._remarked and requirement not in told:
                self._remarked.add(key)
                yield assess.remark(
                    finished, broken, self._run.secrets, load_catalogue()[requirement]
                )


def is_check(item: pytest.Item) -> bool:
    """Whether a test is one of our checks."""
    return root_of(item.path) is not None


def folder_of(item: pytest.Item) -> str:
    """The folder of the suite that a check is in."""
    root = root_of(item.path)
    assert root is not None, f"{item.nodeid} is no check"
    return item.path.relative_to(root).parts[0]


def apis_of(item: pytest.Item) -> tuple[str, ...]:
    """The APIs without which a check would be about nothing: its folder's, or those it names."""
    named = tuple(name for mark in item.iter_markers("sandbank_api") for name in mark.args)
    folder = folder_of(item)
    return (folder, *named) if folder in documents.APIS else named


def name_of(item: pytest.Item) -> str:
    """The name of a check: folder, topic, observation and variation."""
    topic = item.path.stem.removeprefix("test_")
    return f"{folder_of(item)}.{topic}.{item.name.removeprefix('test_')}"


def title_of(item: pytest.Item) -> str:
    """What a check observes, as a sentence."""
    function: str = getattr(item, "originalname", item.name)
    variation = item.name.removeprefix(function)
    words = function.removeprefix("test_").replace("_", " ")
    return words + (f" ({variation[1:-1]})" if variation else "")
