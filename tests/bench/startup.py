"""How soon a sandbox answers, and what it occupies then."""

from dataclasses import dataclass
from statistics import median

import sandbox

_PATH = "/consumer/v1/banks"
_HEADERS = {"x-application": "sandbank.eu.product"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Startup:
    """What several starts of the playground showed."""

    seconds: tuple[float, ...]  # from the start of the process to its first 200
    resident_mb: tuple[float, ...]  # after that call

    @property
    def median_seconds(self) -> float:
        """The start's bar is judged by it."""
        return median(self.seconds)

    @property
    def median_mb(self) -> float:
        """The memory's bar is judged by it."""
        return median(self.resident_mb)


def measure(starts: int) -> Startup:
    """Start it so many times; one more before them leaves compiled modules, as any use does."""
    _start()
    seconds, resident_mb = zip(*(_start() for _ in range(starts)), strict=True)
    return Startup(seconds=seconds, resident_mb=resident_mb)


def _start() -> tuple[float, float]:
    with sandbox.serving() as server:
        return server.answers(_PATH, _HEADERS, status=200), server.resident_mb()
