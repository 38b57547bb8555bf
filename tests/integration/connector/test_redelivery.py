from typing import Any

import pytest
from integration.connector.little_provider import LittleProvider, answers, in_turn
from integration.connector.telling import (
    disconnect,
    outcomes,
    put_connector,
    results,
    serve_at,
    settled,
    told,
)
from served import Served


def redeliver(sandbox: Served) -> Any:
    [listed] = told(sandbox)
    return sandbox.control("POST", f"/notifications/{listed['notificationId']}/redeliver")


@pytest.mark.parametrize(("status", "outcome"), [(204, "delivered"), (500, "failed")])
def test_what_was_settled_is_delivered_again(
    sandbox: Served, little: LittleProvider, status: int, outcome: str
) -> None:
    little.behave = answers(status)
    serve_at(sandbox, little.url)
    disconnect(sandbox)
    for seconds in (0, 1, 5, 30):
        sandbox.advance(f"PT{seconds}S")
    before = told(sandbox)

    little.behave = answers(202)
    shown = redeliver(sandbox)

    assert outcomes(before) == [outcome]
    assert (shown["outcome"], shown["attempts"]) == ("pending", before[0]["attempts"])
    [listed] = settled(sandbox)
    assert (listed["outcome"], results(listed)) == ("delivered", [*results(before[0]), 202])


def test_what_waits_for_its_next_attempt_is_tried_at_once(
    sandbox: Served, little: LittleProvider
) -> None:
    little.behave = in_turn(answers(500), answers(204))
    serve_at(sandbox, little.url)
    disconnect(sandbox)
    settled(sandbox)

    redeliver(sandbox)

    assert [results(each) for each in settled(sandbox)] == [[500, 204]]


def test_what_is_under_way_is_tried_once_more_afterwards(
    sandbox: Served, little: LittleProvider
) -> None:
    little.behave = in_turn(little.hangs, answers(200))
    serve_at(sandbox, little.url)
    disconnect(sandbox)
    little.next()

    redeliver(sandbox)
    little.released.set()

    assert little.next().json["type"] == "resourceDeleted"
    assert [results(each) for each in settled(sandbox)] == [[204, 200]]


def test_the_sandbox_takes_again_what_it_plays(sandbox: Served) -> None:
    disconnect(sandbox)

    shown = redeliver(sandbox)

    assert (shown["outcome"], results(shown)) == ("delivered", [204, 204])


def test_back_at_the_default_what_waited_is_taken_by_the_sandbox(
    sandbox: Served, little: LittleProvider
) -> None:
    little.behave = answers(500)
    serve_at(sandbox, little.url)
    disconnect(sandbox)
    settled(sandbox)

    assert put_connector(sandbox, None).status_code == 204

    assert [(each["outcome"], results(each)) for each in told(sandbox)] == [
        ("delivered", [500, 204])
    ]
    assert little.next()
    assert little.came.empty()


def test_a_notification_that_never_was_cannot_be_delivered(sandbox: Served) -> None:
    answer = sandbox.call("POST", "/_sandbox/notifications/never-was/redeliver")

    assert answer.status_code == 404
    assert answer.headers["sandbank-requirement"] == "CTL-13"
