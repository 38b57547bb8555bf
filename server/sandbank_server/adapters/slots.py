"""How many calls may be under way: a few to each provider, and not too many in all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

TO_ONE = 8
IN_ALL = 64


class Slots:
    """Places for calls; who finds none waits for the first that gets free."""

    def __init__(self) -> None:
        self._all = asyncio.Semaphore(IN_ALL)
        self._of: dict[str, asyncio.Semaphore] = {}

    @asynccontextmanager
    async def of(self, name: str) -> AsyncIterator[None]:
        """A place for a call to the one of a name."""
        one = self._of.setdefault(name, asyncio.Semaphore(TO_ONE))
        # In this order: nobody holds one of all places while waiting for somebody slow.
        async with one, self._all:
            yield
