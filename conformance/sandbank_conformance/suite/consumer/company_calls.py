"""Every call for a company, so that a check can make all of them in one way."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbank_conformance.caller import changed
from sandbank_conformance.callers import Product
from sandbank_conformance.client import HeaderChanges
from sandbank_conformance.conditions import given
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import NOTHING, Exchange
from sandbank_conformance.readings import accounts_of, listed_rules
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.rule_bodies import rule_body

READS = ("listBankAccounts", "getBankAccount", "listTransactions", "listRules", "getRule")
RULE_WRITES = ("createRule", "replaceRule", "changeRule", "deleteRule")
WRITES = ("createBankAccount", *RULE_WRITES, "disconnectBankAccount")
OPERATIONS = (*READS, *WRITES)
OF_ACCOUNT = tuple(
    each for each in OPERATIONS if each not in ("listBankAccounts", "createBankAccount")
)
OF_RULE = ("getRule", "replaceRule", "changeRule", "deleteRule")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What calls are about: a bank account, a rule of it, and an account that may be made."""

    account: str
    rule: str
    new_account: dict[str, str]
    new_rule: dict[str, Any]


def made_place(product: Product, stock: Stock, draw: Draw, account: str = "") -> Place:
    """A bank account with a rule; a new one unless one is named."""
    account = account or stock.new_account(draw)
    made = given(product.call("createRule", account, json=rule_body(draw)), "/ruleId")
    return Place(
        account=account,
        rule=str(made),
        new_account=stock.account_body(draw),
        new_rule=rule_body(draw),
    )


def make(
    product: Product,
    operation: str,
    place: Place,
    headers: HeaderChanges | None = None,
    path: Mapping[str, str] | None = None,
    *,
    query: Mapping[str, str] | None = None,
    claims: Mapping[str, str] | None = None,
) -> Exchange:
    """Call one of `OPERATIONS`, with some headers or places of the path replaced.

    `claims` are more members of a body, where the operation has one.
    """
    bodies: dict[str, dict[str, Any]] = {
        "createBankAccount": place.new_account,
        "createRule": place.new_rule,
        "replaceRule": place.new_rule,
        "changeRule": {"ruleName": place.new_rule.get("ruleName")},
    }
    body = {**bodies[operation], **(claims or {})} if operation in bodies else NOTHING
    return product.client.ask(
        operation,
        {**product.fixed, "bankAccountId": place.account, "ruleId": place.rule, **(path or {})},
        caller=product.name,
        headers=changed(product.headers, headers or {}),
        query=query,
        json=body,
    )


def state(product: Product, place: Place) -> dict[str, Any]:
    """What any of the calls could change of a new bank account and its company."""
    number, listed = place.new_account["accountIdentifier"], accounts_of(product)
    return {
        "status": listed.get(place.account, {}).get("status", "not listed"),
        "rules": listed_rules(product, place.account),
        "made": [key for key, each in listed.items() if each.get("accountIdentifier") == number],
    }


def is_reached(product: Product, operation: str, place: Place, answer: Exchange) -> bool:
    """Whether a foreign caller's call that succeeded showed or changed what is the product's."""
    if operation == "listBankAccounts":
        return place.account.encode() in answer.received.body
    if operation == "createBankAccount":
        return bool(state(product, place)["made"])
    return True
