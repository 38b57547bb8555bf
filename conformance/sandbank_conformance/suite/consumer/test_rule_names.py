"""Each rule of a bank account has a name of its own."""

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import ensure_status, ensure_unchanged, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.readings import afterwards
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.essentials import essentials
from sandbank_conformance.suite.consumer.rule_bodies import (
    each_write,
    made_rule,
    rule_body,
    written,
)


@smoke
@each_write
@requirement("CON-RULE-01")
def test_409_for_the_name_of_another_rule_at(
    write: str, product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    one, other = (made_rule(product, account, draw) for _ in range(2))
    before = essentials(product, account)

    body = rule_body(draw, ruleName=one["ruleName"])
    answer = written(write, product, account, other["ruleId"], body)

    ensure_status(answer, 409)
    ensure_unchanged(before, afterwards(essentials, product, account), by=answer)


@pytest.mark.parametrize("write", ["replaceRule", "changeRule"])
@requirement("CON-RULE-01")
def test_a_rule_may_keep_its_own_name_at(
    write: str, product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    rule = made_rule(product, account, draw)

    body = rule_body(draw, ruleName=rule["ruleName"])
    answer = written(write, product, account, rule["ruleId"], body)

    ensure_status(answer, 200)


@each_write
@requirement("CON-RULE-01")
def test_rules_of_two_bank_accounts_may_have_one_name_at(
    write: str, product: Product, stock: Stock, draw: Draw
) -> None:
    account, neighbour = stock.new_account(draw), stock.new_account(draw)
    taken = made_rule(product, neighbour, draw)["ruleName"]
    rule = made_rule(product, account, draw)["ruleId"]

    answer = written(write, product, account, rule, rule_body(draw, ruleName=taken))

    ensure_status(answer, 201 if write == "createRule" else 200)


@pytest.mark.parametrize("freed", ["deleteRule", "changeRule", "replaceRule"])
@requirement("CON-RULE-01")
def test_a_name_is_free_again_after(freed: str, product: Product, stock: Stock, draw: Draw) -> None:
    account = stock.new_account(draw)
    rule = made_rule(product, account, draw)
    body = {} if freed == "deleteRule" else {"json": rule_body(draw)}
    given(product.call(freed, account, rule["ruleId"], **body))

    answer = product.call("createRule", account, json=rule_body(draw, ruleName=rule["ruleName"]))

    ensure_status(answer, 201)
