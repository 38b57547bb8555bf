"""What the connector makes of notifications: forged, strange, repeated and late ones."""

import pytest

from sandbank_conformance.conditions import NotTestable, ensure, told
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement
from sandbank_conformance.watch.provider.held import statements_of
from sandbank_conformance.watch.provider.scenes import Scenes

FORGERIES = (
    "a wrong value of its header",
    "a token with another signature",
    "a token that is not signed",
    "a token that is none",
)
STRANGE = ("an unknown type", "an unknown resource")


@pytest.mark.parametrize("place", range(len(FORGERIES)), ids=FORGERIES.__getitem__)
@requirement("CNX-01")
def test_a_forged_notification_is_refused(place: int, scenes: Scenes) -> None:
    answer = scenes.of("forged").answers[1 + place]

    ensure(
        not answer.succeeded,
        expected=f"a refusal of a notification with {FORGERIES[place]}",
        received=told(answer),
        exchange=answer,
    )


@pytest.mark.parametrize("place", range(len(STRANGE)), ids=STRANGE.__getitem__)
@requirement("CNX-07")
def test_a_notification_that_nobody_knows_is_tolerated(place: int, scenes: Scenes) -> None:
    ensure_taken(scenes.of("strange").answers[place])


@requirement("CNX-07")
def test_a_good_notification_is_taken_after_one_that_is_no_json(scenes: Scenes) -> None:
    _, *good = scenes.of("garbled").answers
    if not good:
        raise NotTestable("an answer to a notification within five seconds")

    ensure_taken(good[0])


@requirement("CNX-07")
def test_a_notification_that_comes_again_is_taken(scenes: Scenes) -> None:
    for each in scenes.of("repeated").answers:
        ensure_taken(each)


@requirement("CNX-07")
def test_a_notification_that_comes_late_is_taken(scenes: Scenes) -> None:
    _, *late = scenes.of("late").answers

    for each in late:
        ensure_taken(each)


@requirement("CNX-07")
def test_a_session_told_again_is_not_reported_again(scenes: Scenes) -> None:
    scene = scenes.of("repeated")

    for each in scene.reports:
        ensure(
            False,
            expected="no second effect of the notification: no report of a session that is over",
            received=f"another report, answered {each.status}",
            exchange=each,
        )


@requirement("CNX-07")
def test_an_account_told_again_is_not_fed_again(scenes: Scenes) -> None:
    scene = scenes.of("repeated")
    assert scene.account is not None
    before = {each.sent.body for each in statements_of(scene.account, scenes.of("fed").calls)}

    for each in statements_of(scene.account, scene.calls):
        ensure(
            each.sent.body not in before and each.requirement != "PRV-STMT-02",
            expected="no second effect of the notification: no transactions that were sent before",
            received=f"the same statement again, answered {each.status}",
            exchange=each,
        )


def ensure_taken(answer: Exchange) -> None:
    """The connector says that a notification has arrived."""
    ensure(answer.succeeded, expected="a 2xx", received=told(answer), exchange=answer)
