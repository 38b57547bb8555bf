"""Files that fail, wait, or count, at the steps of a commit."""

from collections.abc import Mapping
from pathlib import Path
from threading import Event

from sandbank_server.adapters.database_file import Changed, DatabaseFile
from sandbank_server.adapters.disk import WriteError

FULL = "No space left on device"


class FailingFile(DatabaseFile):
    """Fails at `failing` as on a full disk: at "write" or "commit", or when it is "committed"."""

    def __init__(self, path: Path, failing: str | None = None) -> None:
        super().__init__(path)
        self.failing = failing
        self.commits = 0

    def write(self, changed: Mapping[str, Changed]) -> None:
        super().write(changed)
        self._reach("write")

    def commit(self) -> None:
        self._reach("commit")
        super().commit()
        self.commits += 1
        self._reach("committed")

    def _reach(self, step: str) -> None:
        if step == self.failing:
            raise WriteError(FULL)


class WaitingFile(FailingFile):
    """Commits when it may."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.reached, self.may = Event(), Event()

    def commit(self) -> None:
        self.reached.set()
        assert self.may.wait(timeout=20)
        super().commit()


class CrampedFile(DatabaseFile):
    """A file that SQLite finds full when it would have to grow."""

    def fill(self) -> None:
        [(pages,)] = self._connection.execute("PRAGMA page_count")
        self._connection.execute(f"PRAGMA max_page_count = {pages}")

    def give_room(self) -> None:
        self._connection.execute("PRAGMA max_page_count = 1000000")
