"""Reading what a provider has posted: everything, each transaction once, in rising order."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import NotTestable, differences, ensure, ensure_member, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.statements import Fed, Statements, amounts_of
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.essentials import essentials
from sandbank_conformance.suite.consumer.pages import by_last_id, by_next, told_ids

pytestmark = of_api("provider")

PARTS = (120, 1, 97)  # transactions of statements in a row: more than two pages of 100

Way = Callable[[Product, str], list[int]]

each_way = pytest.mark.parametrize(
    "way", [pytest.param(by_last_id, id="by the last id"), pytest.param(by_next, id="by next")]
)


def _filled(statements: Statements, draw: Draw) -> Fed:
    """A new bank account with the transactions of several statements, all of which are shown."""
    account = statements.pending(draw)
    if statements.held(account):
        raise NotTestable("a bank account that nothing has come for")
    sent = statements.drawn(draw, account, sum(PARTS))
    for n, count in enumerate(PARTS):
        start = sum(PARTS[:n])
        statements.feed(account, *sent[start : start + count])
    statements.held(account, len(sent))
    return Fed(account=account, sent=tuple(sent))


@smoke
@each_way
@requirement("CON-TX-01")
def test_each_posted_transaction_is_read_once(
    way: Way, product: Product, statements: Statements, draw: Draw
) -> None:
    fed = _filled(statements, draw)

    ids = way(product, fed.account)

    ensure(
        len(ids) == len(set(ids)) == len(fed.sent),
        expected=f"{len(fed.sent)} transactions, each once",
        received=f"{len(ids)} with {len(set(ids))} ids",
    )


@each_way
@requirement("CON-TX-01")
def test_the_ids_of_posted_transactions_rise(
    way: Way, product: Product, statements: Statements, draw: Draw
) -> None:
    fed = _filled(statements, draw)

    ids = way(product, fed.account)

    wrong = [(one, other) for one, other in pairwise(ids) if one >= other]
    ensure(not wrong, expected="ids that only rise", received=f"{wrong[:3]} behind each other")


@requirement("CON-TX-01")
def test_what_is_read_adds_up_to_what_was_posted(statements: Statements, draw: Draw) -> None:
    fed = _filled(statements, draw)
    wanted = amounts_of(fed.sent)

    found = statements.amounts(fed.account, len(wanted))

    ensure(
        found == wanted,
        expected=f"{len(wanted)} amounts that make {sum(wanted)}",
        received=f"{len(found)} amounts that make {sum(found)}",
        also=("GEN-06",) if len(found) == len(wanted) else (),
    )


@smoke
@requirement("CON-TX-01")
@pytest.mark.parametrize("count", [1, 110], ids=["a few", "more than a page"])
def test_reading_on_from_the_last_id_brings_what_is_new_and_nothing_twice_of(
    count: int, product: Product, statements: Statements, draw: Draw
) -> None:
    fed = statements.fed(draw, 3)
    before = sorted(statements.held(fed.account, 3))
    if not before:
        raise NotTestable("transactions that are read after they were posted")
    for _ in range(2):
        statements.feed(fed.account, *statements.drawn(draw, fed.account, count))
    span = {"startIndex": before[-1] + 1}

    ids = statements.eventually(
        lambda: by_last_id(product, fed.account, **span), lambda came: len(came) >= 2 * count
    )

    ensure(
        len(ids) == len(set(ids)) == 2 * count and min(ids) > before[-1],
        expected=f"{2 * count} new ids above {before[-1]}",
        received=told_ids(ids),
    )


@requirement("CON-TX-01")
def test_the_ids_of_old_transactions_stay_when_new_ones_come(
    statements: Statements, draw: Draw
) -> None:
    fed = statements.fed(draw, 5)
    before = statements.held(fed.account, 5)
    statements.feed(fed.account, *statements.drawn(draw, fed.account, 5))

    after = statements.held(fed.account, 10)

    kept = {key: each["transactionAmount"] for key, each in after.items() if key in before}
    old = {key: each["transactionAmount"] for key, each in before.items()}
    ensure(kept == old, expected=f"the amounts {old}", received=f"the amounts {kept}")


@requirement("CON-TX-01")
def test_bank_accounts_do_not_show_each_other_s_transactions(
    statements: Statements, draw: Draw
) -> None:
    one, other = statements.fed(draw, 3), statements.fed(draw, 3)
    if one.account == other.account:
        raise NotTestable("two bank accounts that take statements")
    old = statements.amounts(other.account, 3)

    statements.feed(one.account, *statements.drawn(draw, one.account, 2))

    found = statements.amounts(other.account)
    ensure(found == old, expected=f"{len(old)} transactions", received=f"{len(found)} of them")


@requirement("GEN-05")
@pytest.mark.parametrize("whose", ["sibling", "stranger"])
def test_what_comes_for_a_real_account_is_not_shown_to_another_company_that_has_it(
    whose: str,
    product: Product,
    stock: Stock,
    statements: Statements,
    draw: Draw,
    request: pytest.FixtureRequest,
) -> None:
    other: Product = request.getfixturevalue(whose)
    body = stock.account_body(draw)
    ours, theirs = (
        str(given(each.call("createBankAccount", json=body), "/bankAccountId"))
        for each in (product, other)
    )
    before = essentials(other, theirs)

    statements.feed(ours, *statements.drawn(draw, ours, 2))

    after = essentials(other, theirs)
    ensure(
        after == before,
        expected="nothing new for the other company",
        received="; ".join(differences(before, after)),
    )


@requirement("CON-TX-02")
def test_posted_transactions_are_served_while_the_account_waits(
    product: Product, statements: Statements, draw: Draw
) -> None:
    fed = statements.fed(draw, 3)
    before = statements.amounts(fed.account, 3)
    statements.completed(statements.lapse(fed.account))
    if statements.status(fed.account, "authRequired") != "authRequired":
        raise NotTestable("a bank account that a statement has made authRequired")

    held = statements.amounts(fed.account)
    beside = given(product.call("listTransactions", fed.account))

    ensure(held == before, expected=f"{len(before)} transactions", received=f"{len(held)} of them")
    ensure_member(beside, "/bankAccount/status", "authRequired")
