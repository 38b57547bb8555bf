"""What a call brings for a bank account that is disconnected, or is not the company's."""

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import (
    NotTestable,
    ensure,
    ensure_status,
    ensure_unchanged,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.readings import afterwards
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.company_calls import (
    OF_ACCOUNT,
    READS,
    RULE_WRITES,
    Place,
    made_place,
    make,
    state,
)
from sandbank_conformance.suite.consumer.essentials import essentials, seen_again
from sandbank_conformance.suite.consumer.rule_bodies import rule_body

on_an_account = pytest.mark.parametrize("operation", OF_ACCOUNT)
QUERIES: tuple[dict[str, int], ...] = (
    {},
    {"startIndex": 1},
    {"startIndex": 1, "endIndex": 100},
    {"startIndex": 10_000},
)


@smoke
@requirement("CON-OFF-07")
def test_409_for_disconnecting_a_second_time(product: Product, stock: Stock, draw: Draw) -> None:
    account = stock.new_account(draw)
    given(product.call("disconnectBankAccount", account))

    answer = product.call("disconnectBankAccount", account)

    ensure_status(answer, 409)


@requirement("CON-OFF-07")
def test_409_for_disconnecting_what_was_cancelled_long_ago(product: Product, stock: Stock) -> None:
    account = stock.account(status="cancelled", shared=True)

    answer = product.call("disconnectBankAccount", account)

    ensure_status(answer, 409)


def _place(account: str, draw: Draw, rule: str = "") -> Place:
    return Place(
        account=account, rule=rule or draw.uuid(), new_account={}, new_rule=rule_body(draw)
    )


@on_an_account
@requirement("CON-OFF-07")
def test_404_for_a_bank_account_that_does_not_exist_at(
    operation: str, product: Product, stock: Stock, draw: Draw
) -> None:
    known = stock.new_account(draw)

    answer = make(product, operation, _place(draw.alike(known), draw))

    ensure_status(answer, 404)


@pytest.mark.parametrize("form", ["longer", "shorter"])
@requirement("CON-OFF-07")
def test_404_for_the_id_of_a_bank_account_that_is_made(
    form: str, product: Product, stock: Stock, draw: Draw
) -> None:
    place = made_place(product, stock, draw)
    near = f"{place.account}0" if form == "longer" else place.account[:-1]
    before = essentials(product, place.account)

    for operation in OF_ACCOUNT:
        answer = make(product, operation, _place(near, draw, place.rule))

        ensure_status(answer, 404)
        if operation not in READS:
            after = afterwards(essentials, product, place.account)
            ensure_unchanged(before, after, by=answer)


@pytest.mark.parametrize("other", ["sibling", "stranger"])
@requirement("CON-OFF-07")
def test_a_bank_account_is_as_unknown_as_nobodys_that_is_of_a(
    other: str, product: Product, draw: Draw, request: pytest.FixtureRequest
) -> None:
    theirs = _theirs(request.getfixturevalue(other), draw)
    nobodys = _place(draw.alike(theirs.account), draw, theirs.rule)

    for operation in OF_ACCOUNT:
        answer = make(product, operation, theirs)

        unknown = make(product, operation, nobodys)
        also = ("GEN-05",) if answer.status != unknown.status else ()
        ensure_status(answer, 404, also=also)


@pytest.mark.parametrize("other", ["sibling", "stranger"])
@requirement("GEN-05")
def test_nothing_changes_a_bank_account_that_is_of_a(
    other: str, product: Product, draw: Draw, request: pytest.FixtureRequest
) -> None:
    owner: Product = request.getfixturevalue(other)
    theirs = _theirs(owner, draw)
    before = essentials(owner, theirs.account)

    for operation in (*RULE_WRITES, "disconnectBankAccount"):
        answer = make(product, operation, theirs)

        after = seen_again(owner, theirs.account, before)
        ensure_unchanged(before, after, by=answer, also=())


def _theirs(other: Product, draw: Draw) -> Place:
    """A bank account of another company, with a rule of it if it has one."""
    if not other.access.accounts:
        raise NotTestable(
            f'an account of a {other.name}: [[consumer.{other.name}.accounts]] id = "…"'
        )
    account = other.access.accounts[0].id
    rules = given(other.call("listRules", account)).json
    return _place(account, draw, rules[0]["ruleId"] if rules else "")


@pytest.mark.parametrize("operation", RULE_WRITES)
@requirement("CON-OFF-11")
def test_409_for_a_disconnected_bank_account_at(
    operation: str, product: Product, stock: Stock, draw: Draw
) -> None:
    place = made_place(product, stock, draw)
    given(product.call("disconnectBankAccount", place.account))
    given(make(product, "getRule", place))
    before = state(product, place)

    answer = make(product, operation, place)

    ensure_status(answer, 409)
    ensure_unchanged(before, afterwards(state, product, place), by=answer)


@smoke
@pytest.mark.parametrize("query", QUERIES, ids=["all", "from 1 on", "from 1 to 100", "from far on"])
@requirement("CON-OFF-11")
def test_200_and_an_empty_list_for_the_transactions_of_a_disconnected_bank_account(
    query: dict[str, int], product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    given(product.call("disconnectBankAccount", account))

    page = product.call("listTransactions", account, query=query)

    listed = product.client.items(page, "/bankTransactionList/transactions")
    ensure_status(page, 200)
    ensure(listed == [], expected="an empty list", received=f"{listed}")
