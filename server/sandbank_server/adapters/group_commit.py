"""Puts changes on disk beside the event loop: those who wait while one commit runs share the next.

Writing takes a moment, a commit as long as the disk takes: only that is left to another thread.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol


class Committed(Protocol):
    """What has changes to commit."""

    def has_changes(self) -> bool:
        """Whether something changed since the last `begin`."""

    def begin(self) -> None:
        """Write what has changed."""

    def commit(self) -> None:
        """Put it on the disk; called on another thread."""

    def succeed(self) -> None:
        """It is on the disk."""

    def fail(self, error: Exception) -> None:
        """It is not, and why."""


class GroupCommit:
    """The commits of one storage, one after the other."""

    def __init__(self, storage: Committed) -> None:
        self._storage = storage
        self._thread = ThreadPoolExecutor(1, "commit")
        self._running: asyncio.Future[bool] | None = None
        self._next: asyncio.Future[bool] | None = None
        self._work: asyncio.Task[None] | None = None

    async def settled(self) -> bool:
        """Come back when all that was changed so far is on the disk; False if it cannot be."""
        batch = self._batch()
        return batch is None or await asyncio.shield(batch)

    def _batch(self) -> "asyncio.Future[bool] | None":
        if not self._storage.has_changes():
            return self._running
        if self._next is None:
            loop = asyncio.get_running_loop()
            self._next = loop.create_future()
            if self._running is None:
                self._work = loop.create_task(self._commit_all())
        return self._next

    async def _commit_all(self) -> None:
        while self._next is not None:
            self._running, self._next = self._next, None
            kept = await self._commit()
            self._running.set_result(kept)
            self._running = None
            if not kept and self._next is not None:
                # What came since stood on what was lost.
                self._next.set_result(False)
                self._next = None

    async def _commit(self) -> bool:
        try:
            self._storage.begin()
            await asyncio.get_running_loop().run_in_executor(self._thread, self._storage.commit)
        except Exception as error:  # whatever it is, those who wait are told
            self._storage.fail(error)
            return False
        self._storage.succeed()
        return True

    def close(self) -> None:
        """Wait for the commit that runs, and let go of the thread."""
        self._thread.shutdown()
