"""Rules as they are written, and the ways of writing them."""

from typing import Any

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import given
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange

WRITES = ("createRule", "replaceRule", "changeRule")

each_write = pytest.mark.parametrize("write", WRITES)


def rule_body(draw: Draw, **members: Any) -> dict[str, Any]:
    """A rule that no account has."""
    return {
        "ruleName": f"Verify {draw.word()}",
        "ruleConditions": [condition("transactionNarrative", "contains", draw.word())],
        "ruleAdditionalFields": [],
        "ruleActions": [
            {
                "splitPercentage": 100,
                "accountantNarrative": "Verify",
                "accountsPostings": [{"type": "nominal", "code": "7400"}],
            }
        ],
        **members,
    }


def condition(field: str, operation: str, criteria: Any) -> dict[str, Any]:
    """One condition of a rule."""
    return {"ruleField": field, "ruleOperation": operation, "ruleCriteria": criteria}


def made_rule(product: Product, account: str, draw: Draw, **members: Any) -> dict[str, Any]:
    """A rule made now, as the answer shows it."""
    body = rule_body(draw, **members)
    made = given(product.call("createRule", account, json=body))
    given(made, "/ruleId")
    rule: dict[str, Any] = made.json
    return rule


def written(
    write: str, product: Product, account: str, rule: str, body: dict[str, Any]
) -> Exchange:
    """What writing a rule in one of `WRITES` brings."""
    ids = [account] if write == "createRule" else [account, rule]
    return product.call(write, *ids, json=body)


def holds(found: Any, wanted: Any) -> bool:
    """Whether a value is what is wanted; its objects may have members besides."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(
            name in found and holds(found[name], each) for name, each in wanted.items()
        )
    if isinstance(wanted, list):
        pairs = isinstance(found, list) and len(found) == len(wanted)
        return pairs and all(holds(*each) for each in zip(found, wanted, strict=True))
    return bool(found == wanted)
