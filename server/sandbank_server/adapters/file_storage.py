"""A store kept in one readable JSON file: loaded at the start, saved whole, never half-written."""

import json
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any

from filelock import FileLock, Timeout

from sandbank_server.adapters.disk import Disk, StoreFileError, beside, write_whole
from sandbank_server.adapters.documents import MemoryStorage
from sandbank_server.adapters.file_contents import parse_tables
from sandbank_server.domain.refusals import Unavailable

_CHUNK = 1 << 16  # bytes gathered before they are written
_encode = json.JSONEncoder(ensure_ascii=False).encode


class FileStorage(MemoryStorage):
    """TinyDB's storage seam on a file of which this process is the only user."""

    def __init__(self, path: Path, disk: Disk | None = None) -> None:
        """Takes the file over; a `StoreFileError` says what stands in the way."""
        super().__init__()
        self._path = path.resolve()  # a symbolic link stays one: its target is replaced
        self._disk = disk or Disk()
        self._saving = Lock()
        self._version = self._saved = 0
        self._failure: str | None = None
        self._file_lock = _locked(self._path)
        try:
            self._tables = self._load()
        except BaseException:
            self._file_lock.release()
            raise
        self.is_new = not self._tables

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Take the tables as the state from now on; the file follows with the next save."""
        super().write(data)
        self._version += 1

    def guard(self) -> None:
        """Raise `Unavailable` from a failed save until one succeeds."""
        if self._failure:
            raise Unavailable("GEN-01", "storage_unavailable", self._failure)

    def save_if_dirty(self) -> None:
        """Write the file when something changed since the last save; any thread may call it.

        A failure is remembered, not raised: `guard` tells of it, the next call tries again.
        """
        with self._saving:
            with self.lock:
                version = self._version
                if version == self._saved:
                    return
                tables = {name: dict(rows) for name, rows in self._tables.items()}
            self._failure = self._save(tables)
            if self._failure is None:
                self._saved = version

    def close(self) -> None:
        """Save, and let other processes have the file."""
        try:
            self.save_if_dirty()
        finally:
            self._file_lock.release()
        if self._failure:
            raise StoreFileError(f"{self._path}: the last changes are lost: {self._failure}")

    def _save(self, tables: dict[str, dict[str, Any]]) -> str | None:
        try:
            mode = self._path.stat().st_mode & 0o777 if self._path.exists() else 0o600
            write_whole(self._path, _chunks(tables), self._disk, mode)
        except OSError as error:
            return f"The store's file cannot be written: {error.strerror or error}."
        return None

    def _load(self) -> dict[str, dict[str, Any]]:
        try:
            # A crash while saving leaves this behind, with data that may be deleted by now.
            beside(self._path).unlink(missing_ok=True)
            contents = self._path.read_bytes() if self._path.exists() else b""
        except OSError as error:
            raise StoreFileError(f"{self._path}: cannot be read: {error.strerror}") from None
        return parse_tables(self._path, contents) if contents.strip() else {}


def _locked(path: Path) -> FileLock:
    if not path.parent.is_dir():
        raise StoreFileError(f"{path}: there is no folder {path.parent}; make it first")
    lock = FileLock(f"{path}.lock", thread_local=False, fallback_to_soft=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        other = "stop the other sandbox, or give this one a file of its own with --db"
        raise StoreFileError(f"{path}: is in use by another process; {other}") from None
    except OSError as error:
        reason = error.strerror or error
        raise StoreFileError(f"{path}.lock: cannot be locked: {reason}") from None
    return lock


def _chunks(tables: dict[str, dict[str, Any]]) -> Iterator[bytes]:
    gathered = bytearray()
    for line in _lines(tables):
        gathered += line.encode()
        if len(gathered) >= _CHUNK:
            yield bytes(gathered)
            gathered.clear()
    yield bytes(gathered)


def _lines(tables: dict[str, dict[str, Any]]) -> Iterator[str]:
    """One line per document: readable, and easily compared."""
    between = "{\n"
    for name, rows in tables.items():
        yield f"{between}{_encode(name)}: {{"
        between = "\n  "
        for key, document in rows.items():
            yield f"{between}{_encode(key)}: {_encode(document)}"
            between = ",\n  "
        yield "\n}" if rows else "}"
        between = ",\n"
    yield "\n}\n"
