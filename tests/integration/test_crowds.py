"""64 clients at once: every answer fits one order of the calls, resource by resource."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from histories.crowd import CLIENTS, Crowd, Resource, breaches, feed, session, upload
from integration.test_serve import child
from kills.kill_clients import Credentials
from served import COMPANY, Served, serving

from sandbank_server.settings import Settings

EACH = 25  # calls of a client
MOMENT = 0.5  # seconds that a race made on purpose is open, on a slow machine too
BANK = "0c000000-0000-4000-8000-000000000001"


@contextmanager
def kept(tmp_path: Path, durability: str | None) -> Iterator[str]:
    """A sandbox in a process of its own; its URL."""
    options = ["--db", str(tmp_path / "bank.db"), "--durability", durability] if durability else []
    with child(*options) as (_, url, _):
        yield url


def crowd_at(url: str) -> Crowd:
    return Crowd(url, Credentials.of(url, "crowd"))


def sessions(url: str, count: int) -> list[Resource]:
    """So many open sessions."""
    body = {"providerId": "provider-a", "kind": "onboarding", "companyId": COMPANY}
    path = f"{url}/_sandbox/authorisations"
    made = [httpx.post(path, json=body).json() for _ in range(count)]
    return [session(each["authorisationId"]) for each in made]


def feeds(crowd: Crowd, count: int) -> list[Resource]:
    """So many new bank accounts."""
    path = f"{crowd.url}/consumer/v1/{COMPANY}/bankaccounts"
    bodies = [
        {"bankId": BANK, "accountIdentifier": f"crowd-{n}", "bankIdentifier": "customer"}
        for n in range(count)
    ]
    made = [httpx.post(path, json=it, headers=crowd.credentials.product).json() for it in bodies]
    return [feed(each["bankAccountId"]) for each in made]


def uploads(crowd: Crowd, count: int) -> list[Resource]:
    """So many empty upload accounts."""
    path = f"{crowd.url}/user-banking/users/user-1/banking/accounts"
    bodies = [
        {"accountId": f"crowd-{n}", "accountNumber": f"{n}", "currency": "EUR", "type": "GIRO"}
        for n in range(count)
    ]
    made = httpx.post(path, json=bodies, headers=crowd.credentials.upload).json()
    return [upload(each["accountId"]) for each in made]


@pytest.mark.parametrize("durability", [None, "always"])
def test_what_a_crowd_is_told_can_have_happened(tmp_path: Path, durability: str | None) -> None:
    with kept(tmp_path, durability) as url:
        crowd = crowd_at(url)
        resources = [*sessions(url, 8), *feeds(crowd, 4), *uploads(crowd, 4)]

        crowd.ask(resources, EACH)

    assert breaches(resources) == {}
    assert sum(len(each.history) for each in resources) == CLIENTS * EACH


@pytest.mark.parametrize("durability", [None, "always"])
def test_of_a_crowd_that_does_the_same_one_is_told_success(
    tmp_path: Path, durability: str | None
) -> None:
    with kept(tmp_path, durability) as url:
        crowd = crowd_at(url)
        reported = [replace(each, asks=["report"]) for each in sessions(url, 3)]
        cancelled = [replace(each, asks=["disconnect"]) for each in feeds(crowd, 3)]
        for each in [*reported, *cancelled]:
            crowd.ask([each], 1)

    for each in [*reported, *cancelled]:
        statuses = Counter(told.answered for told in each.history)
        assert statuses == {(204,): 1, (409,): CLIENTS - 1}


class LateTable:
    """A table whose changes are seen a moment after they were made: so is a race made."""

    def __init__(self, table: Any) -> None:
        self._table = table

    def __getattr__(self, name: str) -> Any:
        return getattr(self._table, name)

    def put(self, value: Any) -> None:
        asyncio.get_running_loop().call_later(MOMENT, self._table.put, value)

    def remove(self, key: str) -> None:
        asyncio.get_running_loop().call_later(MOMENT, self._table.remove, key)


@pytest.fixture
def served() -> Iterator[Served]:
    with serving(Settings(port=0, seed=7)) as served:
        yield served


@pytest.mark.parametrize(
    ("table", "resources"),
    [
        ("authorisations", lambda crowd: sessions(crowd.url, 4)),
        ("bank_accounts", lambda crowd: feeds(crowd, 4)),
        ("upload_transactions", lambda crowd: uploads(crowd, 4)),
    ],
)
def test_a_race_is_found(
    served: Served, table: str, resources: Callable[[Crowd], list[Resource]]
) -> None:
    crowd = crowd_at(served.url)
    asked = resources(crowd)
    store = served.application.state.store
    setattr(store, table, LateTable(getattr(store, table)))

    crowd.ask(asked, 5)

    assert breaches(asked)
