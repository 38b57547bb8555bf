"""How notifications get to their provider: tried again, in order, and once more on demand."""

from typing import Any

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import NotTestable, ensure, ensure_member, ensure_status, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.control.entries import entries
from sandbank_conformance.suite.control.listening import PATIENCE, PROVIDER, listening, settle

pytestmark = of_api("provider", "consumer")

WAITS = ("PT1S", "PT5S", "PT30S")  # between the attempts


def newest(owner: Owner) -> Any:
    """The notification that came last."""
    return entries(owner.call("listNotifications"))[-1]


def statuses(notification: Any) -> list[Any]:
    """How its attempts were answered."""
    return [each.get("status") for each in notification.get("attempts", [])]


def ensure_stands(notification: Any, outcome: str, answered: list[int]) -> None:
    """The outcome, and the answers to its attempts."""
    found = notification.get("outcome"), statuses(notification)
    ensure(
        found == (outcome, answered),
        expected=f"{outcome} after {answered}",
        received=f"{found[0]} after {found[1]}",
    )


@smoke
@requirement("CTL-13")
def test_a_notification_is_tried_again_after_a_second(owner: Owner) -> None:
    with listening(owner, 500) as listener:
        given(owner.begin(PROVIDER, "onboarding"))
        settle(owner)
        ensure_stands(newest(owner), "pending", [500])
        settle(owner, WAITS[0])

    ensure_stands(newest(owner), "delivered", [500, 204])
    bodies = [each.body for each in listener.told]
    ensure(bodies[:1] * 2 == bodies, expected="the same twice", received=f"{len(bodies)} others")


@requirement("CTL-13")
def test_it_has_failed_after_the_fourth_attempt(owner: Owner) -> None:
    with listening(owner, *[503] * 9) as listener:
        given(owner.begin(PROVIDER, "onboarding"))
        settle(owner)
        for n, wait in enumerate(WAITS, start=1):
            ensure_stands(newest(owner), "pending", [503] * n)
            settle(owner, wait)
        settle(owner, "PT1H")

    ensure_stands(newest(owner), "failed", [503] * 4)
    ensure(len(listener.told) == 4, expected="4 attempts", received=f"{len(listener.told)}")


@requirement("CTL-13")
def test_no_attempt_comes_before_its_time(owner: Owner) -> None:
    with listening(owner, 503, 503, 503) as listener:
        given(owner.begin(PROVIDER, "onboarding"))
        settle(owner)
        counted = []
        for wait in ("PT0.9S", "PT0.1S", "PT4.9S", "PT0.1S", "PT29.9S", "PT0.1S"):
            settle(owner, wait)
            counted.append(len(listener.told))

    wanted = [1, 2, 2, 3, 3, 4]
    ensure(counted == wanted, expected=f"attempts {wanted}", received=f"{counted}")


@requirement("CTL-13")
@pytest.mark.parametrize("status", [302, 404, 410])
def test_only_a_2xx_delivers(status: int, owner: Owner) -> None:
    with listening(owner, status):
        given(owner.begin(PROVIDER, "onboarding"))
        settle(owner)

    ensure_stands(newest(owner), "pending", [status])


@requirement("CTL-13")
def test_none_of_an_account_goes_before_an_earlier_one(
    owner: Owner, product: Product, stock: Stock, draw: Draw
) -> None:
    with listening(owner, 500) as listener:
        account = stock.new_account(draw)
        settle(owner)
        given(product.call("disconnectBankAccount", account))
        settle(owner)
        ensure(len(listener.told) == 1, expected="one attempt", received=f"{len(listener.told)}")
        settle(owner, WAITS[0])

    types = [kind for kind, _ in listener.events]
    wanted = ["resourceCreated", "resourceCreated", "resourceDeleted"]
    ensure(types == wanted, expected=f"{wanted}", received=f"{types}")


@requirement("CTL-13")
def test_a_notification_is_delivered_once_more_on_demand(owner: Owner) -> None:
    with listening(owner) as listener:
        given(owner.begin(PROVIDER, "onboarding"))
        settle(owner)
        told = newest(owner)

        answer = owner.call("redeliverNotification", str(told.get("notificationId")))
        settle(owner)

    ensure_status(answer, 202)
    ensure(len(listener.told) == 2, expected="told twice", received=f"{len(listener.told)} times")
    ensure_stands(newest(owner), "delivered", [204, 204])


@requirement("CTL-13")
def test_an_attempt_that_is_under_way_is_none_of_what_is_asked_for(owner: Owner) -> None:
    with listening(owner) as listener:
        listener.may_answer.clear()
        given(owner.begin(PROVIDER, "onboarding"))
        if not listener.arrived.wait(PATIENCE):
            raise NotTestable("a notification that is sent at once")
        given(owner.call("redeliverNotification", str(newest(owner).get("notificationId"))))
        listener.may_answer.set()
        settle(owner)

    ensure_stands(newest(owner), "delivered", [204, 204])


@requirement("CTL-13")
def test_what_the_sandbox_takes_itself_is_delivered_by_the_answer(owner: Owner) -> None:
    given(owner.begin(PROVIDER, "onboarding"))

    answer = owner.call("redeliverNotification", str(newest(owner).get("notificationId")))

    ensure_status(answer, 202)
    ensure_member(answer, "/outcome", "delivered")


@requirement("CTL-13")
def test_an_unknown_notification_is_not_delivered(owner: Owner, draw: Draw) -> None:
    ensure_status(owner.call("redeliverNotification", draw.uuid()), 404)
