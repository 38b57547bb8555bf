"""Things that are due at some time, the earliest first."""

import heapq
from datetime import datetime


class Agenda:
    """Names with a time each."""

    def __init__(self) -> None:
        self._times: dict[str, datetime] = {}
        self._heap: list[tuple[datetime, str]] = []

    def put(self, name: str, at: datetime) -> None:
        """Note a name, whatever was noted of it before."""
        if self._times.get(name) != at:
            self._times[name] = at
            heapq.heappush(self._heap, (at, name))

    def take(self, now: datetime) -> list[str]:
        """The names that are due, each once; they are forgotten."""
        due = []
        while self._heap and self._heap[0][0] <= now:
            at, name = heapq.heappop(self._heap)
            if self._times.get(name) == at:
                del self._times[name]
                due.append(name)
        return due

    def next(self) -> datetime | None:
        """When the next one is due."""
        while self._heap and self._times.get(self._heap[0][1]) != self._heap[0][0]:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def clear(self) -> None:
        """Forget every name."""
        self._times.clear()
        self._heap.clear()
