"""What a unit of work has done so far, and how to undo it."""

from collections.abc import Callable

Undo = Callable[[], None]


class Changes:
    """An undo log; it holds something only while a unit of work is under way."""

    def __init__(self) -> None:
        self._undos: list[Undo] = []
        self._depth = 0

    def record(self, undo: Undo) -> None:
        """Remember how to undo a change; outside a unit of work a change is final at once."""
        if self._depth:
            self._undos.append(undo)

    def begin(self) -> int:
        """A mark to which `undo` can go back."""
        self._depth += 1
        return len(self._undos)

    def undo(self, mark: int) -> None:
        """Undo what was done since a mark, the last first."""
        while len(self._undos) > mark:
            self._undos.pop()()

    def end(self) -> None:
        """Leave a unit of work; with the outermost, what was done stays done."""
        self._depth -= 1
        if not self._depth:
            self._undos.clear()
