"""Indexes: whose the values are and in which order, kept up to date with every change."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sortedcontainers import SortedList

from sandbank_server.service.table_port import Order

Entry = tuple[Any, ...]  # owner, the order's parts, the document's rank, its key
Entries = tuple[Entry | None, ...]  # one for each index of a table; None where it has none


class Index:
    """All entries of one index in one sorted list, so that an owner's stand together."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._entries: SortedList[Entry] = SortedList(entries)

    def copy(self) -> "Index":
        """An index with the same entries and a life of its own."""
        return Index(self._entries)

    def change(self, old: Entry | None, new: Entry | None) -> None:
        """Put an entry in the place of another; None stands for no entry."""
        if old == new:
            return
        if old is not None:
            self._entries.remove(old)
        if new is not None:
            self._entries.add(new)

    def remove_all(self, entries: Sequence[Entry]) -> None:
        """Take out entries that are there; those that stand together go in one go."""
        if len(entries) > 1:
            first = self._entries.bisect_left(min(entries))
            if self._entries.bisect_right(max(entries)) - first == len(entries):
                del self._entries[first : first + len(entries)]
                return
        for entry in entries:
            self._entries.remove(entry)

    def add_all(self, entries: Iterable[Entry]) -> None:
        """Put in entries that are not there."""
        self._entries.update(entries)

    def span(self, owner: str, start: Order | None, before: Order | None) -> range:
        """The places of an owner's entries, from `start` (inclusive) to `before` (exclusive)."""
        if not self._entries:
            return range(0)
        first = self._entries.bisect_left((owner, *(start or ())))
        # The least text above every other that begins with this owner is the owner and NUL.
        end = (owner, *before) if before is not None else (owner + "\0",)
        return range(first, self._entries.bisect_left(end))

    def keys(self, places: range) -> Iterator[str]:
        """The keys at these places, in order."""
        return (entry[-1] for entry in self._entries.islice(places.start, places.stop))
