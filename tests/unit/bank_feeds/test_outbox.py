"""What is to be sent, when, and what becomes of it; nobody sends anything here."""

from dataclasses import replace
from datetime import timedelta

import pytest
from bank_feed_fakes import START
from bank_feed_world import BankFeeds, refused
from outbox_builders import URL, RememberingOutbox, outcomes, put_provider, serves_at, tell

from sandbank_server.domain.notifications import Notification
from sandbank_server.domain.refusals import Unknown
from sandbank_server.service import outbox
from sandbank_server.service.keys import lane_key
from sandbank_server.service.outbox import Later, Letter, Ready, Route, Unaddressed


def written(feeds: BankFeeds, told: Notification) -> Letter:
    letter = outbox.write(feeds.sandbox, lane_key(told))
    assert letter is not None
    return letter


@pytest.fixture
def served(feeds: BankFeeds) -> BankFeeds:
    """A world whose provider A serves its connector."""
    put_provider(feeds, connector=serves_at(URL))
    return feeds


def test_a_letter_has_the_providers_header_and_a_token_for_connectors_only(
    served: BankFeeds,
) -> None:
    told = tell(served, "active")

    letter = written(served, told)

    assert (letter.url, letter.event) == (URL, told.event)
    assert letter.headers["X-Key"] == "key-of-ours"
    assert "sandbank/connector" in letter.headers["Authorization"]
    assert "key-of-ours" not in repr(letter)


def test_without_a_header_of_its_own_a_provider_gets_the_token_alone(served: BankFeeds) -> None:
    put_provider(served, connector=replace(serves_at(URL), header_name=None, header_value=None))

    assert list(written(served, tell(served, "active")).headers) == ["Authorization"]


def test_the_first_of_an_account_goes_first(served: BankFeeds) -> None:
    first, second, other = (tell(served, each) for each in ("active", "active", "lapsed"))

    assert outbox.next_step(served.sandbox, lane_key(second)) == Ready(first, URL)
    assert outbox.next_step(served.sandbox, lane_key(other)) == Ready(other, URL)

    outbox.settle(served.sandbox, written(served, first), status=204)

    assert outbox.next_step(served.sandbox, lane_key(first)) == Ready(second, URL)
    assert outcomes(served) == ["delivered", "pending", "pending"]


def test_after_a_failure_the_whole_account_waits(served: BankFeeds) -> None:
    first, _ = tell(served, "active"), tell(served, "active")
    outbox.settle(served.sandbox, written(served, first), error="timeout")

    due = START + timedelta(seconds=1)
    assert outbox.next_step(served.sandbox, lane_key(first)) == Later(due)
    assert outbox.write(served.sandbox, lane_key(first)) is None

    served.clock.advance(timedelta(seconds=1))

    assert written(served, first).notification_id == first.notification_id


def test_what_has_failed_for_good_lets_the_next_go(served: BankFeeds) -> None:
    first, second = tell(served, "active"), tell(served, "active")
    for _ in range(4):
        outbox.settle(served.sandbox, written(served, first), status=500)
        served.clock.advance(timedelta(seconds=30))

    assert written(served, first).notification_id == second.notification_id
    assert outcomes(served) == ["failed", "pending"]


def test_without_an_address_everything_waits(feeds: BankFeeds) -> None:
    told = tell(feeds, "active")

    route = Route("provider-a", "bank-1")
    assert outbox.next_step(feeds.sandbox, lane_key(told)) == Unaddressed(route)
    assert not outbox.is_addressed(feeds.sandbox, route)
    put_provider(feeds, connector=serves_at(URL))
    assert outbox.is_addressed(feeds.sandbox, route)


def test_nothing_is_sent_for_a_provider_that_is_gone(served: BankFeeds) -> None:
    told = tell(served, "active")
    served.store.providers.remove("provider-a")

    assert isinstance(outbox.next_step(served.sandbox, lane_key(told)), Unaddressed)


def test_a_lane_is_empty_when_everything_is_delivered(served: BankFeeds) -> None:
    told = tell(served, "active")
    outbox.settle(served.sandbox, written(served, told), status=200)

    assert outbox.next_step(served.sandbox, lane_key(told)) is None
    assert outbox.lanes(served.sandbox) == []


def test_lanes_are_told_once_the_oldest_first(feeds: BankFeeds) -> None:
    told = [
        tell(feeds, "foreign", provider="provider-b"),
        tell(feeds, "active"),
        tell(feeds, "foreign", provider="provider-b"),
    ]

    assert outbox.lanes(feeds.sandbox) == [lane_key(told[0]), lane_key(told[1])]


def test_what_came_of_a_world_that_is_gone_is_dropped(served: BankFeeds) -> None:
    letter = written(served, tell(served, "active"))
    served.store.snapshot("before")
    served.store.restore("before")

    outbox.settle(served.sandbox, letter, status=204)

    assert outcomes(served) == ["pending"]


def test_what_came_of_a_notification_that_is_gone_is_dropped(served: BankFeeds) -> None:
    told = tell(served, "active")
    letter = written(served, told)
    served.store.notifications.remove(told.notification_id)

    outbox.settle(served.sandbox, letter, status=204)

    assert outcomes(served) == []


def test_what_the_sandbox_plays_is_delivered_as_it_is_recorded(feeds: BankFeeds) -> None:
    put_provider(feeds, played=True)

    told = tell(feeds, "active")

    [attempt] = told.attempts
    assert (told.outcome, attempt.status, attempt.at) == ("delivered", 204, START)
    assert outbox.lanes(feeds.sandbox) == []


def test_an_address_comes_before_the_play(feeds: BankFeeds) -> None:
    put_provider(feeds, played=True, connector=serves_at(URL))

    told = tell(feeds, "active")

    assert told.outcome == "pending"
    assert written(feeds, told).url == URL


def test_the_play_keeps_the_order_too(feeds: BankFeeds) -> None:
    tell(feeds, "active")
    put_provider(feeds, played=True)

    tell(feeds, "active")

    assert outcomes(feeds) == ["delivered", "delivered"]


def test_what_is_played_is_taken_and_what_is_not_is_left(feeds: BankFeeds) -> None:
    tell(feeds, "active"), tell(feeds, "foreign", provider="provider-b")
    put_provider(feeds, played=True)

    outbox.play(feeds.sandbox)

    assert outcomes(feeds) == ["delivered", "pending"]


def test_whoever_sends_is_told_of_the_lane(feeds: BankFeeds) -> None:
    remembering = RememberingOutbox()
    feeds.sandbox = replace(feeds.sandbox, outbox=remembering)

    told = tell(feeds, "active")
    outbox.redeliver(feeds.sandbox, told.notification_id)

    assert remembering.posted == [lane_key(told)] * 2


def test_redelivered_it_goes_before_later_ones(served: BankFeeds) -> None:
    first, _ = tell(served, "active"), tell(served, "active")
    outbox.settle(served.sandbox, written(served, first), status=204)

    again = outbox.redeliver(served.sandbox, first.notification_id)

    assert again.outcome == "pending"
    assert written(served, first).notification_id == first.notification_id


def test_what_is_played_is_redelivered_at_once(feeds: BankFeeds) -> None:
    put_provider(feeds, played=True)
    told = tell(feeds, "active")

    again = outbox.redeliver(feeds.sandbox, told.notification_id)

    assert (again.outcome, len(again.attempts)) == ("delivered", 2)


def test_an_unknown_notification_cannot_be_redelivered(feeds: BankFeeds) -> None:
    with refused(feeds, Unknown, "CTL-13"):
        outbox.redeliver(feeds.sandbox, "never-was")
