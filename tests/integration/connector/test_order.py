"""One account after itself, accounts beside each other, and nobody waits for a provider."""

from concurrent.futures import ThreadPoolExecutor

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


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhooks, "PATIENCE", 0.2)


def test_a_disconnection_is_answered_while_the_provider_still_holds_it(
    sandbox: Served, little: LittleProvider
) -> None:
    little.behave = little.hangs
    serve_at(sandbox, little.url)

    disconnect(sandbox)  # answered 204
    came = little.next()

    assert not little.released.is_set()
    assert came.json["type"] == "resourceDeleted"
    assert (outcomes(told(sandbox)), told(sandbox)[0]["attempts"]) == (["pending"], [])
    little.released.set()
    assert outcomes(settled(sandbox)) == ["delivered"]


def test_what_comes_later_waits_until_the_earlier_is_delivered(
    sandbox: Served, little: LittleProvider
) -> None:
    little.behave = in_turn(answers(500), answers(500), answers(204))
    serve_at(sandbox, little.url)
    account = connect(sandbox, "in-order")
    disconnect(sandbox, account)

    settled(sandbox)
    sandbox.advance("PT1S")
    before = [results(each) for each in told(sandbox, account)]
    sandbox.advance("PT5S")

    assert before == [[500, 500], []]
    assert [results(each) for each in told(sandbox, account)] == [[500, 500, 204], [204]]
    came = [little.next().json["type"] for _ in range(4)]
    assert came == ["resourceCreated"] * 3 + ["resourceDeleted"]


def test_what_comes_later_goes_when_the_earlier_has_failed(
    sandbox: Served, little: LittleProvider
) -> None:
    little.behave = in_turn(*[answers(500)] * 4, answers(204))
    serve_at(sandbox, little.url)
    account = connect(sandbox, "given-up")
    disconnect(sandbox, account)
    settled(sandbox)

    for seconds in (1, 5, 30):
        sandbox.advance(f"PT{seconds}S")

    assert outcomes(told(sandbox, account)) == ["failed", "delivered"]


def test_one_account_does_not_wait_for_another(sandbox: Served, little: LittleProvider) -> None:
    first, second = connect(sandbox, "first"), connect(sandbox, "second")
    little.behave = in_turn(little.hangs, answers(204))
    serve_at(sandbox, little.url)

    disconnect(sandbox, first)
    held = little.next()
    disconnect(sandbox, second)

    assert (held.about, little.next().about) == (first, second)
    little.released.set()
    assert outcomes(settled(sandbox, second)) == ["delivered"] * 2


@pytest.mark.usefixtures("_impatient")
def test_one_provider_does_not_wait_for_another_that_hangs_on_every_account(
    sandbox: Served, little: LittleProvider, other: LittleProvider
) -> None:
    little.behave = little.hangs
    serve_at(sandbox, little.url)
    serve_at(sandbox, other.url, "provider-b")
    for number in range(TO_ONE + 4):
        connect(sandbox, f"held-{number}")
    for _ in range(TO_ONE):
        little.next()

    account = connect(sandbox, "quick", "provider-b")

    assert other.next().about == account
    assert not little.released.is_set()


def test_a_move_of_the_clock_waits_and_other_calls_do_not(
    sandbox: Served, little: LittleProvider
) -> None:
    little.behave = in_turn(answers(500), little.hangs)
    serve_at(sandbox, little.url)
    disconnect(sandbox)
    settled(sandbox)
    little.next()

    with ThreadPoolExecutor() as pool:
        move = pool.submit(sandbox.control, "POST", "/clock", json={"advance": "PT1S"})
        little.next()
        meanwhile = sandbox.control("GET", "/clock")["now"]
        assert not move.done()
        little.released.set()

        assert move.result()["now"] == meanwhile == "2026-03-01T12:00:01Z"
    assert [results(each) for each in told(sandbox)] == [[500, 204]]


@pytest.mark.usefixtures("_impatient")
def test_a_move_of_the_clock_waits_no_longer_than_a_provider_may_take(
    sandbox: Served, little: LittleProvider
) -> None:
    little.behave = little.hangs
    serve_at(sandbox, little.url)
    disconnect(sandbox)

    sandbox.advance("PT1S")

    assert results(told(sandbox)[0])[0] == "timeout"
    assert not little.released.is_set()


def test_sessions_do_not_wait_for_each_other(sandbox: Served, little: LittleProvider) -> None:
    little.behave = in_turn(answers(500), answers(204))
    serve_at(sandbox, little.url)
    begin = {"providerId": "provider-a", "kind": "onboarding"}

    begun = [sandbox.control("POST", "/authorisations", json=begin) for _ in range(2)]

    assert sorted(outcomes(settled(sandbox))) == ["delivered", "pending"]
    came = {little.next().about for _ in begun}
    assert came == {each["authorisationId"] for each in begun}


def test_a_session_of_an_account_keeps_the_order_of_the_account(
    sandbox: Served, little: LittleProvider
) -> None:
    little.behave = answers(500)
    serve_at(sandbox, little.url)
    account = bank_account(3)
    begin = {"providerId": "provider-a", "kind": "reauthorisation", "bankAccountId": account}
    sandbox.control("POST", "/authorisations", json=begin)

    disconnect(sandbox, account)

    assert [len(each["attempts"]) for each in settled(sandbox, account)] == [1, 0]
