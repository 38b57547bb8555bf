"""Indexes: whose the values are and in which order, kept up to date with every change."""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sortedcontainers import SortedList

from sandbank_server.service.table_port import Order

Entry = tuple[Any, ...]  # owner, the order's parts, the document's rank, its key
Entries = tuple[Entry | None, ...]  # one for each index of a table; None where it has none

FEW = 500  # entries that one list moves as fast as the many lists of a `SortedList`


class Index:
    """The entries of each owner in their order."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._of: dict[str, _Few | SortedList[Entry]] = {}
        self.add_all(entries)

    def copy(self) -> "Index":
        """An index with the same entries and a life of its own."""
        index = Index()
        index._of = {owner: entries.copy() for owner, entries in self._of.items()}
        return index

    def change(self, old: Entry | None, new: Entry | None) -> None:
        """Put an entry in the place of another; None stands for no entry."""
        if old == new:
            return
        if old is not None:
            self._remove(old)
        if new is not None:
            self._add(new)

    def remove_all(self, entries: Iterable[Entry]) -> None:
        """Take out entries that are there; those that stand together go in one go."""
        for owner, gone in _by_owner(entries).items():
            known = self._of[owner]
            if len(known) == len(gone):
                del self._of[owner]
                continue
            first = known.bisect_left(gone[0])
            if known.bisect_right(gone[-1]) - first == len(gone):
                del known[first : first + len(gone)]
            else:
                for entry in gone:
                    known.remove(entry)

    def add_all(self, entries: Iterable[Entry]) -> None:
        """Put in entries that are not there."""
        for owner, come in _by_owner(entries).items():
            known = self._of.get(owner)
            if known is None:
                self._of[owner] = come
            else:
                known.update(come)
            self._grow(owner)

    def count(self, owner: str, start: Order | None, before: Order | None) -> int:
        """How many entries an owner has from `start` (inclusive) to `before` (exclusive)."""
        return len(self._span(owner, start, before))

    def keys(
        self,
        owner: str,
        start: Order | None = None,
        before: Order | None = None,
        *,
        offset: int = 0,
        limit: int | None = None,
    ) -> list[str]:
        """Their keys in order, at most `limit` of them after the first `offset`."""
        places = self._span(owner, start, before)[offset:][:limit]
        if not places:
            return []
        return [entry[-1] for entry in self._of[owner].islice(places.start, places.stop)]

    def _span(self, owner: str, start: Order | None, before: Order | None) -> range:
        entries = self._of.get(owner)
        if entries is None:
            return range(0)
        first = entries.bisect_left((owner, *start)) if start is not None else 0
        end = entries.bisect_left((owner, *before)) if before is not None else len(entries)
        return range(first, end)

    def _add(self, entry: Entry) -> None:
        owner = entry[0]
        known = self._of.get(owner)
        if known is None:
            self._of[owner] = _Few((entry,))
        else:
            known.add(entry)
            self._grow(owner)

    def _grow(self, owner: str) -> None:
        entries = self._of[owner]
        if len(entries) > FEW and isinstance(entries, _Few):
            self._of[owner] = SortedList(entries)

    def _remove(self, entry: Entry) -> None:
        owner = entry[0]
        entries = self._of[owner]
        if len(entries) == 1:
            del self._of[owner]
        else:
            entries.remove(entry)


class _Few(list[Entry]):
    """A sorted list with the methods of `SortedList`: a tenth of its memory for one entry."""

    __slots__ = ()

    def add(self, entry: Entry) -> None:
        insort(self, entry)

    def update(self, entries: Iterable[Entry]) -> None:
        self.extend(entries)
        self.sort()

    def remove(self, entry: Entry) -> None:
        del self[bisect_left(self, entry)]

    def bisect_left(self, entry: Entry) -> int:
        return bisect_left(self, entry)

    def bisect_right(self, entry: Entry) -> int:
        return bisect_right(self, entry)

    def islice(self, start: int, stop: int) -> list[Entry]:
        return self[start:stop]

    def copy(self) -> "_Few":
        return _Few(self)


def _by_owner(entries: Iterable[Entry]) -> dict[str, _Few]:
    found: defaultdict[str, _Few] = defaultdict(_Few)
    for entry in entries:
        found[entry[0]].append(entry)
    for each in found.values():
        each.sort()
    return found
