"""Reading a span of the transactions of a bank account: both ends belong to it."""

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import NotTestable, ensure, ensure_member, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.pages import (
    by_last_id,
    by_next,
    edges,
    ids_on,
    page,
    paged,
    pages_by_next,
    told_ids,
)


@requirement("CON-TX-01")
def test_a_page_begins_with_its_start_index_and_leaves_nothing_out(
    product: Product, stock: Stock
) -> None:
    account, ids = paged(product, stock)

    for place in edges(product, account, ids):
        came = ids_on(product, page(product, account, startIndex=ids[place]))

        ensure(
            bool(came) and came == ids[place : place + len(came)],
            expected=f"{ids[place]} as the first id, and those that follow it",
            received=f"{told_ids(came)} with that startIndex",
        )


@requirement("CON-TX-01")
def test_a_span_ends_with_its_end_index(product: Product, stock: Stock) -> None:
    account, ids = paged(product, stock)

    for place in edges(product, account, ids):
        start, end = ids[max(0, place - 2)], ids[place]
        came = by_last_id(product, account, startIndex=start, endIndex=end)

        ensure(
            came == ids[max(0, place - 2) : place + 1],
            expected=f"the ids from {start} to {end}, both served",
            received=told_ids(came),
        )


@requirement("CON-TX-01")
def test_an_end_index_alone_ends_the_list(product: Product, stock: Stock) -> None:
    account, ids = paged(product, stock)

    for place in edges(product, account, ids):
        came = by_last_id(product, account, endIndex=ids[place])

        ensure(
            came == ids[: place + 1],
            expected=f"{place + 1} ids up to {ids[place]}",
            received=told_ids(came),
        )


@requirement("CON-TX-01")
def test_each_transaction_can_be_read_alone(product: Product, stock: Stock) -> None:
    account, ids = paged(product, stock)

    for place in edges(product, account, ids):
        each = ids[place]
        came = ids_on(product, page(product, account, startIndex=each, endIndex=each))

        ensure(came == [each], expected=f"the id {each}", received=told_ids(came))


@requirement("CON-TX-01")
def test_nothing_comes_behind_the_last_id(product: Product, stock: Stock) -> None:
    account, ids = paged(product, stock)

    came = ids_on(product, page(product, account, startIndex=ids[-1] + 1))

    old = [each for each in came if each in ids]
    ensure(not old, expected="nothing that came before", received=told_ids(old))


@requirement("CON-TX-01")
def test_next_stays_within_the_end_index(product: Product, stock: Stock) -> None:
    account, ids = paged(product, stock)
    end = ids[-2]

    came = by_next(product, account, endIndex=end)

    ensure(came == ids[:-1], expected=f"{len(ids) - 1} ids up to {end}", received=told_ids(came))


@requirement("CON-TX-01")
def test_nothing_comes_of_a_span_that_ends_before_it_begins(product: Product, stock: Stock) -> None:
    account, ids = paged(product, stock)
    span = {"startIndex": ids[1], "endIndex": ids[0]}

    answer = product.call("listTransactions", account, query=span)

    came = [] if answer.refused else ids_on(product, given(answer))
    ensure(not came, expected="no transaction", received=told_ids(came), exchange=answer)


@requirement("GEN-09")
def test_an_empty_page_ends_before_it_begins(product: Product, stock: Stock, draw: Draw) -> None:
    account, ids = paged(product, stock)
    behind, place = ids[-1] + 1, "/bankTransactionList/endIndex"

    ensure_member(page(product, account, startIndex=behind), place, behind - 1)
    ensure_member(page(product, stock.new_account(draw)), place, 0)


@requirement("CON-TX-01", level="profile")
def test_last_leads_to_the_last_page(product: Product, stock: Stock) -> None:
    account, ids = paged(product, stock)
    size = len(ids_on(product, page(product, account)))
    if len(ids) <= 2 * size:
        raise NotTestable("a bank account with three pages of transactions")

    for count in (size + 1, 2 * size, len(ids)):
        span = {"endIndex": ids[count - 1]}
        *_, wanted = filter(None, pages_by_next(product, account, **span))
        first = page(product, account, **span)
        came = ids_on(product, given(product.follow(first, first.at("/bankTransactionList/last"))))
        ensure(came == wanted, expected=told_ids(wanted), received=f"{told_ids(came)} by `last`")
