"""The rules of a disconnected bank account: out of use, and still to be read."""

from collections.abc import Callable

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import (
    ensure,
    ensure_member,
    ensure_success,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.readings import listed_rules
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.rule_bodies import made_rule, rule_body

RULES = 5
IDENTITY = ("bankId", "bankIdentifier", "accountIdentifier")  # what makes it the same account

Attempt = Callable[[Product, str, str, Draw], None]


def _rules_read(product: Product, account: str) -> dict[str, object]:
    return {key: each.get("status") for key, each in listed_rules(product, account).items()}


def _ensure_disconnected(rules: dict[str, object], ids: list[str]) -> None:
    found = {each: rules.get(each, "not to be found") for each in ids}
    ensure(
        set(found.values()) == {"disconnected"},
        expected=f"{len(ids)} rules that are disconnected",
        received=str(found),
    )


@smoke
@requirement("CON-OFF-03")
def test_every_rule_is_listed_as_disconnected(product: Product, stock: Stock, draw: Draw) -> None:
    account = stock.new_account(draw)
    ids = [made_rule(product, account, draw)["ruleId"] for _ in range(RULES)]
    _rules_read(product, account)  # what was served before may be kept for later
    given(product.call("disconnectBankAccount", account))

    _ensure_disconnected(_rules_read(product, account), ids)


@requirement("CON-OFF-03")
def test_older_rules_are_disconnected_with_newer_ones(
    product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.account(transactions=1, rules=1)
    made_rule(product, account, draw)
    ids = [*_rules_read(product, account)]
    given(product.call("disconnectBankAccount", account))

    _ensure_disconnected(_rules_read(product, account), ids)


@requirement("CON-OFF-03")
def test_every_rule_can_be_read_alone_and_is_as_it_was_but_disconnected(
    product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    rules = [made_rule(product, account, draw) for _ in range(RULES)]
    for rule in rules:
        given(product.call("getRule", account, rule["ruleId"]))
    given(product.call("disconnectBankAccount", account))

    for rule in rules:
        shown = product.call("getRule", account, rule["ruleId"])

        ensure_success(shown)
        ensure_member(shown, "/status", "disconnected")
        ensure_member(shown, "/ruleName", rule["ruleName"])


def _replaced(product: Product, account: str, rule: str, draw: Draw) -> None:
    product.call("replaceRule", account, rule, json=rule_body(draw))
    product.call("replaceRule", account, rule, json=rule_body(draw, status="active"))


def _renamed(product: Product, account: str, rule: str, draw: Draw) -> None:
    product.call("changeRule", account, rule, json={"ruleName": draw.word()})


def _made_active(product: Product, account: str, rule: str, _: Draw) -> None:
    product.call("changeRule", account, rule, json={"status": "active"})


def _joined(product: Product, account: str, _: str, draw: Draw) -> None:
    product.call("createRule", account, json=rule_body(draw))


def _connected_anew(product: Product, account: str, _: str, __: Draw) -> None:
    shown = given(product.call("getBankAccount", account))
    product.call("createBankAccount", json={name: given(shown, f"/{name}") for name in IDENTITY})


@pytest.mark.parametrize(
    "attempt",
    [
        pytest.param(_replaced, id="replaced"),
        pytest.param(_renamed, id="renamed"),
        pytest.param(_made_active, id="changed to be active"),
        pytest.param(_joined, id="joined by another"),
        pytest.param(_connected_anew, id="of an account that is connected anew"),
    ],
)
@requirement("CON-OFF-03")
def test_a_rule_stays_disconnected_that_is(
    attempt: Attempt, product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    rule = str(made_rule(product, account, draw)["ruleId"])
    given(product.call("disconnectBankAccount", account))

    attempt(product, account, rule, draw)

    rules = _rules_read(product, account)
    _ensure_disconnected(rules, [rule, *rules])
