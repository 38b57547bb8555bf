"""The life of one bank account in a product, chapter by chapter, each played once."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from sandbank_conformance.conditions import NotTestable
from sandbank_conformance.watch.entries import Watched
from sandbank_conformance.watch.product.calls import served
from sandbank_conformance.watch.product.stage import Stage

Play = Callable[["Story"], "Chapter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """What came of one chapter."""

    calls: tuple[Watched, ...]
    bank_account: str = ""  # that it is about
    chosen: str = ""  # at the bank, by its accountIdentifier
    held: int = 0  # transactions of the account, with the ids 1 to this
    known: int = 0  # the last of them that the product had been served before
    brought: frozenset[int] = frozenset()  # of them, by all calls until its end
    later: tuple[Watched, ...] = ()  # calls over what it was asked to do afterwards


@dataclass(slots=True)
class Story:
    """Plays its chapters in order, up to the one that is asked for."""

    stage: Stage
    plays: Mapping[str, Play]
    _told: dict[str, Chapter | str] = field(default_factory=dict)  # or what was missing for it
    _seen: Counter[str] = field(default_factory=Counter)  # calls that were looked at, by account
    _brought: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def of(self, name: str) -> Chapter:
        """A chapter by its name; its calls count as those of the check that asks."""
        for each in self.plays:
            if each not in self._told:
                self._told[each] = self._play(each)
            if each == name:
                break
        found = self._told[name]
        if isinstance(found, str):
            raise NotTestable(found)
        self.stage.trace.recall((*found.calls, *found.later))
        return found

    def whole(self) -> list[Watched]:
        """Every call of the product, once all that can be played has been."""
        for each in self.plays:
            with suppress(NotTestable):
                self.of(each)
        calls = self.so_far()
        self.stage.trace.begin()
        self.stage.trace.recall(calls)
        return calls

    def so_far(self) -> list[Watched]:
        """Every call of the product until now."""
        return self.stage.entries.read()

    def brought(self, bank_account: str) -> frozenset[int]:
        """The transactions of an account that were served; to be asked before more come."""
        calls = self.so_far()
        new = calls[self._seen[bank_account] :]
        self._seen[bank_account] = len(calls)
        held = self.stage.held[bank_account]
        self._brought[bank_account].update(served(new, bank_account, held))
        return frozenset(self._brought[bank_account])

    def _play(self, name: str) -> Chapter | str:
        try:
            chapter = self.plays[name](self)
        except NotTestable as error:
            return str(error)
        for each in (*chapter.calls, *chapter.later):
            self.stage.trace.count(each.operation_id, each.status)
        return chapter
