"""A bank account that was disconnected takes no statement, not even one that was under way."""

from collections.abc import Callable

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import NotTestable, ensure, ensure_member, ensure_status, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import of_api, requirement, smoke, transition
from sandbank_conformance.readings import transactions
from sandbank_conformance.statements import Fed, Statements
from sandbank_conformance.suite.disconnecting import disconnect
from sandbank_conformance.suite.provider.posting import ensure_turned_away

pytestmark = of_api("consumer")

Post = Callable[[Statements, Draw, Fed], Exchange]


def _new_transactions(statements: Statements, draw: Draw, gone: Fed) -> Exchange:
    return statements.post(gone.account, *statements.drawn(draw, gone.account, 2))


def _the_old_ones(statements: Statements, _: Draw, gone: Fed) -> Exchange:
    return statements.post(gone.account, *gone.sent)


def _active(statements: Statements, _: Draw, gone: Fed) -> Exchange:
    return statements.post(gone.account, status="active")


def _auth_required(statements: Statements, _: Draw, gone: Fed) -> Exchange:
    return statements.lapse(gone.account)


def _auth_required_once(statements: Statements, _: Draw, gone: Fed) -> Exchange:
    return statements.post(gone.account, status="authRequired")


POSTS = [
    pytest.param(
        _new_transactions,
        id="new transactions",
        marks=[smoke, transition("bank account", "cancelled", "transactionsCame", "refused")],
    ),
    pytest.param(_the_old_ones, id="its old transactions"),
    pytest.param(_active, id="the status active"),
    pytest.param(
        _auth_required,
        id="the status authRequired",
        marks=transition("bank account", "cancelled", "authorisationLapsed", "refused"),
    ),
    pytest.param(_auth_required_once, id="the status authRequired and no transactions"),
]
each_post = pytest.mark.parametrize("post", POSTS)


@pytest.fixture
def gone(statements: Statements, product: Product, draw: Draw) -> Fed:
    """A bank account that transactions have come for, and that was disconnected then."""
    fed = statements.fed(draw, 2)
    disconnect(product, fed.account)
    return fed


@each_post
@requirement("PRV-STMT-08")
def test_a_bank_account_that_was_disconnected_takes_no_statement_with(
    post: Post, statements: Statements, gone: Fed, draw: Draw
) -> None:
    answer = post(statements, draw, gone)

    ensure_turned_away(statements, answer)


@each_post
@requirement("PRV-STMT-08")
def test_a_bank_account_stays_cancelled_after_a_statement_with(
    post: Post, statements: Statements, product: Product, gone: Fed, draw: Draw
) -> None:
    answer = post(statements, draw, gone)
    statements.settle(answer)

    shown = given(product.call("getBankAccount", gone.account))
    refused = ("GEN-02",) if answer.refused else ()
    ensure_member(shown, "/status", "cancelled", also=("CON-OFF-02", *refused))


@each_post
@requirement("PRV-STMT-08", level="profile")
def test_409_for_a_statement_of_a_bank_account_that_was_disconnected_with(
    post: Post, statements: Statements, gone: Fed, draw: Draw
) -> None:
    ensure_status(post(statements, draw, gone), 409)


@requirement("PRV-STMT-08")
def test_a_bank_account_that_nothing_ever_came_for_takes_no_statement_either(
    statements: Statements, product: Product, draw: Draw
) -> None:
    account = statements.pending(draw)
    disconnect(product, account)

    answer = statements.post(account, *statements.drawn(draw, account))

    ensure_turned_away(statements, answer)
    shown = given(product.call("getBankAccount", account))
    ensure_member(shown, "/status", "cancelled", also=("CON-OFF-02",))


@each_post
@requirement("CON-OFF-04")
def test_no_transaction_is_there_after_a_statement_for_a_disconnected_account_with(
    post: Post, statements: Statements, product: Product, gone: Fed, draw: Draw
) -> None:
    statements.settle(post(statements, draw, gone))

    _ensure_nothing_held(product, gone.account)


@requirement("CON-OFF-04")
def test_nothing_is_there_of_a_statement_that_was_under_way_at_the_disconnection(
    statements: Statements, product: Product, draw: Draw
) -> None:
    account = statements.fed(draw).account
    answer = given(statements.post(account, *statements.drawn(draw, account, 3)))
    disconnect(product, account)

    statements.settle(answer)

    _ensure_nothing_held(product, account)


@requirement("CON-OFF-02")
@pytest.mark.parametrize("status", ["", "active", "authRequired"])
def test_no_statement_that_was_under_way_revives_a_bank_account(
    status: str, statements: Statements, product: Product, draw: Draw
) -> None:
    account = statements.fed(draw).account
    sent = [] if status else statements.drawn(draw, account)
    answer = given(statements.post(account, *sent, status=status))
    disconnect(product, account)

    statements.settle(answer)

    ensure_member(given(product.call("getBankAccount", account)), "/status", "cancelled")


@requirement("CON-OFF-11", level="profile")
def test_an_empty_list_is_read_where_transactions_were_posted(product: Product, gone: Fed) -> None:
    page = product.call("listTransactions", gone.account)

    ensure_status(page, 200)
    ensure_member(page, "/bankTransactionList/transactions", [])


def _ensure_nothing_held(product: Product, account: str) -> None:
    try:
        held = transactions(product, account)
    except NotTestable:
        return  # what can no longer be read holds nothing; that it can, another rule says
    ensure(not held, expected="no transaction", received=f"{len(held)} transactions")
