"""A HAR that can be read at any time, and after a kill, up to the last call."""

import os
from importlib.metadata import version
from pathlib import Path

_TAIL = b"\n]}}\n"
OWNER_ONLY = 0o600  # others' business data is in it, though no secrets are


class HarFile:
    """A HAR to which entries are added, each written over the end of the file with a new end.

    `add` says by an OSError that an entry is not in it; the file is then as it was before.
    """

    def __init__(self, path: Path) -> None:
        """A new file; `FileExistsError` where there is one, which may be all that is left."""
        opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        self._file = os.fdopen(opened, "r+b", buffering=0)
        self.path = path
        self.entries = 0
        head = (
            '{"log": {"version": "1.2", "creator": {"name": "sandbank record", "version": "'
            f'{version("sandbank")}"}}, "entries": [\n'
        ).encode()
        self._put(head + _TAIL, 0)
        self._end = len(head)  # where the end of the file begins

    def add(self, entry: bytes) -> None:
        """Add an entry."""
        added = (b",\n" if self.entries else b"") + entry
        try:
            self._put(added + _TAIL, self._end)
        except OSError:
            # The old end goes where it was: no disk is too full for that.
            self._put(_TAIL, self._end)
            self._file.truncate(self._end + len(_TAIL))
            raise
        self._end += len(added)
        self.entries += 1

    def close(self) -> None:
        """Nothing more is added."""
        self._file.close()

    def _put(self, data: bytes, offset: int) -> None:
        self._file.seek(offset)
        while data:
            data = data[self._file.write(data) :]
