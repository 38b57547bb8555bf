"""What has been done since a moment, and how to undo it."""

from collections.abc import Callable

Undo = Callable[[], None]


class Changes:
    """An undo log: of the unit of work under way, or of all that is not on disk yet."""

    def __init__(self, *, lasting: bool = False) -> None:
        """`lasting` keeps what a unit of work did until `forget` says that it stays."""
        self._undos: list[Undo] = []
        self._depth = 0
        self._lasting = lasting
        self._afterwards: list[Undo] = []

    def afterwards(self, settle: Callable[[], None]) -> None:
        """Have something done after each undo."""
        self._afterwards.append(settle)

    def record(self, undo: Undo) -> None:
        """Remember how to undo a change; one that nothing can undo any more is not kept."""
        if self._depth or self._lasting:
            self._undos.append(undo)

    def begin(self) -> int:
        """Enter a unit of work; a mark to which `undo` can go back."""
        self._depth += 1
        return self.mark()

    def mark(self) -> int:
        """Where `undo` and `forget` can stop."""
        return len(self._undos)

    def undo(self, mark: int = 0) -> None:
        """Undo what was done since a mark, the last first."""
        while len(self._undos) > mark:
            self._undos.pop()()
        for settle in self._afterwards:
            settle()

    def end(self) -> None:
        """Leave a unit of work; with the outermost, what was done stays done unless it lasts."""
        self._depth -= 1
        if not self._depth and not self._lasting:
            self._undos.clear()

    def forget(self, mark: int) -> None:
        """What was done before a mark stays done."""
        del self._undos[:mark]


class UnitOfWork:
    """All changes inside are kept together, or undone together when it is left by an exception."""

    __slots__ = ("_changes", "_mark")

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._mark = 0

    def __enter__(self) -> None:
        self._mark = self._changes.begin()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is not None:
                self._changes.undo(self._mark)
        finally:
            self._changes.end()
