"""What days bring to the accounts of the playground bank, and to no others."""

from datetime import timedelta
from typing import Any

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import ensure, ensure_status, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.owner import Owner
from sandbank_conformance.run import Run
from sandbank_conformance.statements import Statements
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.control.entries import entries
from sandbank_conformance.suite.control.test_playground_bank import ACTIVE, LAPSED, PENDING
from sandbank_conformance.suite.provider.provider_banks import Banks

pytestmark = of_api("provider", "consumer")

LIST = "/bankTransactionList/transactions"


@pytest.fixture
def evening(owner: Owner, run: Run) -> Any:
    """Today, in the evening, when the clock stands."""
    late = owner.now().replace(hour=23, minute=0, second=0, microsecond=0)
    given(owner.call("moveClock", json={"frozen": True, "set": late.isoformat()}))
    for each in run.callers():  # in the morning, their tokens are over by then
        each.renew()
    return late


def _each_day(owner: Owner, a_day: int) -> None:
    given(owner.call("changeSettings", json={"transactionsPerDay": a_day}))


def _counted(product: Product, account: str) -> list[int]:
    """How many transactions there are of each day, the first day first."""
    product.renew()
    listed = entries(product.call("listTransactions", account), LIST)
    days = [str(each.get("datePosted"))[:10] for each in listed]
    return [days.count(each) for each in sorted(set(days))]


def _ensure_counted(product: Product, account: str, wanted: list[int]) -> None:
    found = _counted(product, account)
    ensure(found == wanted, expected=f"{wanted} by day", received=f"{found}")


@requirement("CTL-14")
@pytest.mark.usefixtures("evening", "settings")
def test_days_that_pass_bring_transactions_where_the_owner_wants_them(owner: Owner) -> None:
    given(owner.call("changeSettings", json={"transactionsPerDay": 2}))
    before = _held(owner)

    owner.advance("P3D")

    more = _held(owner) - before
    ensure(more >= 6, expected="at least 6 more after three days", received=f"{more} more")


def _held(owner: Owner) -> int:
    """How many transactions the world holds for one account: tokens do not live for days."""
    every = given(owner.call("getWorld"), "/transactions")
    return sum(1 for each in every if each.get("bankAccountId") == ACTIVE)


@requirement("CTL-14")
@pytest.mark.usefixtures("evening", "settings")
@pytest.mark.parametrize("a_day", [1, 3])
def test_each_day_brings_as_many_as_are_wanted(a_day: int, owner: Owner, product: Product) -> None:
    given(owner.call("makeTransactions", PENDING, json={"count": 1}))
    _each_day(owner, a_day)

    owner.advance("P3D")

    _ensure_counted(product, PENDING, [1, *[a_day] * 3])


@requirement("CTL-14")
@pytest.mark.usefixtures("settings")
def test_days_count_from_the_day_that_the_product_wants(
    evening: Any, owner: Owner, product: Product, stock: Stock, draw: Draw
) -> None:
    start = (evening - timedelta(days=4)).date().isoformat()
    account = stock.new_account(draw, requestedStartDate=start)
    _each_day(owner, 1)

    owner.advance("PT1M")

    _ensure_counted(product, account, [1] * 5)


@requirement("CTL-14")
@pytest.mark.usefixtures("evening", "settings")
def test_a_day_that_has_brought_what_it_should_brings_no_more(
    owner: Owner, product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    _each_day(owner, 2)

    for _ in range(3):
        owner.advance("PT1M")

    _ensure_counted(product, account, [2])


@requirement("CTL-14")
@pytest.mark.usefixtures("evening", "settings")
def test_days_bring_nothing_to_who_waits_for_the_user_nor_at_another_bank(
    owner: Owner,
    rival: Provider,
    product: Product,
    statements: Statements,
    stock: Stock,
    draw: Draw,
) -> None:
    banks = Banks(rival, product, statements)
    other = stock.new_account(draw, bankId=banks.bank_id(banks.offered_new(draw)))
    before = _counted(product, LAPSED)
    _each_day(owner, 2)

    owner.advance("P2D")

    _ensure_counted(product, other, [])
    _ensure_counted(product, LAPSED, before)


@requirement("CTL-14")
@pytest.mark.usefixtures("evening", "settings")
def test_days_wait_while_what_they_brought_is_processed(
    owner: Owner, product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    slow = {"statementProcessing": {"afterTime": "P30D"}, "transactionsPerDay": 1}
    given(owner.call("changeSettings", json=slow))

    for days in (1, 1, 30):
        owner.advance(f"P{days}D")

    _ensure_counted(product, account, [1])


@requirement("CTL-14")
def test_what_is_made_takes_no_unique_id_that_its_provider_has_used(
    owner: Owner, product: Product, statements: Statements, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    sent = statements.drawn(draw, account, 5)
    used = [{**each, "uniqueId": f"playground-{n + 4}"} for n, each in enumerate(sent)]
    statements.settle(statements.post(account, *used))

    answer = owner.call("makeTransactions", account, json={"count": 5})

    ensure_status(answer, 201)
    held = len(entries(product.call("listTransactions", account), LIST))
    ensure(held == 10, expected="10 transactions", received=f"{held}")
