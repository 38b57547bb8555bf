"""What must not change of a bank account unless it is disconnected."""

from collections.abc import Collection
from typing import Any

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import NotTestable, ensure_unchanged, given
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.readings import afterwards, listed_rules, seen_again, transactions


def essentials(product: Product, account: str) -> dict[str, Any]:
    """A bank account's status, rules and transactions."""
    return {
        "status": given(product.call("getBankAccount", account), "/status"),
        "rules": listed_rules(product, account),
        "transactions": _served(product, account),
    }


def _served(product: Product, account: str) -> dict[int, Any]:
    """Its transactions; none where they are not served, as may be once it is cancelled."""
    try:
        return transactions(product, account)
    except NotTestable:
        return {}


def ensure_spared(
    product: Product,
    account: str,
    before: dict[str, Any],
    *,
    by: Exchange,
    also: Collection[str] = (),
) -> None:
    """The same can be read later; transactions that came in between are nobody's fault."""
    after = seen_again(before, lambda: _known_of(product, account, before))
    ensure_unchanged(before, after, by=by, also=also)


def _known_of(product: Product, account: str, before: dict[str, Any]) -> Any:
    after = afterwards(essentials, product, account)
    if isinstance(after, dict):
        held = after["transactions"]
        after["transactions"] = {
            key: each for key, each in held.items() if key in before["transactions"]
        }
    return after
