"""Rules that a bank account does not have."""

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import ensure, ensure_status, ensure_unchanged, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement
from sandbank_conformance.readings import afterwards
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.company_calls import OF_RULE, Place, make
from sandbank_conformance.suite.consumer.essentials import essentials
from sandbank_conformance.suite.consumer.rule_bodies import made_rule, rule_body


@pytest.mark.parametrize("operation", OF_RULE)
@requirement("CON-RULE-03")
def test_404_for_a_rule_that_was_deleted_at(
    operation: str, product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    rule = made_rule(product, account, draw)["ruleId"]
    given(product.call("deleteRule", account, rule))

    answer = make(product, operation, _place(account, rule, draw))

    ensure_status(answer, 404)
    ensure(
        given(product.call("listRules", account)).json == [],
        expected="no rule",
        received="a rule in the list",
    )


@pytest.mark.parametrize("form", ["another", "longer", "shorter"])
@requirement("CON-RULE-03")
def test_404_for_a_rule_id_that_nobody_gave(
    form: str, product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    known = made_rule(product, account, draw)["ruleId"]
    unknown = {"longer": f"{known}0", "shorter": known[:-1]}.get(form, draw.alike(known))
    before = essentials(product, account)

    for operation in OF_RULE:
        answer = make(product, operation, _place(account, unknown, draw))

        ensure_status(answer, 404)
        ensure_unchanged(before, afterwards(essentials, product, account), by=answer)


@requirement("CON-RULE-03")
def test_404_for_a_rule_of_another_bank_account(product: Product, stock: Stock, draw: Draw) -> None:
    account, neighbour = stock.new_account(draw), stock.new_account(draw)
    theirs = made_rule(product, neighbour, draw)["ruleId"]
    before = essentials(product, neighbour)

    for operation in OF_RULE:
        answer = make(product, operation, _place(account, theirs, draw))

        ensure_status(answer, 404)
        ensure_unchanged(before, afterwards(essentials, product, neighbour), by=answer)


@pytest.mark.parametrize("other", ["sibling", "stranger"])
@requirement("CON-RULE-03")
def test_404_for_a_rule_of_the_company_of_a(
    other: str, product: Product, stock: Stock, draw: Draw, request: pytest.FixtureRequest
) -> None:
    neighbour: Product = request.getfixturevalue(other)
    account = stock.new_account(draw)
    body = stock.account_body(draw)
    foreign = given(neighbour.call("createBankAccount", json=body), "/bankAccountId")
    theirs = made_rule(neighbour, foreign, draw)["ruleId"]
    before = essentials(neighbour, foreign)

    for operation in OF_RULE:
        answer = make(product, operation, _place(account, theirs, draw))

        ensure_status(answer, 404, also=("GEN-05",) if answer.succeeded else ())
        after = afterwards(essentials, neighbour, foreign)
        ensure_unchanged(before, after, by=answer, also=("GEN-02", "GEN-05"))


def _place(account: str, rule: str, draw: Draw) -> Place:
    return Place(account=account, rule=rule, new_account={}, new_rule=rule_body(draw))
