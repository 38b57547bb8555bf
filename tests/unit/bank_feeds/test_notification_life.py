from dataclasses import replace
from datetime import timedelta

import pytest
from bank_feed_fakes import START
from hypothesis import given
from hypothesis import strategies as st
from outbox_builders import an_event

from sandbank_server.domain.deliveries import LIFECYCLE, WAITS, asked_again, attempted, due_at
from sandbank_server.domain.notifications import Attempt, Notification, NotificationOutcome

TOLD = Notification(
    notification_id="n-1", sequence=1, at=START, provider_id="provider-a", event=an_event("a")
)
RIGHT, WRONG = Attempt(at=START, status=204), Attempt(at=START, status=500)
NOTHING = Attempt(at=START, error="timeout")

_O = NotificationOutcome


def after(*attempts: Attempt, told: Notification = TOLD) -> Notification:
    for attempt in attempts:
        told = attempted(told, attempt, delivery=told.deliveries)
    return told


@pytest.mark.parametrize("status", [200, 202, 204, 299])
def test_any_2xx_delivers(status: int) -> None:
    assert after(Attempt(at=START, status=status)).outcome is _O.DELIVERED


@pytest.mark.parametrize("status", [100, 199, 300, 302, 404, 500])
def test_no_other_status_delivers(status: int) -> None:
    assert after(Attempt(at=START, status=status)).outcome is _O.PENDING


def test_the_fourth_failure_is_the_last() -> None:
    assert after(WRONG, NOTHING, WRONG).outcome is _O.PENDING
    assert after(WRONG, NOTHING, WRONG, NOTHING).outcome is _O.FAILED
    assert after(WRONG, NOTHING, WRONG, RIGHT).outcome is _O.DELIVERED


@pytest.mark.parametrize(("failures", "seconds"), [(1, 1), (2, 5), (3, 30)])
def test_it_is_tried_again_after_a_while(failures: int, seconds: int) -> None:
    assert due_at(after(*[WRONG] * failures)) == START + timedelta(seconds=seconds)


def test_it_is_due_at_once_when_nothing_was_tried_or_it_is_asked_for() -> None:
    assert due_at(TOLD) is None
    assert due_at(asked_again(after(WRONG, WRONG))) is None


@pytest.mark.parametrize("attempts", [(), (RIGHT,), (WRONG,), (WRONG,) * 4])
def test_asked_for_again_it_has_all_its_attempts_before_it(attempts: tuple[Attempt, ...]) -> None:
    again = asked_again(after(*attempts))

    assert (again.outcome, again.attempts) == (_O.PENDING, attempts)
    assert after(WRONG, WRONG, WRONG, told=again).outcome is _O.PENDING
    assert after(*[WRONG] * 4, told=again).outcome is _O.FAILED


def test_an_attempt_from_before_is_remembered_and_decides_nothing() -> None:
    again = asked_again(TOLD)

    late = attempted(again, RIGHT, delivery=TOLD.deliveries)

    assert late == replace(again, attempts=(RIGHT,))


def test_an_attempt_at_what_is_settled_is_remembered_and_decides_nothing() -> None:
    settled = after(RIGHT)

    assert after(WRONG, told=settled) == replace(settled, attempts=(RIGHT, WRONG))


def test_a_world_that_tells_of_tries_without_attempts_is_due_at_once() -> None:
    assert due_at(replace(TOLD, tries=2)) is None
    assert due_at(replace(TOLD, tries=9, attempts=(WRONG,))) == START + WAITS[-1]


@given(st.lists(st.sampled_from([RIGHT, WRONG, NOTHING, None]), max_size=20))
def test_only_who_asks_brings_back_what_was_settled(steps: list[Attempt | None]) -> None:
    told = TOLD
    for step in steps:
        before = told
        told = asked_again(told) if step is None else after(step, told=told)

        settled = before.outcome is not _O.PENDING
        assert not settled or step is None or told.outcome is before.outcome
        assert told.tries <= len(WAITS) + 1


def test_what_is_told_of_one_account_or_of_one_session_belongs_together() -> None:
    session = replace(TOLD, event=an_event("session-1"))

    assert session.subject_id == "session-1"
    assert replace(session, bank_account_id="a").subject_id == "a"


def test_every_outcome_can_be_asked_for_again() -> None:
    assert {before for before, _ in LIFECYCLE.table} == set(_O)
