"""Each rule of a bank account has a name of its own."""

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import (
    NotTestable,
    ensure_status,
    ensure_success,
    ensure_unchanged,
    given,
    told,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.readings import listed_rules
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.rule_bodies import (
    WRITES,
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

    body = rule_body(draw, ruleName=one["ruleName"])
    answer = written(write, product, account, other["ruleId"], body)

    ensure_status(answer, 409)


@requirement("GEN-02")
def test_nothing_is_written_of_a_rule_that_is_refused_for_its_name(
    product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    one, other = (made_rule(product, account, draw) for _ in range(2))
    before = listed_rules(product, account)

    for write in WRITES:
        body = rule_body(draw, ruleName=one["ruleName"])
        answer = written(write, product, account, other["ruleId"], body)

        if not answer.refused:
            raise NotTestable(f"a refusal for a name that is taken: {told(answer)}")
    ensure_unchanged(before, listed_rules(product, account), by=answer)


@pytest.mark.parametrize("write", ["replaceRule", "changeRule"])
@requirement("CON-RULE-01")
def test_a_rule_may_keep_its_own_name_at(
    write: str, product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    rule = made_rule(product, account, draw)

    body = rule_body(draw, ruleName=rule["ruleName"])
    answer = written(write, product, account, rule["ruleId"], body)

    ensure_success(answer)


@each_write
@requirement("CON-RULE-01")
def test_rules_of_two_bank_accounts_may_have_one_name_at(
    write: str, product: Product, stock: Stock, draw: Draw
) -> None:
    account, neighbour = stock.new_account(draw), stock.new_account(draw)
    taken = made_rule(product, neighbour, draw)["ruleName"]
    rule = made_rule(product, account, draw)["ruleId"]

    answer = written(write, product, account, rule, rule_body(draw, ruleName=taken))

    ensure_success(answer)


@pytest.mark.parametrize("freed", ["deleteRule", "changeRule", "replaceRule"])
@requirement("CON-RULE-01")
def test_a_name_is_free_again_after(freed: str, product: Product, stock: Stock, draw: Draw) -> None:
    account = stock.new_account(draw)
    rule = made_rule(product, account, draw)
    body = {} if freed == "deleteRule" else {"json": rule_body(draw)}
    given(product.call(freed, account, rule["ruleId"], **body))

    answer = product.call("createRule", account, json=rule_body(draw, ruleName=rule["ruleName"]))

    left = {each["ruleName"] for each in listed_rules(product, account).values()}
    if answer.refused and rule["ruleName"] in left:
        raise NotTestable("a name that was given up: the rule still has it")
    ensure_success(answer)
