"""Files that are whole at every moment: written beside, synced, renamed."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)


class StoreFileError(Exception):
    """A file of the store cannot be used; says which, where it is wrong and how to go on."""


class WriteError(Exception):
    """A change cannot be put on the disk; says why."""


class Disk:
    """The calls to the operating system that writing takes, so that tests can let each fail."""

    def create(self, path: Path, mode: int) -> int:
        """A descriptor of a file that was not there before."""
        return os.open(path, _NEW_FILE, mode)

    def write(self, descriptor: int, data: bytes) -> None:
        """Write all of it."""
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]

    def sync(self, descriptor: int) -> None:
        """Come back when the contents are on the disk."""
        os.fsync(descriptor)

    def replace(self, source: Path, target: Path) -> None:
        """Give a file another's name in one step."""
        os.replace(source, target)

    def sync_folder(self, folder: Path) -> None:
        """Come back when the names in the folder are on the disk."""
        if not hasattr(os, "O_DIRECTORY"):
            return  # Windows cannot
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def beside(path: Path) -> Path:
    """Where a file is written before it takes the place of the old one."""
    return path.with_name(f"{path.name}.new")


def write_whole(path: Path, chunks: Iterable[bytes], disk: Disk, mode: int = 0o600) -> None:
    """Put a new file in the place of the old one; whatever fails, one of the two is whole."""
    new = beside(path)
    new.unlink(missing_ok=True)
    try:
        _fill(new, chunks, disk, mode)
        disk.replace(new, path)
    except BaseException:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise
    disk.sync_folder(path.parent)


def _fill(path: Path, chunks: Iterable[bytes], disk: Disk, mode: int) -> None:
    descriptor = disk.create(path, mode)
    try:
        for chunk in chunks:
            disk.write(descriptor, chunk)
        disk.sync(descriptor)
    finally:
        os.close(descriptor)
