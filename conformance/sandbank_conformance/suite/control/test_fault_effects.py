"""How calls go wrong: no answer, half an answer, a late one, or one too many."""

from http import HTTPStatus

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import (
    ensure,
    ensure_member,
    ensure_status,
    ensure_success,
    given,
    told,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import NOTHING
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.control.faulty import ensure_silence, set_fault

pytestmark = of_api("consumer")

BRIEF = 0.2  # seconds


@smoke
@requirement("CTL-11")
@pytest.mark.parametrize(("when", "status"), [("before", "pending"), ("after", "cancelled")])
def test_a_dropped_call_gets_no_answer(
    when: str, status: str, owner: Owner, product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    given(set_fault(owner, "disconnectBankAccount", drop=True, when=when))

    ensure_silence(lambda: product.call("disconnectBankAccount", account))

    ensure_member(product.call("getBankAccount", account), "/status", status)


@requirement("CTL-11")
def test_half_a_body_is_no_json(owner: Owner, product: Product) -> None:
    whole = given(product.call("listBanks")).received.body
    given(set_fault(owner, "listBanks", corrupt="half"))

    answer = product.call("listBanks")

    ensure_status(answer, 200)
    body = answer.received.body
    is_half = len(body) == len(whole) // 2 and whole.startswith(body)
    ensure(
        is_half and answer.json is NOTHING,
        expected=f"the first {len(whole) // 2} bytes of the body",
        received=f"{len(body)} bytes: {told(answer)}",
        exchange=answer,
    )


@requirement("CTL-11")
def test_a_page_comes_in_the_place_of_json(owner: Owner, product: Product) -> None:
    given(set_fault(owner, "listBanks", corrupt="html"))

    answer = product.call("listBanks")

    ensure_status(answer, 200)
    is_page = answer.media_type == "text/html" and answer.json is NOTHING
    ensure(is_page, expected="a page of HTML", received=told(answer), exchange=answer)


@requirement("CTL-11")
def test_a_body_breaks_off(owner: Owner, product: Product) -> None:
    given(set_fault(owner, "listBanks", corrupt="brokenOff"))

    ensure_silence(lambda: product.call("listBanks"))


@requirement("CTL-11")
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_delayed_call_is_answered_later_and_well(
    when: str, owner: Owner, product: Product
) -> None:
    given(set_fault(owner, "listBanks", delay=f"PT{BRIEF}S", when=when))

    answer = product.call("listBanks")

    ensure_success(answer)
    ensure(
        answer.received.seconds >= BRIEF,
        expected=f"an answer after {BRIEF} s",
        received=f"one after {answer.received.seconds:.3f} s",
        exchange=answer,
    )


@requirement("CTL-11")
def test_of_two_faults_the_first_that_was_set_is_done(owner: Owner, product: Product) -> None:
    given(set_fault(owner, "listBanks", corrupt="html"))
    given(set_fault(owner, "listBanks", status=418))

    first, second = product.call("listBanks"), product.call("listBanks")

    ensure_status(first, 200)
    ensure(
        first.media_type == "text/html",
        expected="a page of HTML",
        received=told(first),
        exchange=first,
    )
    ensure_success(second)


@requirement("CTL-11")
def test_a_throttle_turns_away_what_is_too_much_until_the_clock_moves(
    owner: Owner, product: Product
) -> None:
    given(set_fault(owner, "listBanks", throttle=1))

    ensure_success(product.call("listBanks"))
    ensure_status(product.call("listBanks", patient=False), HTTPStatus.TOO_MANY_REQUESTS)
    owner.advance("PT1S")
    ensure_success(product.call("listBanks"))


@requirement("CTL-11")
def test_a_throttle_counts_parts_of_a_second_once(owner: Owner, product: Product) -> None:
    given(owner.call("moveClock", json={"frozen": True}))
    given(set_fault(owner, "listBanks", throttle=1))
    ensure_success(product.call("listBanks"))

    owner.advance("PT0.5S")
    early = product.call("listBanks", patient=False)
    owner.advance("PT0.5S")
    due = product.call("listBanks", patient=False)
    next_one = product.call("listBanks", patient=False)

    ensure_status(early, HTTPStatus.TOO_MANY_REQUESTS)
    told_to_wait = early.header("retry-after")
    ensure(
        told_to_wait == "1",
        expected="Retry-After: 1",
        received=f"{told_to_wait}",
        exchange=early,
    )
    ensure_success(due)
    ensure_status(next_one, HTTPStatus.TOO_MANY_REQUESTS)
