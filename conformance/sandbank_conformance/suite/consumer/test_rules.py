"""What rules may say, and that each has a name of its own."""

from typing import Any

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import ensure, ensure_status, ensure_success
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.rule_bodies import (
    WRITES,
    condition,
    each_write,
    holds,
    made_rule,
    rule_body,
    written,
)

OPERATORS = {
    "transactionNarrative": ("eq", "contains", "notcontains", "containsWords"),
    "transactionAmount": ("eq", "gt", "ge", "lt", "le"),
    "datePosted": ("gt", "ge", "lt", "le"),
    "transactionType": ("eq",),
    "checkNum": ("eq",),
    "$baseType": ("eq",),
    "currency": ("eq",),
}
CRITERIA = {
    "transactionNarrative": ("coffee", "monthly rent", "n/a"),
    "transactionAmount": ("-12.50", "0", "100", "99999999.9999"),
    "datePosted": ("2026-01-31", "2024-02-29"),
    "transactionType": ("CREDIT", "DEBIT"),
    "checkNum": ("000123",),
    "$baseType": ("credit", "debit"),
    "currency": ("GBP", "EUR"),
}
ONE_OF_A_KIND = ("eq", "contains", "containsWords", "gt", "le", "EQ")
NO_CRITERIA = {
    "transactionNarrative": ("", 5, None),
    "transactionAmount": ("much", "1,5", "1.23456", 5, ""),
    "datePosted": ("yesterday", "2026-02-30", "31.01.2026", 5),
    "transactionType": ("OTHER", "credit"),
    "checkNum": ("", 123),
    "$baseType": ("both", "CREDIT"),
    "currency": ("pounds", "gbp", "£"),
}

each_field = pytest.mark.parametrize("field", OPERATORS)


def _ensure_bad(product: Product, stock: Stock, draw: Draw, conditions: list[Any]) -> None:
    """No rule can be made with any of these conditions."""
    account = stock.new_account(draw)

    for each in conditions:
        body = rule_body(draw, ruleConditions=[each])
        answer = product.call("createRule", account, json=body)

        ensure_status(answer, 400)


@smoke
@each_field
@requirement("CON-RULE-01")
def test_every_operator_is_accepted_of(
    field: str, product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)

    for operator in OPERATORS[field]:
        conditions = [condition(field, operator, each) for each in CRITERIA[field]]
        body = rule_body(draw, ruleConditions=conditions)
        made = product.call("createRule", account, json=body)

        ensure_success(made)
        kept = made.at("/ruleConditions")
        ensure(holds(kept, conditions), expected=f"{conditions}", received=f"{kept}")


@each_field
@requirement("CON-RULE-01")
def test_400_for_another_operator_of(
    field: str, product: Product, stock: Stock, draw: Draw
) -> None:
    others = [each for each in ONE_OF_A_KIND if each not in OPERATORS[field]]

    _ensure_bad(
        product, stock, draw, [condition(field, each, CRITERIA[field][0]) for each in others]
    )


@each_field
@requirement("CON-RULE-01")
def test_400_for_criteria_that_are_none_of(
    field: str, product: Product, stock: Stock, draw: Draw
) -> None:
    operator = OPERATORS[field][0]

    _ensure_bad(
        product, stock, draw, [condition(field, operator, each) for each in NO_CRITERIA[field]]
    )


@requirement("CON-RULE-01")
def test_400_for_a_field_that_is_not_known(product: Product, stock: Stock, draw: Draw) -> None:
    fields = ("description", "transactionnarrative", "baseType", "transactionId", "")

    _ensure_bad(product, stock, draw, [condition(each, "eq", "a") for each in fields])


@each_write
@requirement("CON-RULE-01")
def test_400_for_a_wrong_condition_behind_a_right_one_at(
    write: str, product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    rule = made_rule(product, account, draw)["ruleId"]
    conditions = [condition("currency", "eq", "GBP"), condition("currency", "contains", "GBP")]

    answer = written(write, product, account, rule, rule_body(draw, ruleConditions=conditions))

    ensure_status(answer, 400)


@pytest.mark.parametrize(
    "shares",
    [
        pytest.param([], id="nothing"),
        pytest.param([50], id="50"),
        pytest.param([60, 60], id="120"),
        pytest.param([33.3333, 66.6667], id="100 in parts"),
    ],
)
@requirement("CON-RULE-01")
def test_shares_are_accepted_that_make(
    shares: list[float], product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    actions = [{"splitPercentage": each} for each in shares]

    answer = product.call("createRule", account, json=rule_body(draw, ruleActions=actions))

    ensure_success(answer)


@pytest.mark.parametrize("write", WRITES[1:])
@requirement("CON-RULE-01")
def test_shares_are_accepted_that_make_less_than_100_at(
    write: str, product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    rule = made_rule(product, account, draw)["ruleId"]
    body = rule_body(draw, ruleActions=[{"splitPercentage": 50}])

    answer = written(write, product, account, rule, body)

    ensure_success(answer)
