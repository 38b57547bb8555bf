"""What must not change of a bank account unless it is disconnected."""

from typing import Any

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import NotTestable, given
from sandbank_conformance.readings import afterwards, transactions


def essentials(product: Product, account: str) -> dict[str, Any]:
    """A bank account's status, rules and transactions."""
    rules = given(product.call("listRules", account)).json
    return {
        "status": given(product.call("getBankAccount", account), "/status"),
        "rules": {each["ruleId"]: each for each in rules},
        "transactions": _served(product, account),
    }


def _served(product: Product, account: str) -> dict[int, Any]:
    """Its transactions; none where they are not served, as may be once it is cancelled."""
    try:
        return transactions(product, account)
    except NotTestable:
        return {}


def seen_again(product: Product, account: str, before: dict[str, Any]) -> Any:
    """The same later; transactions that came in between are nobody's fault."""
    after = afterwards(essentials, product, account)
    if isinstance(after, dict):
        held = after["transactions"]
        after["transactions"] = {
            key: each for key, each in held.items() if key in before["transactions"]
        }
    return after
