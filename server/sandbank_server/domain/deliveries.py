"""How a notification gets to its provider: tried a few times, and again whenever asked for."""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from sandbank_server.domain.lifecycle import Lifecycle
from sandbank_server.domain.notifications import Attempt, Notification, NotificationOutcome

WAITS = (timedelta(seconds=1), timedelta(seconds=5), timedelta(seconds=30))  # between attempts


class NotificationEvent(StrEnum):
    """What can happen to a notification."""

    ACCEPTED = "accepted"  # a 2xx came back
    MISSED = "missed"  # anything else, and more attempts are to come
    GIVEN_UP = "givenUp"  # the last of them failed
    ASKED_FOR = "askedFor"  # somebody wants it delivered once more


_S, _E = NotificationOutcome, NotificationEvent

LIFECYCLE: Lifecycle[NotificationOutcome, NotificationEvent] = Lifecycle(
    {
        (_S.PENDING, _E.ACCEPTED): _S.DELIVERED,
        (_S.PENDING, _E.MISSED): _S.PENDING,
        (_S.PENDING, _E.GIVEN_UP): _S.FAILED,
        (_S.PENDING, _E.ASKED_FOR): _S.PENDING,
        (_S.DELIVERED, _E.ASKED_FOR): _S.PENDING,
        (_S.FAILED, _E.ASKED_FOR): _S.PENDING,
    }
)


def asked_again(notification: Notification) -> Notification:
    """The same, to be delivered once more with all its attempts."""
    return replace(
        notification,
        outcome=LIFECYCLE.moved(notification.outcome, NotificationEvent.ASKED_FOR),
        deliveries=notification.deliveries + 1,
        tries=0,
    )


def attempted(notification: Notification, attempt: Attempt, *, delivery: int) -> Notification:
    """The same after an attempt; one of an earlier delivery is remembered and decides nothing."""
    remembered = replace(notification, attempts=(*notification.attempts, attempt))
    if delivery != notification.deliveries:
        return remembered
    outcome = LIFECYCLE.after(notification.outcome, _event(notification, attempt))
    if outcome is None:
        return remembered
    return replace(remembered, outcome=outcome, tries=notification.tries + 1)


def due_at(notification: Notification) -> datetime | None:
    """When the next attempt is due; None: at once."""
    if not notification.tries or not notification.attempts:
        return None
    wait = WAITS[min(notification.tries, len(WAITS)) - 1]
    return notification.attempts[-1].at + wait


def _event(notification: Notification, attempt: Attempt) -> NotificationEvent:
    if attempt.status is not None and 200 <= attempt.status < 300:
        return NotificationEvent.ACCEPTED
    last = notification.tries >= len(WAITS)
    return NotificationEvent.GIVEN_UP if last else NotificationEvent.MISSED
