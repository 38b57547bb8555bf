"""Many clients at once who ask few resources for many things, and note what they are told."""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection
from random import Random
from threading import Barrier
from urllib.parse import urlsplit

from histories import sequential
from histories.crowd_calls import Request, feed_call, session_call, upload_call
from histories.linearizability import State, Step, Told, breach
from histories.sequential import Ask, Feed
from kills.kill_clients import Credentials

CLIENTS = 64
POOL = [f"name-{n}" for n in range(8)]  # few, so that calls get into each other's way


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A resource, its rules for a single client, and what it was asked."""

    name: str
    begin: State
    step: Step
    call: Callable[[Credentials, str, Ask], Request]
    asks: Sequence[str]  # kinds, as often as they shall come
    history: list[Told] = field(default_factory=list)

    def breach(self) -> str | None:
        """What no order of the calls explains."""
        found = breach(self.history, self.begin, self.step)
        return found and f"{self.name}: {found}"


def session(name: str) -> Resource:
    """An open onboarding session."""
    return Resource(
        name=name,
        begin="open",
        step=sequential.session,
        call=session_call,
        asks=["report", "look", "look"],
    )


def feed(name: str) -> Resource:
    """A new bank account."""
    kinds = ["look", "add rule", "rules", "post", "post", "transactions", "transactions"]
    return Resource(
        name=name,
        begin=Feed(),
        step=sequential.feed,
        call=feed_call,
        asks=[*kinds * 6, "disconnect"],
    )


def upload(name: str) -> Resource:
    """An empty upload account."""
    return Resource(
        name=name,
        begin=(),
        step=sequential.upload,
        call=upload_call,
        asks=["upload", "delete", "look"],
    )


@dataclass(frozen=True, slots=True)
class Crowd:
    """Clients of a sandbox, each with a connection of its own."""

    url: str
    credentials: Credentials
    seed: int = 1

    def ask(self, resources: Sequence[Resource], each: int) -> None:
        """Every client makes so many calls, of resources and kinds by chance."""
        barrier = Barrier(CLIENTS)

        def work(number: int) -> None:
            random, connection = Random(f"{self.seed} {number}"), self._connection()
            barrier.wait()
            for _ in range(each):
                self._make(random.choice(resources), random, connection)
            connection.close()

        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(work, range(CLIENTS)))

    def _make(self, resource: Resource, random: Random, connection: HTTPConnection) -> None:
        ask = _ask(random.choice(resource.asks), random)
        request = resource.call(self.credentials, resource.name, ask)
        began = time.perf_counter()
        told = request.told(connection)
        ended = time.perf_counter()
        is_idle = request.method == "GET" or told[0] >= 400
        resource.history.append(
            Told(asked=ask, answered=told, began=began, ended=ended, is_idle=is_idle)
        )

    def _connection(self) -> HTTPConnection:
        url = urlsplit(self.url)
        return HTTPConnection(str(url.hostname), url.port, timeout=60)


def _ask(kind: str, random: Random) -> Ask:
    if kind in ("post", "add rule"):
        return Ask(kind, (random.choice(POOL),))
    if kind in ("upload", "delete"):
        return Ask(kind, tuple(sorted(random.sample(POOL, random.randint(1, 3)))))
    return Ask(kind)


def breaches(resources: Sequence[Resource]) -> Mapping[str, str]:
    """What no order explains, by resource."""
    found = {resource.name: resource.breach() for resource in resources}
    return {name: text for name, text in found.items() if text}
