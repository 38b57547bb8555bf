"""Rules that a bank account does not have."""

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
from sandbank_conformance.marks import requirement
from sandbank_conformance.readings import listed_rules
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.company_calls import OF_RULE, Place, make
from sandbank_conformance.suite.consumer.near_ids import each_form, near
from sandbank_conformance.suite.consumer.rule_bodies import made_rule, rule_body

CHANGES = OF_RULE[1:]

by_company = pytest.mark.parametrize("other", ["sibling", "stranger"])


@requirement("CON-RULE-03")
def test_404_for_a_rule_that_was_deleted(product: Product, stock: Stock, draw: Draw) -> None:
    account = stock.new_account(draw)
    rule = made_rule(product, account, draw)["ruleId"]
    given(product.call("deleteRule", account, rule))

    for operation in OF_RULE:
        answer = make(product, operation, _place(account, rule, draw))

        ensure_status(answer, 404)
    left = listed_rules(product, account)
    ensure(not left, expected="no rule", received="a rule in the list")


@each_form
@requirement("CON-RULE-03")
def test_404_for_a_rule_that_does_not_exist_and_whose_id_is(
    form: str, product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    known = made_rule(product, account, draw)["ruleId"]

    for operation in OF_RULE:
        answer = make(product, operation, _place(account, near(form, known, draw), draw))

        ensure_status(answer, 404)


@each_form
@requirement("GEN-02")
def test_nothing_changes_a_rule_when_a_refused_call_names_an_id_that_is(
    form: str, product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    known = made_rule(product, account, draw)["ruleId"]
    before = listed_rules(product, account)

    nobodys = _place(account, near(form, known, draw), draw)
    answers = [make(product, each, nobodys) for each in CHANGES]

    if not all(each.refused for each in answers):
        raise NotTestable(f"refusals for an id that nobody has: {answers[-1].status}")
    ensure_unchanged(before, listed_rules(product, account), by=answers[-1])


@requirement("CON-RULE-03")
def test_404_for_a_rule_of_another_bank_account(product: Product, stock: Stock, draw: Draw) -> None:
    account, neighbour = stock.new_account(draw), stock.new_account(draw)
    theirs = made_rule(product, neighbour, draw)["ruleId"]

    for operation in OF_RULE:
        answer = make(product, operation, _place(account, theirs, draw))

        ensure_status(answer, 404)


@requirement("GEN-02")
def test_nothing_changes_a_rule_when_a_refused_call_names_another_bank_account(
    product: Product, stock: Stock, draw: Draw
) -> None:
    account, neighbour = stock.new_account(draw), stock.new_account(draw)
    theirs = made_rule(product, neighbour, draw)["ruleId"]
    before = listed_rules(product, neighbour)

    answers = [make(product, each, _place(account, theirs, draw)) for each in CHANGES]

    if all(each.refused for each in answers):
        ensure_unchanged(before, listed_rules(product, neighbour), by=answers[-1])


@by_company
@requirement("CON-RULE-03")
def test_404_for_a_rule_of_the_company_of_a(
    other: str, product: Product, stock: Stock, draw: Draw, request: pytest.FixtureRequest
) -> None:
    neighbour: Product = request.getfixturevalue(other)
    account = stock.new_account(draw)
    body = stock.account_body(draw)
    foreign = given(neighbour.call("createBankAccount", json=body), "/bankAccountId")
    theirs = made_rule(neighbour, foreign, draw)["ruleId"]

    for operation in OF_RULE:
        answer = make(product, operation, _place(account, theirs, draw))

        ensure_status(answer, 404)


@by_company
@requirement("GEN-05")
def test_nothing_shows_or_changes_a_rule_of_the_company_of_a(
    other: str, product: Product, stock: Stock, draw: Draw, request: pytest.FixtureRequest
) -> None:
    neighbour: Product = request.getfixturevalue(other)
    account = stock.new_account(draw)
    body = stock.account_body(draw)
    foreign = given(neighbour.call("createBankAccount", json=body), "/bankAccountId")
    rule = made_rule(neighbour, foreign, draw)
    before = listed_rules(neighbour, foreign)

    for operation in OF_RULE:
        answer = make(product, operation, _place(account, rule["ruleId"], draw))

        shows = rule["ruleName"] in answer.received.body.decode("utf-8", "replace")
        ensure(not shows, expected="nothing of the rule", received="its name", exchange=answer)
    after = listed_rules(neighbour, foreign)
    ensure_unchanged(before, after, by=answer, also=("GEN-02",) if answer.refused else ())


def _place(account: str, rule: str, draw: Draw) -> Place:
    return Place(account=account, rule=rule, new_account={}, new_rule=rule_body(draw))
