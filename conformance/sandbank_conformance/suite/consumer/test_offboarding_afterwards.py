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
from sandbank_conformance.readings import afterwards, listed_rules
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.company_calls import (
    OF_ACCOUNT,
    RULE_WRITES,
    Place,
    made_place,
    make,
    state,
)
from sandbank_conformance.suite.consumer.essentials import ensure_spared, essentials
from sandbank_conformance.suite.consumer.near_ids import each_form, near
from sandbank_conformance.suite.consumer.rule_bodies import rule_body

CHANGES = (*RULE_WRITES, "disconnectBankAccount")
QUERIES: tuple[dict[str, int], ...] = (
    {},
    {"startIndex": 1},
    {"startIndex": 1, "endIndex": 100},
    {"startIndex": 10_000},
)

by_company = pytest.mark.parametrize("other", ["sibling", "stranger"])


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


@each_form
@requirement("CON-OFF-07")
def test_404_for_a_bank_account_that_does_not_exist_and_whose_id_is(
    form: str, product: Product, stock: Stock, draw: Draw
) -> None:
    place = made_place(product, stock, draw)
    nobodys = _place(near(form, place.account, draw), draw, place.rule)

    for operation in OF_ACCOUNT:
        answer = make(product, operation, nobodys)

        ensure_status(answer, 404)


@each_form
@requirement("GEN-02")
def test_nothing_changes_a_bank_account_when_a_refused_call_names_an_id_that_is(
    form: str, product: Product, stock: Stock, draw: Draw
) -> None:
    place = made_place(product, stock, draw)
    before = state(product, place)

    nobodys = _place(near(form, place.account, draw), draw, place.rule)
    answers = [make(product, each, nobodys) for each in CHANGES]

    if not all(each.refused for each in answers):
        raise NotTestable(f"refusals for an id that nobody has: {answers[-1].status}")
    ensure_unchanged(before, afterwards(state, product, place), by=answers[-1])


@by_company
@requirement("CON-OFF-07")
def test_a_bank_account_is_as_unknown_as_nobodys_that_is_of_a(
    other: str, product: Product, draw: Draw, request: pytest.FixtureRequest
) -> None:
    theirs = _theirs(request.getfixturevalue(other), draw)

    _ensure_unknown(product, theirs, draw)


@by_company
@requirement("CON-OFF-07")
def test_a_cancelled_bank_account_is_as_unknown_as_nobodys_that_is_of_a(
    other: str, product: Product, stock: Stock, draw: Draw, request: pytest.FixtureRequest
) -> None:
    owner: Product = request.getfixturevalue(other)
    made = given(owner.call("createBankAccount", json=stock.account_body(draw)), "/bankAccountId")
    given(owner.call("disconnectBankAccount", made))

    _ensure_unknown(product, _place(str(made), draw), draw)


def _ensure_unknown(product: Product, theirs: Place, draw: Draw) -> None:
    nobodys = _place(draw.alike(theirs.account), draw, theirs.rule)
    for operation in OF_ACCOUNT:
        answer = make(product, operation, theirs)

        tells = answer.status != 404 and answer.status != make(product, operation, nobodys).status
        ensure_status(answer, 404, also=("GEN-05",) if tells else ())


@by_company
@requirement("GEN-05")
def test_nothing_disconnects_a_bank_account_that_is_of_a(
    other: str, product: Product, draw: Draw, request: pytest.FixtureRequest
) -> None:
    owner: Product = request.getfixturevalue(other)
    theirs = _theirs(owner, draw)
    before = essentials(owner, theirs.account)

    answer = make(product, "disconnectBankAccount", theirs)

    ensure_spared(owner, theirs.account, before, by=answer)


def _theirs(other: Product, draw: Draw) -> Place:
    """A bank account of another company, with a rule of it if it has one."""
    if not other.access.accounts:
        raise NotTestable(
            f'an account of a {other.name}: [[consumer.{other.name}.accounts]] id = "…"'
        )
    account = other.access.accounts[0].id
    return _place(account, draw, next(iter(listed_rules(other, account)), ""))


@requirement("CON-OFF-11")
def test_409_for_writing_a_rule_of_a_disconnected_bank_account(
    product: Product, stock: Stock, draw: Draw
) -> None:
    place = made_place(product, stock, draw)
    given(product.call("disconnectBankAccount", place.account))
    given(make(product, "getRule", place))

    for operation in RULE_WRITES:
        answer = make(product, operation, place)

        ensure_status(answer, 409)


@requirement("GEN-02")
def test_no_refused_call_changes_the_rules_of_a_disconnected_bank_account(
    product: Product, stock: Stock, draw: Draw
) -> None:
    place = made_place(product, stock, draw)
    given(product.call("disconnectBankAccount", place.account))
    before = state(product, place)

    answers = [make(product, each, place) for each in CHANGES]

    if all(each.refused for each in answers):
        ensure_unchanged(before, afterwards(state, product, place), by=answers[-1], also=())


@smoke
@requirement("CON-OFF-11")
def test_200_and_an_empty_list_for_the_transactions_of_a_disconnected_bank_account(
    product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    given(product.call("disconnectBankAccount", account))

    for query in QUERIES:
        page = product.call("listTransactions", account, query=query)

        listed = product.client.items(page, "/bankTransactionList/transactions")
        ensure_status(page, 200)
        ensure(listed == [], expected="an empty list", received=f"{listed}")
