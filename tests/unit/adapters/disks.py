"""Disks that fail, kill their process, or look at the file at the steps of a save."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

from sandbank_server.adapters.disk import Disk

STEPS = ("create", "write", "sync", "replace", "sync_folder")


class FailingDisk(Disk):
    """Fails at `failing` as a full disk does; None fails nowhere."""

    def __init__(self, failing: str | None = None) -> None:
        self.failing = failing
        self.steps: list[str] = []

    def create(self, path: Path, mode: int) -> int:
        self._reach("create")
        return super().create(path, mode)

    def write(self, descriptor: int, data: bytes) -> None:
        if self.failing == "write":
            super().write(descriptor, data[: len(data) // 2])
        self._reach("write")
        super().write(descriptor, data)

    def sync(self, descriptor: int) -> None:
        self._reach("sync")
        super().sync(descriptor)

    def replace(self, source: Path, target: Path) -> None:
        self._reach("replace")
        super().replace(source, target)

    def sync_folder(self, folder: Path) -> None:
        self._reach("sync_folder")
        super().sync_folder(folder)

    def _reach(self, step: str) -> None:
        self.steps.append(step)
        if step == self.failing:
            self.fail()

    def fail(self) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class DyingDisk(FailingDisk):
    """Ends the process at once, as a kill or a power cut does."""

    fail: Callable[[], None] = staticmethod(lambda: os._exit(9))


class WatchingDisk(FailingDisk):
    """Remembers what the file held at each step."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.seen: list[bytes] = []

    def _reach(self, step: str) -> None:
        super()._reach(step)
        self.seen.append(self.path.read_bytes())
