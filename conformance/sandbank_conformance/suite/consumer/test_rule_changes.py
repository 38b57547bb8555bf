"""Replacing, changing and deleting rules."""

from typing import Any

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import (
    ensure,
    ensure_status,
    ensure_success,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.readings import listed_rules
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.rule_bodies import (
    condition,
    holds,
    made_rule,
    rule_body,
)

ADDITIONAL = [{"verify": "yes"}, 5, "text"]
ACTIONS = [
    {
        "splitPercentage": 100,
        "accountantNarrative": "Verify another",
        "accountsPostings": [{"type": "nominal", "code": "7100"}],
    }
]
SEVERAL: dict[str, Any] = {  # of each list more than what comes in its place
    "ruleConditions": [
        condition("transactionNarrative", "contains", each) for each in ("rent", "fuel", "wages")
    ],
    "ruleAdditionalFields": ADDITIONAL,
    "ruleActions": [
        {**ACTIONS[0], "accountsPostings": [{"type": "nominal", "code": "7200"}] * 2}
        for _ in range(3)
    ],
}
CHANGES: dict[str, Any] = {
    "ruleName": "Verify another name",
    "ruleConditions": [condition("transactionNarrative", "eq", "rent")],
    "ruleAdditionalFields": ["another"],
    "ruleActions": ACTIONS,
}


def _ensure_read(product: Product, account: str, wanted: dict[str, Any]) -> None:
    """Read alone and in the list, the rule is what is wanted."""
    listed = listed_rules(product, account).get(wanted["ruleId"])
    shown = product.call("getRule", account, wanted["ruleId"]).json
    for found in (shown, listed):
        ensure(holds(found, wanted), expected=f"{wanted}", received=f"{found}")


@smoke
@requirement("CON-RULE-03")
def test_put_replaces_all_of_a_rule(product: Product, stock: Stock, draw: Draw) -> None:
    account = stock.new_account(draw)
    rule = made_rule(product, account, draw, **SEVERAL)
    new = {each: CHANGES[each] for each in ("ruleName", "ruleConditions", "ruleActions")}

    answer = product.call("replaceRule", account, rule["ruleId"], json=new)

    ensure_success(answer)
    _ensure_read(product, account, {**rule, **new, "ruleAdditionalFields": []})


@requirement("CON-RULE-03")
def test_put_answers_with_the_rule_as_it_is_now(product: Product, stock: Stock, draw: Draw) -> None:
    account = stock.new_account(draw)
    rule = made_rule(product, account, draw, **SEVERAL)

    answer = product.call("replaceRule", account, rule["ruleId"], json=CHANGES)

    ensure_success(answer)
    wanted = {**rule, **CHANGES}
    ensure(holds(answer.json, wanted), expected=f"{wanted}", received=f"{answer.json}")


@smoke
@pytest.mark.parametrize("member", CHANGES)
@requirement("CON-RULE-03")
def test_patch_changes_nothing_but(member: str, product: Product, stock: Stock, draw: Draw) -> None:
    account = stock.new_account(draw)
    rule = made_rule(product, account, draw, **SEVERAL)

    answer = product.call("changeRule", account, rule["ruleId"], json={member: CHANGES[member]})

    ensure_success(answer)
    _ensure_read(product, account, {**rule, member: CHANGES[member]})


@requirement("CON-RULE-03")
def test_patch_that_names_nothing_changes_nothing(
    product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    rule = made_rule(product, account, draw, **SEVERAL)

    answer = product.call("changeRule", account, rule["ruleId"], json={})

    ensure_success(answer)
    _ensure_read(product, account, rule)


@pytest.mark.parametrize("write", ["replaceRule", "changeRule"])
@requirement("CON-RULE-03")
def test_id_and_status_stay_at(write: str, product: Product, stock: Stock, draw: Draw) -> None:
    account = stock.new_account(draw)
    rule = made_rule(product, account, draw)
    claims = {"ruleId": draw.uuid(), "status": "disconnected"}

    product.call(write, account, rule["ruleId"], json={**rule_body(draw), **claims})

    listed = listed_rules(product, account)
    found = [(key, each["status"]) for key, each in listed.items()]
    wanted = [(rule["ruleId"], rule["status"])]
    ensure(found == wanted, expected=f"one rule {wanted}", received=f"{found}")


@pytest.mark.parametrize("write", ["replaceRule", "changeRule", "deleteRule"])
@requirement("CON-RULE-03")
def test_the_other_rules_of_the_account_stay_at(
    write: str, product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    others = [made_rule(product, account, draw) for _ in range(2)]
    rule = made_rule(product, account, draw)
    body = {} if write == "deleteRule" else {"json": rule_body(draw)}

    given(product.call(write, account, rule["ruleId"], **body))

    for each in others:
        _ensure_read(product, account, each)


@smoke
@requirement("CON-RULE-03")
def test_delete_removes_the_rule(product: Product, stock: Stock, draw: Draw) -> None:
    account = stock.new_account(draw)
    rule = made_rule(product, account, draw)["ruleId"]

    answer = product.call("deleteRule", account, rule)

    ensure_success(answer)
    ensure(
        rule not in listed_rules(product, account), expected="no such rule", received="it is listed"
    )
    ensure_status(product.call("getRule", account, rule), 404)
