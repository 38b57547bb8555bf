"""What was disconnected is there for good: time alone changes nothing about it."""

from collections.abc import Iterator

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import (
    ensure,
    ensure_member,
    ensure_status,
    ensure_success,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement
from sandbank_conformance.owner import Owner
from sandbank_conformance.readings import accounts_of
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.company_calls import RULE_WRITES, Place, made_place, make
from sandbank_conformance.suite.disconnecting import disconnect

MONTH = "P30D"


@pytest.fixture
def gone(product: Product, stock: Stock, draw: Draw, owner: Owner) -> Iterator[Place]:
    """A bank account that was disconnected a month ago; one that was not can still be read."""
    kept, place = stock.new_account(draw), made_place(product, stock, draw)
    disconnect(product, place.account)
    given(make(product, "getRule", place))
    owner.advance(MONTH)
    product.renew()
    given(product.call("getBankAccount", kept))
    yield place
    product.renew()  # what is issued in a month is not for the time before


@requirement("CON-OFF-02")
def test_a_bank_account_is_read_as_cancelled_after_a_month(product: Product, gone: Place) -> None:
    shown = product.call("getBankAccount", gone.account)

    ensure_success(shown)
    ensure_member(shown, "/status", "cancelled")
    listed = accounts_of(product).get(gone.account, {}).get("status", "cancelled")
    ensure(listed == "cancelled", expected="cancelled in the list", received=str(listed))


@requirement("CON-OFF-03")
def test_a_rule_is_read_as_disconnected_after_a_month(product: Product, gone: Place) -> None:
    for operation, place in (("getRule", "/status"), ("listRules", "/0/status")):
        shown = make(product, operation, gone)

        ensure_success(shown)
        ensure_member(shown, place, "disconnected")


@requirement("CON-OFF-07")
def test_409_for_disconnecting_a_second_time_after_a_month(product: Product, gone: Place) -> None:
    answer = make(product, "disconnectBankAccount", gone)

    ensure_status(answer, 409)


@requirement("CON-OFF-11")
def test_409_for_writing_a_rule_and_200_for_reading_transactions_after_a_month(
    product: Product, gone: Place
) -> None:
    for operation in RULE_WRITES:
        ensure_status(make(product, operation, gone), 409)
    ensure_status(make(product, "listTransactions", gone), 200)
