from dataclasses import replace

import pytest
from bank_feed_world import BankFeeds, refused
from outbox_builders import URL, RememberingOutbox, outcomes, put_provider, serves_at, tell

from sandbank_server.domain.connectors import (
    LONGEST_NAME,
    LONGEST_VALUE,
    fault_of_header_name,
    fault_of_header_value,
)
from sandbank_server.domain.refusals import Unknown
from sandbank_server.service import timekeeping
from sandbank_server.service.connectors import is_played, notification_url
from sandbank_server.service.provider_settings import set_connector


def test_a_connector_is_set_and_whoever_sends_is_told(feeds: BankFeeds) -> None:
    remembering = RememberingOutbox()
    feeds.sandbox = replace(feeds.sandbox, outbox=remembering)

    set_connector(feeds.sandbox, "provider-a", serves_at(URL))

    provider = feeds.store.providers.get("provider-a")
    assert provider is not None
    assert (notification_url(provider, None), is_played(provider, None)) == (URL, False)
    assert remembering.looks == 1


def test_back_to_the_play_what_waits_is_delivered(feeds: BankFeeds) -> None:
    put_provider(feeds, played=True, connector=serves_at(URL))
    tell(feeds, "active")

    set_connector(feeds.sandbox, "provider-a", None)

    assert outcomes(feeds) == ["delivered"]


def test_a_connector_without_an_address_for_notifications_leaves_those_to_the_play(
    feeds: BankFeeds,
) -> None:
    played = put_provider(feeds, played=True, connector=serves_at(None))

    assert is_played(played, None)
    assert not is_played(replace(played, played=False), None)


def test_an_unknown_provider_has_no_connector(feeds: BankFeeds) -> None:
    with refused(feeds, Unknown, "CTL-12"):
        set_connector(feeds.sandbox, "never-was", serves_at(URL))


def test_a_move_of_the_clock_takes_what_waits_for_the_play(feeds: BankFeeds) -> None:
    remembering = RememberingOutbox()
    feeds.sandbox = replace(feeds.sandbox, outbox=remembering)
    tell(feeds, "active")
    put_provider(feeds, played=True)

    timekeeping.move(feeds.sandbox, to=None, by="PT1S", frozen=None)

    assert outcomes(feeds) == ["delivered"]
    assert remembering.looks == 1


@pytest.mark.parametrize("name", ["X-Connector-Key", "x", "!#$%&'*+.^_`|~", "X" * LONGEST_NAME])
def test_a_name_of_a_header_is_one_token(name: str) -> None:
    assert fault_of_header_name(name) is None


@pytest.mark.parametrize(
    "name",
    ["", "X Key", "X:Key", "X\r\nY", "Schlüssel", "X" * (LONGEST_NAME + 1)],
)
def test_no_other_name_is_sent(name: str) -> None:
    assert fault_of_header_name(name)


@pytest.mark.parametrize(
    "name", ["Host", "authorization", "Content-Length", "TRANSFER-ENCODING", "Expect"]
)
def test_no_name_is_sent_that_the_call_carries_anyway(name: str) -> None:
    assert fault_of_header_name(name)


@pytest.mark.parametrize("value", ["key", "a b", " ~", "v" * LONGEST_VALUE])
def test_a_value_of_a_header_is_printable(value: str) -> None:
    assert fault_of_header_value(value) is None


@pytest.mark.parametrize("value", ["", "  ", "a\nb", "a\x00", "ü", "v" * (LONGEST_VALUE + 1)])
def test_no_other_value_is_sent(value: str) -> None:
    assert fault_of_header_value(value)


def test_the_header_is_not_shown_where_a_connector_is_printed() -> None:
    assert "key-of-ours" not in repr(serves_at(URL))
