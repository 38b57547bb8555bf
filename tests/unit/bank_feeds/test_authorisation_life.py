from datetime import timedelta

import pytest
from bank_feed_builders import an_onboarding, granted
from bank_feed_fakes import START
from hypothesis import given
from hypothesis import strategies as st

from sandbank_server.domain.authorisations import (
    LIFECYCLE,
    AuthorisationEvent,
    AuthorisationStatus,
    each_once,
)

_S, _E = AuthorisationStatus, AuthorisationEvent


@given(st.lists(st.sampled_from(AuthorisationEvent), max_size=8))
def test_a_session_is_reported_at_most_once(events: list[AuthorisationEvent]) -> None:
    status, reports = _S.OPEN, 0
    for event in events:
        after = LIFECYCLE.after(status, event)
        reports += after is not None and event not in (_E.CHOSEN, _E.DECLINED)
        status = after or status

    assert reports <= 1


@pytest.mark.parametrize("event", [_E.CHOSEN, _E.DECLINED])
def test_only_a_granted_session_lets_the_user_choose(event: AuthorisationEvent) -> None:
    choosable = [status for status in _S if LIFECYCLE.after(status, event)]

    assert choosable == [_S.GRANTED]


@pytest.mark.parametrize(
    ("seconds", "status"),
    [(0, _S.OPEN), (1199.999999, _S.OPEN), (1200, _S.EXPIRED), (9999, _S.EXPIRED)],
)
def test_an_open_session_lives_until_the_very_instant(
    seconds: float, status: AuthorisationStatus
) -> None:
    session = an_onboarding()

    assert session.status_at(START + timedelta(seconds=seconds)) is status


def test_a_session_that_ended_does_not_expire() -> None:
    session = an_onboarding(status=_S.COMPLETED)

    assert session.status_at(START + timedelta(days=1)) is _S.COMPLETED


def test_the_same_account_twice_counts_once_and_other_banks_accounts_count_too() -> None:
    sent = [granted("1"), granted("2"), granted("1"), granted("1", "customer-2")]

    assert each_once(sent) == (granted("1"), granted("2"), granted("1", "customer-2"))
