"""Opens a store's file with SQLite; one that cannot be trusted is refused and left as it is."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sandbank_server.adapters.disk import StoreFileError
from sandbank_server.adapters.erasable import PAGE, create_table

OURS = 0x53424E4B  # "SBNK", as SQLite's application_id: a file of a sandbox
UNDONE = (
    "{}: a change that was being written when the last sandbox ended was undone; nobody had "
    "been told that it was made."
)

_HEAD = b"SQLite format 3\0"
_JOURNAL_HEAD = bytes.fromhex("d9d505f920a163d7")
_SETTINGS = f"""
PRAGMA page_size = {PAGE};
PRAGMA journal_mode = TRUNCATE; -- not WAL: so what a commit deletes is in no file afterwards
PRAGMA synchronous = FULL;
PRAGMA fullfsync = ON; -- on macOS, a sync alone leaves it in the disk's own memory
PRAGMA secure_delete = ON;
PRAGMA temp_store = MEMORY;
PRAGMA cache_spill = OFF; -- so that nothing but a commit waits for the disk
"""


def opened(path: Path, *, check: bool) -> tuple[sqlite3.Connection, str | None]:
    """The connection that owns a file, made if need be, and what its owner should be told."""
    _judge(path)
    was_writing = _is_begun(path.with_name(f"{path.name}-journal"))
    connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        with _refusing(path):
            _own(connection, path)
            _check_tables(connection, path)
            if check:
                _check_pages(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection, UNDONE.format(path) if was_writing else None


def damaged(path: Path, what: str) -> StoreFileError:
    """What to say of a file that is not what was written."""
    return StoreFileError(
        f"{path}: is damaged: {what}. It was left as it is. Bring back a copy, or save what can "
        f"be read and begin a new file with it: sandbank export world.json --db {path} "
        "--skip-damaged; sandbank serve --world world.json --db NEW"
    )


def _judge(path: Path) -> None:
    if not path.parent.is_dir():
        raise StoreFileError(f"{path}: there is no folder {path.parent}; make it first")
    try:
        with closing(os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "rb")) as file:
            head = file.read(len(_HEAD))
    except OSError as error:
        raise StoreFileError(f"{path}: cannot be opened: {error.strerror or error}") from None
    if head and head != _HEAD:
        raise StoreFileError(
            f"{path}: is no store of a sandbox, and was left as it is. Choose another with --db; "
            "a world's JSON or YAML is loaded into a new one with --world"
        )


def _is_begun(journal: Path) -> bool:
    try:
        with journal.open("rb") as file:
            return file.read(len(_JOURNAL_HEAD)) == _JOURNAL_HEAD
    except OSError:
        return False


def _own(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.executescript(_SETTINGS)
    connection.execute("BEGIN EXCLUSIVE")  # from now on, all others are kept out
    [(application,)] = connection.execute("PRAGMA application_id")
    [(tables,)] = connection.execute("SELECT count(*) FROM sqlite_master")
    if tables and application != OURS:
        raise StoreFileError(f"{path}: is a database, but no sandbox's; choose another with --db")
    if application != OURS:
        connection.execute(f"PRAGMA application_id = {OURS}")
    connection.execute("COMMIT")


def _check_tables(connection: sqlite3.Connection, path: Path) -> None:
    columns = "CAST(name AS BLOB), CAST(sql AS BLOB)"
    found = connection.execute(f"SELECT {columns} FROM sqlite_master WHERE type = 'table'")
    for name, statement in found:
        text = name.decode(errors="replace")
        if statement != create_table(text).encode():
            raise damaged(path, f"the table {text} is not as it was made")


def _check_pages(connection: sqlite3.Connection, path: Path) -> None:
    found = [text for (text,) in connection.execute("PRAGMA quick_check(3)")]
    if found != ["ok"]:
        raise damaged(path, "; ".join(" ".join(each.split()) for each in found))


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise StoreFileError(
                f"{path}: is in use by another process; stop the other sandbox, or give this one "
                "a file of its own with --db (a running one gives its world at /_sandbox/world)"
            ) from None
        raise StoreFileError(f"{path}: cannot be opened: {error}") from None
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # SQLite quotes what it reads
        raise damaged(path, str(error)) from None
