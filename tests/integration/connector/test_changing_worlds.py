"""Worlds that come and go while something is under way."""

from typing import Any

import pytest
from integration.connector.little_provider import LittleProvider, answers, in_turn
from integration.connector.telling import (
    connect,
    disconnect,
    outcomes,
    results,
    serve_at,
    settled,
    told,
)
from served import Served, bank_account

from sandbank_server.adapters import webhooks
from sandbank_server.adapters.slots import TO_ONE


def reset(sandbox: Served) -> Any:
    sandbox.control("POST", "/reset")


def restore(sandbox: Served) -> Any:
    sandbox.control("POST", "/snapshots/pending/restore")


def load(sandbox: Served) -> Any:
    sandbox.control("PUT", "/world", json=sandbox.world())


@pytest.mark.parametrize("change", [reset, load])
def test_what_comes_of_a_world_that_is_gone_changes_nothing(
    sandbox: Served, little: LittleProvider, change: Any
) -> None:
    little.behave = in_turn(little.hangs, answers(500))
    serve_at(sandbox, little.url)
    disconnect(sandbox)
    little.next()

    change(sandbox)
    before = sandbox.world()
    little.released.set()
    sandbox.advance("PT0S")

    held = [each for each in told(sandbox) if 204 in results(each)]
    assert held == []
    assert change is load or sandbox.world() == before


def test_a_world_goes_on_with_what_is_pending_in_it(
    sandbox: Served, little: LittleProvider
) -> None:
    little.behave = in_turn(answers(500), answers(204))
    serve_at(sandbox, little.url)
    account = connect(sandbox, "kept")
    disconnect(sandbox, account)
    settled(sandbox)
    world = sandbox.world()
    sandbox.control("POST", "/reset")

    sandbox.control("PUT", "/world", json=world)
    sandbox.advance("PT1S")

    assert [results(each) for each in told(sandbox, account)] == [[500, 204], [204]]
    assert sandbox.world()["providers"][0]["connector"]["headerValue"] == "connector-key-1"


@pytest.mark.parametrize("change", [restore, load])
def test_what_is_pending_goes_on_by_itself(
    sandbox: Served, little: LittleProvider, change: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "PATIENCE", 60)  # so that it is not the old attempt that goes on
    little.behave = in_turn(little.hangs, answers(204))
    serve_at(sandbox, little.url)
    disconnect(sandbox)
    first = little.next()
    sandbox.control("PUT", "/snapshots/pending")

    change(sandbox)

    assert little.next().json == first.json
    assert not little.released.is_set()


def test_who_holds_calls_of_a_world_that_is_gone_holds_up_nothing(
    sandbox: Served, little: LittleProvider
) -> None:
    little.behave = little.hangs
    serve_at(sandbox, little.url)
    for number in range(TO_ONE):
        connect(sandbox, f"held-{number}")
        little.next()
    sandbox.control("POST", "/reset")
    little.behave = answers(204)
    serve_at(sandbox, little.url)

    disconnect(sandbox)

    assert little.next().about == bank_account(1)
    assert not little.released.is_set()


def test_a_restored_copy_goes_on_where_it_was_taken(
    sandbox: Served, little: LittleProvider
) -> None:
    little.behave = in_turn(answers(500), answers(204), answers(202))
    serve_at(sandbox, little.url)
    disconnect(sandbox)
    settled(sandbox)
    sandbox.control("PUT", "/snapshots/after-a-failure")
    sandbox.advance("PT1S")
    delivered = told(sandbox)

    sandbox.control("POST", "/snapshots/after-a-failure/restore")

    assert [results(each) for each in delivered] == [[500, 204]]
    assert [results(each) for each in settled(sandbox)] == [[500, 202]]


def test_a_world_as_exported_is_loaded_as_it_was(sandbox: Served, little: LittleProvider) -> None:
    little.behave = answers(500)
    serve_at(sandbox, little.url)
    disconnect(sandbox)
    listed = settled(sandbox)
    sandbox.control("POST", f"/notifications/{listed[0]['notificationId']}/redeliver")
    settled(sandbox)
    world = sandbox.world()

    sandbox.control("PUT", "/world", json=world)

    assert sandbox.world() == world


def test_what_is_pending_for_the_play_stays_as_it_was_loaded(sandbox: Served) -> None:
    disconnect(sandbox)
    world = sandbox.world()
    [told_of] = world["notifications"]
    pending = {**told_of, "attempts": [], "outcome": "pending"}

    sandbox.control("PUT", "/world", json={**world, "notifications": [pending]})

    assert outcomes(told(sandbox)) == ["pending"]
    assert outcomes(settled(sandbox)) == ["delivered"]
