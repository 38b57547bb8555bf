"""What the sender does when the store or the sender itself fails."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from bank_feed_world import BankFeeds
from outbox_builders import URL, outcomes, put_provider, serves_at, tell

from sandbank_server.adapters import webhooks
from sandbank_server.adapters.outbound import OutboundCall, Reply
from sandbank_server.adapters.slots import TO_ONE
from sandbank_server.adapters.webhooks import Webhooks
from sandbank_server.domain.notifications import Notification
from sandbank_server.domain.refusals import Unavailable
from sandbank_server.service import outbox
from sandbank_server.service.keys import lane_key


@dataclass
class Wire:
    """Answers each call alike, or fails."""

    answer: Reply | Exception = field(default_factory=lambda: Reply(status=204))
    calls: list[OutboundCall] = field(default_factory=list)

    async def call(self, call: OutboundCall) -> Reply:
        self.calls.append(call)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@dataclass
class Hanging:
    """Answers nothing, and counts who waits for it."""

    came: int = 0
    waiting: int = 0

    async def call(self, _: OutboundCall) -> Reply:
        self.came += 1
        self.waiting += 1
        try:
            await asyncio.Event().wait()
        finally:
            self.waiting -= 1
        raise AssertionError


def delivered(feeds: BankFeeds, told: Notification, wire: Any) -> None:
    async def deliver() -> None:
        sender = Webhooks(feeds.sandbox, wire)
        sender.post(lane_key(told))
        await sender.settled()
        await sender.close()

    asyncio.run(deliver())


@pytest.fixture
def told(feeds: BankFeeds) -> Notification:
    put_provider(feeds, connector=serves_at(URL))
    return tell(feeds, "active")


def test_what_the_store_cannot_take_is_recorded_when_it_can_and_not_sent_again(
    feeds: BankFeeds, told: Notification, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, left = outbox.settle, [1, 2, 3]

    def settle(*args: Any, **how: Any) -> None:
        if left.pop() > 1:
            raise Unavailable("GEN-01", "storage_unavailable", "The disk is full.")
        real(*args, **how)

    monkeypatch.setattr(outbox, "settle", settle)
    monkeypatch.setattr(webhooks, "RESTORE", 0)
    wire = Wire()

    delivered(feeds, told, wire)

    assert (outcomes(feeds), len(wire.calls)) == (["delivered"], 1)


def test_nobody_is_told_of_what_the_disk_does_not_take(
    feeds: BankFeeds, told: Notification, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def undo() -> None:
        feeds.store.notifications.remove(told.notification_id)
        raise Unavailable("GEN-01", "storage_unavailable", "The disk is full.")

    monkeypatch.setattr(feeds.store, "durable", undo)
    wire = Wire()

    delivered(feeds, told, wire)

    assert wire.calls == []


def test_an_attempt_that_the_disk_lost_is_recorded_again(
    feeds: BankFeeds, told: Notification, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [False, True, False]

    async def durable() -> None:
        if left.pop():
            feeds.store.notifications.put(told)
            raise Unavailable("GEN-01", "storage_unavailable", "The disk is full.")

    monkeypatch.setattr(feeds.store, "durable", durable)
    monkeypatch.setattr(webhooks, "RESTORE", 0)
    wire = Wire()

    delivered(feeds, told, wire)

    assert (outcomes(feeds), len(wire.calls), left) == (["delivered"], 1, [])


def test_a_defect_of_ours_is_a_failed_attempt_and_loud(
    feeds: BankFeeds, told: Notification, capsys: pytest.CaptureFixture[str]
) -> None:
    delivered(feeds, told, Wire(ZeroDivisionError("nobody foresaw this")))

    [attempt] = next(feeds.store.notifications.all()).attempts
    assert (attempt.error, outcomes(feeds)) == ("not sent", ["pending"])
    assert "DEFECT in a notification: nobody foresaw this" in capsys.readouterr().err


def test_whoever_stops_sending_leaves_what_is_under_way_pending(
    feeds: BankFeeds, told: Notification
) -> None:
    async def stop() -> None:
        sender = Webhooks(feeds.sandbox, Hanging())  # type: ignore[arg-type]
        sender.post(lane_key(told))
        await asyncio.sleep(0)
        await sender.close()

    asyncio.run(stop())

    assert outcomes(feeds) == ["pending"]


def test_of_a_world_that_is_gone_nothing_is_under_way_and_nothing_twice_of_the_next(
    feeds: BankFeeds, told: Notification
) -> None:
    wire = Hanging()

    async def replace_the_world() -> None:
        sender = Webhooks(feeds.sandbox, wire)  # type: ignore[arg-type]
        for step in (sender.look, _again(feeds, sender), lambda: sender.post(lane_key(told))):
            step()
            await asyncio.sleep(0.01)
        assert (wire.came, wire.waiting) == (2, 1)
        await sender.close()

    asyncio.run(replace_the_world())


def _again(feeds: BankFeeds, sender: Webhooks) -> Callable[[], None]:
    def load() -> None:
        feeds.store.snapshot("same")
        feeds.store.restore("same")
        sender.look()

    return load


def test_a_few_calls_to_one_provider_are_under_way_and_some_more_in_all(feeds: BankFeeds) -> None:
    put_provider(feeds, connector=serves_at(URL))
    put_provider(feeds, "provider-b", connector=serves_at(URL))
    for number in range(TO_ONE + 3):
        tell(feeds, f"account-{number}")
    tell(feeds, "foreign", provider="provider-b")
    wire = Hanging()

    async def send() -> None:
        sender = Webhooks(feeds.sandbox, wire)  # type: ignore[arg-type]
        sender.look()
        await asyncio.sleep(0.01)
        assert wire.waiting == TO_ONE + 1
        await sender.close()

    asyncio.run(send())


def test_neither_secret_is_shown_where_a_call_is_printed(
    feeds: BankFeeds, told: Notification
) -> None:
    wire = Wire()
    delivered(feeds, told, wire)

    assert wire.calls[0].headers["X-Key"] == "key-of-ours"
    assert "key-of-ours" not in repr(wire.calls)
