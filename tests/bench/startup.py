"""How soon a server answers, and what it occupies then: the sandbox and its peers in turn."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial

import httpx
import sandbox
from peers import Peer
from processes import Server
from subjects import BASES, CONSUMER

SANDBOX = "sandbox"

_HEADERS = {"x-application": "sandbank.eu.product"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Startup:
    """What several starts of a server showed; the sandbox's with the playground."""

    name: str
    seconds: list[float] = field(default_factory=list)  # from the process's start to its first 200
    resident_mb: list[float] = field(default_factory=list)  # after that call
    reset_ms: list[float] = field(default_factory=list)  # there and back; peers keep nothing


@dataclass(frozen=True, slots=True)
class _Starter:
    serving: Callable[[], AbstractContextManager[Server]]
    path: str  # of the call that is answered with 200


def measure(starts: int, peers: Sequence[Peer]) -> list[Startup]:
    """Start each so many times, the sandbox first.

    One more before them leaves compiled modules, as any use does.
    """
    starters = {SANDBOX: _Starter(sandbox.serving, f"{BASES[CONSUMER]}/banks")}
    starters |= {each.name: _of_peer(each) for each in peers}
    _start_all(starters)
    found = [Startup(name=name) for name in starters]
    for _ in range(starts):
        for startup, (seconds, resident_mb, reset_ms) in zip(
            found, _start_all(starters), strict=True
        ):
            startup.seconds.append(seconds)
            startup.resident_mb.append(resident_mb)
            startup.reset_ms.extend(reset_ms)
    return found


def _of_peer(peer: Peer) -> _Starter:
    base = BASES[CONSUMER] if peer.has_base_path else ""
    return _Starter(partial(peer.mocking, CONSUMER), f"{base}/banks")


def _start_all(starters: Mapping[str, _Starter]) -> list[tuple[float, float, list[float]]]:
    return [_start(each, resets=name == SANDBOX) for name, each in starters.items()]


def _start(starter: _Starter, *, resets: bool) -> tuple[float, float, list[float]]:
    with starter.serving() as server:
        seconds = server.answers(starter.path, _HEADERS, status=200)
        return seconds, server.resident_mb(), [_reset_ms(server.url)] if resets else []


def _reset_ms(url: str) -> float:
    with httpx.Client(base_url=url) as client:
        client.post("/_sandbox/reset").raise_for_status()
        began = time.perf_counter()
        client.post("/_sandbox/reset").raise_for_status()
        return 1000 * (time.perf_counter() - began)
