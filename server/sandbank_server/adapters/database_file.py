"""SQLite as the file behind a store: a table for each of ours, a row for each document."""

import errno
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sandbank_server.adapters.database_opening import opened
from sandbank_server.adapters.disk import WriteError
from sandbank_server.adapters.erasable import checksum, create_table, laid_out

Row = tuple[int, bytes, bytes]  # rank, document, checksum
Changed = dict[int, Mapping[str, Any] | None]  # documents by rank; None where one is gone

_AT_ONCE = 2000  # rows read
_encode = json.JSONEncoder(separators=(",", ":")).encode


class DatabaseFile:
    """One file of which this process is the only user; what is written is kept by `commit`."""

    def __init__(self, path: Path, *, check: bool = True) -> None:
        """Opens or makes the file; a `StoreFileError` says what stands in the way.

        `check` looks for damage first.
        """
        self.path = path.resolve()  # a symbolic link stays one
        self._connection, self.notice = opened(self.path, check=check)
        self._place = _place(self.path)

    @property
    def version(self) -> int:
        """Which version the documents are of; 0 in a new file."""
        [(version,)] = self._connection.execute("PRAGMA user_version")
        return int(version)

    def tables(self) -> list[str]:
        """The names of its tables."""
        found = self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        return [name for (name,) in found]

    def rows(self, table: str) -> Iterator[list[Row]]:
        """The rows of a table by rank, some at a time."""
        columns = "rank, CAST(document AS BLOB), CAST(checksum AS BLOB)"
        found = self._connection.execute(f'SELECT {columns} FROM "{table}" ORDER BY rank')
        while rows := found.fetchmany(_AT_ONCE):
            yield rows

    def make(self, tables: Iterable[str], version: int) -> None:
        """Make the tables that are missing, for documents of a version."""
        with _failing():
            self._connection.execute("BEGIN IMMEDIATE")
            for table in sorted({*tables} - {*self.tables()}):
                self._connection.execute(create_table(table))
            self._connection.execute(f"PRAGMA user_version = {version}")
            self._connection.execute("COMMIT")

    def write(self, changed: Mapping[str, Changed]) -> None:
        """Write changes by table, to be kept or dropped together; a `WriteError` says why not."""
        with _failing():
            self._judge_place()
            self._connection.execute("BEGIN IMMEDIATE")
            for table, documents in changed.items():
                gone = [(rank,) for rank, each in documents.items() if each is None]
                rows = [_row(rank, each) for rank, each in documents.items() if each is not None]
                self._connection.executemany(f'DELETE FROM "{table}" WHERE rank = ?', gone)
                self._connection.executemany(f'REPLACE INTO "{table}" VALUES (?, ?, ?)', rows)

    def commit(self) -> None:
        """Come back when what was written is on the disk; a `WriteError` says why it is not.

        Any thread may call it while no other method is called.
        """
        with _failing():
            self._judge_place()
            self._connection.execute("COMMIT")

    def rollback(self) -> None:
        """Drop what was written and not committed."""
        with suppress(sqlite3.Error):  # which has dropped it already, or will when it can read
            self._connection.execute("ROLLBACK")

    def _judge_place(self) -> None:
        # A file without a name is gone when the process ends.
        if _place(self.path) != self._place:
            raise FileNotFoundError(errno.ENOENT, "another file stands in its place")

    def close(self) -> None:
        """Let other processes have the file."""
        self._connection.close()


def _row(rank: int, document: Mapping[str, Any]) -> tuple[int, str, bytes]:
    text = laid_out(_encode(document))
    return rank, text, checksum(rank, text.encode())


def _place(path: Path) -> tuple[int, int]:
    found = os.stat(path)
    return found.st_dev, found.st_ino


@contextmanager
def _failing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WriteError(error.strerror or str(error)) from None
    except sqlite3.Error as error:
        raise WriteError(str(error)) from None
