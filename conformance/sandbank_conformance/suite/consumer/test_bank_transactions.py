"""Reading the transactions of a bank account: all of them, each once, whichever way."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import NotTestable, ensure, given
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.pages import (
    by_last_id,
    by_next,
    by_windows,
    page,
    paged,
    pages_by_next,
    told_ids,
)

SIZE = 61  # ids in a window: no page ends where one does

Way = Callable[[Product, str], list[int]]

each_way = pytest.mark.parametrize(
    "way", [pytest.param(by_last_id, id="by the last id"), pytest.param(by_next, id="by next")]
)


@smoke
@each_way
@requirement("CON-TX-01")
def test_ids_rise_and_come_once_when_read(way: Way, product: Product, stock: Stock) -> None:
    account, _ = paged(product, stock)

    ids = way(product, account)

    wrong = [(one, other) for one, other in pairwise(ids) if one >= other]
    ensure(not wrong, expected="ids that only rise", received=f"{wrong[:3]} behind each other")


@smoke
@each_way
@requirement("CON-TX-01")
def test_nothing_is_lost_that_windows_show_when_read(
    way: Way, product: Product, stock: Stock
) -> None:
    account, known = paged(product, stock)
    in_windows = set(by_windows(product, account, known, SIZE))

    ids = set(way(product, account))

    lost = sorted(in_windows - ids)
    ensure(
        not lost, expected=f"{len(in_windows)} transactions", received=f"all but {told_ids(lost)}"
    )


@requirement("CON-TX-01")
def test_windows_show_all_that_is_read_page_by_page(product: Product, stock: Stock) -> None:
    account, known = paged(product, stock)

    in_windows = set(by_windows(product, account, known, SIZE))

    lost = sorted(set(known) - in_windows)
    ensure(not lost, expected=f"{len(known)} transactions", received=f"all but {told_ids(lost)}")


@requirement("CON-TX-01")
def test_both_ways_of_reading_on_bring_the_same(product: Product, stock: Stock) -> None:
    account, _ = paged(product, stock)
    one = by_last_id(product, account)

    other = by_next(product, account)

    ensure(
        sorted(set(one)) == sorted(set(other)),
        expected=f"by `next` what comes by the last id, {told_ids(one)}",
        received=told_ids(other),
    )


@requirement("CON-TX-01")
def test_reading_on_comes_to_the_last_transaction_of_the_bank_account(
    product: Product, stock: Stock
) -> None:
    account, ids = paged(product, stock)

    last = given(page(product, account), "/bankAccount/lastTransactionId")

    if not isinstance(last, int):
        raise NotTestable(f"a lastTransactionId that is a number; it is {last!r}")
    ensure(ids[-1] >= last, expected=f"the id {last}", received=f"{ids[-1]} as the last id")


@requirement("CON-TX-01", level="profile")
def test_a_page_holds_100_transactions(product: Product, stock: Stock) -> None:
    account, ids = paged(product, stock)
    if len(ids) <= 100:
        raise NotTestable("a bank account with more than 100 transactions")

    sizes = [len(each) for each in pages_by_next(product, account)]

    full = sizes[:-1]
    ensure(
        set(full) == {100} and sizes[-1] <= 100,
        expected="pages of 100",
        received=f"pages of {sizes}",
    )
