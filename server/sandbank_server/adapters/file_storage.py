"""A store kept in a file: loaded at the start, changed by the documents that change."""

from sandbank_server.adapters.changes import Changes
from sandbank_server.adapters.database_file import Changed, DatabaseFile
from sandbank_server.adapters.disk import StoreFileError, WriteError
from sandbank_server.adapters.documents import MemoryStorage, Rows
from sandbank_server.adapters.file_contents import VERSION, read_tables, refused
from sandbank_server.adapters.group_commit import GroupCommit
from sandbank_server.adapters.tables import SHAPES
from sandbank_server.domain.refusals import Unavailable


class FileStorage(MemoryStorage):
    """TinyDB's storage seam with a file behind it.

    What cannot be put on the disk is undone, unless `always` is False: then it is tried again,
    since others have been told already. Until it succeeds, `guard` refuses changes.
    """

    def __init__(self, file: DatabaseFile, *, always: bool = True) -> None:
        """Takes a file over; a `StoreFileError` says what is wrong with its contents.

        `always` has `durable` wait for the disk; else a change waits for the next `save`.
        """
        super().__init__()
        self.changes = Changes(lasting=always)
        self._file = file
        self._always = always
        self._changed: dict[str, Changed] = {}  # by table, since `begin`
        self._begun: dict[str, Changed] = {}
        self._mark = 0
        self._failure: str | None = None
        self._commits = GroupCommit(self)
        try:
            self._tables = _loaded(file)
        except BaseException:
            file.close()
            raise
        self.is_new = not any(self._tables.values())

    def guard(self) -> None:
        """Raise `Unavailable` after a failed commit until one succeeds."""
        if self._failure:
            raise _unavailable(self._failure)

    def note(self, table: str, gone: Rows, come: Rows) -> None:
        """Remember what the file has to follow."""
        changed = self._changed.setdefault(table, {})
        for document in gone.values():
            changed[document.rank] = None
        for document in come.values():
            changed[document.rank] = document

    async def durable(self) -> None:
        """Come back when all that was changed so far is on the disk, if it has to be."""
        # While the disk fails there is nothing but what it has: changes are refused.
        if self._always and not self._failure and not await self._commits.settled():
            raise _unavailable(self._failure or "")

    async def save(self) -> None:
        """Put what has changed on the disk; after a failure, try again."""
        await self._commits.settled()

    def save_now(self) -> None:
        """Put what has changed on the disk; a `StoreFileError` says why it cannot be."""
        try:
            if self.has_changes():
                self.begin()
                self.commit()
                self.succeed()
        except WriteError as error:
            self.fail(error)
            raise StoreFileError(
                f"{self._file.path}: the last changes are lost: {self._failure}"
            ) from None

    def close(self) -> None:
        """Put what has changed on the disk, and let other processes have the file."""
        self._commits.close()
        try:
            self.save_now()
        finally:
            self._file.close()

    def has_changes(self) -> bool:
        """Whether something changed since the last `begin`, be it beside the documents."""
        return any(self._changed.values()) or self.changes.mark() > self._mark

    def begin(self) -> None:
        """Write what has changed."""
        self._begun, self._changed = self._changed, {}
        self._mark = self.changes.mark()
        self._file.write(self._begun)

    def commit(self) -> None:
        """Put it on the disk; any thread may call it."""
        self._file.commit()

    def succeed(self) -> None:
        """It is on the disk, and stays done."""
        self._settle(None, self._mark)

    def fail(self, error: Exception) -> None:
        """It is not; what the file lacks, or may have in spite of it, is written next."""
        self._file.rollback()
        for table, changed in self._begun.items():
            self._changed[table] = {**changed, **self._changed.get(table, {})}
        if self._always and not self._failure:
            self.changes.undo()
        self._settle(f"The store's file cannot be written: {error}.", self.changes.mark())

    def _settle(self, failure: str | None, mark: int) -> None:
        # While the disk fails, nobody waits: what was done then was answered, and stays.
        self.changes.forget(self.changes.mark() if self._failure else mark)
        self._begun, self._mark, self._failure = {}, 0, failure


def _loaded(file: DatabaseFile) -> dict[str, Rows]:
    tables, problems = read_tables(file)
    if problems:
        raise refused(file, problems)
    if file.version != VERSION:
        try:
            file.make((shape.name for shape in SHAPES), VERSION)
        except WriteError as error:
            raise StoreFileError(f"{file.path}: cannot be written: {error}") from None
    return tables


def _unavailable(failure: str) -> Unavailable:
    return Unavailable("GEN-01", "storage_unavailable", failure)
