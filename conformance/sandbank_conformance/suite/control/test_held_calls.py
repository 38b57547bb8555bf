"""Calls that wait because the owner wants it, and what ends their wait; how throttles count."""

from functools import partial
from http import HTTPStatus
from time import monotonic, sleep

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import (
    Broken,
    NotTestable,
    ensure,
    ensure_member,
    ensure_status,
    ensure_success,
    given,
)
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.owner import Owner
from sandbank_conformance.races import at_once
from sandbank_conformance.run import Run
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.control.faulty import ensure_silence, set_fault
from sandbank_conformance.suite.control.listening import PATIENCE
from sandbank_conformance.wire import TransportError

pytestmark = of_api("consumer")

LONG = 10  # seconds that a call is to wait; what ends its wait takes a part of one
MEETS = 0.3  # seconds from a fault that counts a call to the wait of that call


def _met(owner: Owner) -> None:
    """Come back when the only fault has met its call, which waits now."""
    until = monotonic() + PATIENCE
    while given(owner.call("listFaults")).json:
        if monotonic() > until:
            raise NotTestable("a call that meets its fault")
        sleep(0.05)
    sleep(MEETS)


@requirement("CTL-11")
def test_a_call_that_waits_goes_on_when_the_faults_are_removed(
    owner: Owner, run: Run, product: Product, stock: Stock
) -> None:
    account = stock.account()
    given(set_fault(owner, "disconnectBankAccount", delay=f"PT{LONG}S"))

    def remove() -> Exchange:
        _met(owner)
        return owner.call("removeFaults")

    waits = partial(_answered, product, account)
    answer, _ = at_once(run.wire, waits, remove)

    ensure_success(answer)
    took = answer.received.seconds
    ensure(took < LONG, expected=f"an answer before {LONG} s", received=f"after {took:.1f} s")
    ensure_member(product.call("getBankAccount", account), "/status", "cancelled")


def _answered(product: Product, account: str) -> Exchange:
    try:
        return product.call("disconnectBankAccount", account)
    except TransportError as error:
        raise Broken(expected="an answer", received=str(error)) from error


@requirement("CTL-11")
def test_a_call_that_waits_ends_with_its_world(owner: Owner, run: Run, product: Product) -> None:
    given(set_fault(owner, "listBanks", delay=f"PT{LONG}S"))

    def replace() -> Exchange:
        _met(owner)
        return owner.call("resetWorld", json={})

    at_once(run.wire, partial(_unanswered, product), replace)


def _unanswered(product: Product) -> Exchange:
    began = monotonic()
    ensure_silence(lambda: product.call("listBanks"))
    ensure(
        monotonic() - began < LONG,
        expected=f"the end before {LONG} s",
        received=f"an end after {LONG} s",
    )
    return product.call("listBanks")


@requirement("CTL-11")
def test_a_throttle_tells_how_soon_the_next_call_passes(owner: Owner, product: Product) -> None:
    given(owner.call("moveClock", json={"frozen": True}))
    given(set_fault(owner, "listBanks", throttle=4))
    for _ in range(4):
        ensure_success(product.call("listBanks"))

    answer = product.call("listBanks", patient=False)

    ensure_status(answer, HTTPStatus.TOO_MANY_REQUESTS)
    told = answer.header("retry-after")
    ensure(told == "1", expected="Retry-After: 1", received=f"{told}", exchange=answer)


@requirement("CTL-11")
def test_a_throttle_lets_calls_pass_where_the_clock_was_set_back(
    owner: Owner, product: Product
) -> None:
    before = owner.now()
    owner.advance("PT1M")
    given(set_fault(owner, "listBanks", throttle=1))
    given(product.call("listBanks"))

    given(owner.call("moveClock", json={"set": before.isoformat()}))

    ensure_success(product.call("listBanks", patient=False))
