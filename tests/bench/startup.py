"""How soon a sandbox answers, and what it occupies then."""

import time
from dataclasses import dataclass

import httpx
import sandbox

_PATH = "/consumer/v1/banks"
_HEADERS = {"x-application": "sandbank.eu.product"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Startup:
    """What several starts of the playground showed."""

    seconds: tuple[float, ...]  # from the start of the process to its first 200
    resident_mb: tuple[float, ...]  # after that call
    reset_ms: tuple[float, ...]  # there and back


def measure(starts: int) -> Startup:
    """Start it so many times; one more before them leaves compiled modules, as any use does."""
    _start()
    found = [_start() for _ in range(starts)]
    seconds, resident_mb, reset_ms = zip(*found, strict=True)
    return Startup(seconds=seconds, resident_mb=resident_mb, reset_ms=reset_ms)


def _start() -> tuple[float, float, float]:
    with sandbox.serving() as server:
        seconds = server.answers(_PATH, _HEADERS, status=200)
        return seconds, server.resident_mb(), _reset_ms(server.url)


def _reset_ms(url: str) -> float:
    with httpx.Client(base_url=url) as client:
        client.post("/_sandbox/reset").raise_for_status()
        began = time.perf_counter()
        client.post("/_sandbox/reset").raise_for_status()
        return 1000 * (time.perf_counter() - began)
