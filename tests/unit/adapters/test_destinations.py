"""Where an address leads; no name is looked up in earnest here."""

import asyncio
from collections.abc import Sequence
from threading import Event

import pytest

from sandbank_server.adapters.destinations import (
    NOT_ALLOWED,
    NOT_FOUND,
    Destination,
    Destinations,
    Unreachable,
)

NAMES = {
    "localhost": ["::1", "127.0.0.1"],
    "rebound.example": ["127.0.0.1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "outside.example": ["192.0.2.7"],
    "both.example": ["127.0.0.1", "192.0.2.7"],
    "nobody.example": [],
    "any.example": ["0.0.0.0"],
    "meta.example": ["169.254.169.254"],
    "crowd.example": ["224.0.0.1"],
}


def look_up(host: str) -> Sequence[str]:
    if host not in NAMES:
        raise OSError("no such name")
    return NAMES[host]


def found(
    host: str, *, allowed: Sequence[str] = (), loopback: bool = True, path: str = "/x"
) -> Destination:
    destinations = Destinations(loopback=loopback, allowed=allowed, look_up=look_up)
    return asyncio.run(destinations.find(f"http://{host}{path}"))


@pytest.mark.parametrize("host", ["localhost", "rebound.example", "mapped.example", "127.0.0.1"])
def test_loopback_is_found_while_the_server_is_bound_to_it(host: str) -> None:
    assert found(host).web.target == "/x"
    with pytest.raises(Unreachable, match=NOT_ALLOWED):
        found(host, loopback=False)


def test_every_machine_of_a_name_is_kept_in_the_order_found() -> None:
    assert found("localhost").machines == ("::1", "127.0.0.1")


@pytest.mark.parametrize("host", ["outside.example", "both.example", "192.0.2.7", "any.example"])
def test_one_machine_that_is_not_allowed_is_one_too_many(host: str) -> None:
    with pytest.raises(Unreachable, match=NOT_ALLOWED):
        found(host)


@pytest.mark.parametrize(
    "allowed", ["192.0.2.7", "192.0.2.0/24", "outside.example", "OUTSIDE.example"]
)
def test_what_the_owner_allows_is_found(allowed: str) -> None:
    assert found("outside.example", allowed=[allowed]).machines == ("192.0.2.7",)


@pytest.mark.parametrize("host", ["any.example", "meta.example", "crowd.example"])
def test_a_name_that_is_allowed_leads_to_no_machine_of_everybodys(host: str) -> None:
    with pytest.raises(Unreachable, match=NOT_ALLOWED):
        found(host, allowed=[host])


def test_an_address_of_everybodys_may_be_allowed_by_itself() -> None:
    assert found("meta.example", allowed=["169.254.169.254"]).machines == ("169.254.169.254",)


@pytest.mark.parametrize("host", ["nobody.example", "unheard-of.example"])
def test_a_name_without_machines_is_not_found(host: str) -> None:
    with pytest.raises(Unreachable, match=NOT_FOUND):
        found(host)


def test_what_is_no_address_is_never_looked_up() -> None:
    with pytest.raises(Unreachable, match=NOT_ALLOWED):
        found("user@localhost")


@pytest.mark.parametrize("host", ["", "http://a.example", "a b", "-a", "10.0.0.0/33", "a.example/"])
def test_what_is_no_host_cannot_be_allowed(host: str) -> None:
    with pytest.raises(ValueError, match="cannot be allowed"):
        Destinations(loopback=True, allowed=[host])


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("http://localhost/", None),
        ("http://later.example/", None),  # allowed by its name, and perhaps not up yet
        ("http://outside.example/", "is not allowed"),
        ("http://unheard-of.example/", "cannot be looked up"),
        ("ftp://localhost/", "http://"),
    ],
)
def test_a_fault_is_told_with_what_would_be_right(url: str, fault: str | None) -> None:
    destinations = Destinations(loopback=True, allowed=["later.example"], look_up=look_up)

    told = asyncio.run(destinations.fault(url))

    assert told is None if fault is None else fault in str(told)


def test_however_many_ask_for_a_name_it_is_looked_up_once_at_a_time() -> None:
    asked: list[str] = []
    answered = Event()

    def slow(host: str) -> Sequence[str]:
        asked.append(host)
        answered.wait(10)
        return ["127.0.0.1"]

    async def many() -> list[Destination]:
        destinations = Destinations(loopback=True, look_up=slow)
        asking = [asyncio.create_task(destinations.find("http://slow.example/")) for _ in range(50)]
        await asyncio.sleep(0)
        answered.set()
        return await asyncio.gather(*asking)

    assert len(asyncio.run(many())) == 50
    assert asked == ["slow.example"]


def test_who_waits_no_longer_leaves_the_others_waiting() -> None:
    answered = Event()

    def slow(_: str) -> Sequence[str]:
        answered.wait(10)
        raise OSError("no such name")

    async def two() -> None:
        destinations = Destinations(loopback=True, look_up=slow)
        first, second = (
            asyncio.create_task(destinations.find("http://slow.example/")) for _ in range(2)
        )
        await asyncio.sleep(0)
        first.cancel()
        answered.set()
        await second

    with pytest.raises(Unreachable, match=NOT_FOUND):
        asyncio.run(two())
