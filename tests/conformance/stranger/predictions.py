"""What a rule says about a transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from .world import BankTransaction, Rule

FIELDS = {
    "transactionNarrative": {"eq", "contains", "notcontains", "containsWords"},
    "transactionAmount": {"eq", "gt", "ge", "lt", "le"},
    "datePosted": {"eq", "gt", "ge", "lt", "le"},
    "transactionType": {"eq"},
    "checkNum": {"eq"},
    "$baseType": {"eq"},
    "currency": {"eq"},
}

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: a == b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "contains": lambda a, b: b in a,
    "notcontains": lambda a, b: b not in a,
    "containsWords": lambda a, b: set(b.split()) <= set(a.split()),
}


def _sides(
    condition: dict[str, str], item: BankTransaction, currency: str | None
) -> tuple[Any, Any]:
    name, wanted = condition["ruleField"], condition["ruleCriteria"]
    kind = "CREDIT" if item.amount >= 0 else "DEBIT"
    told = (item.description, item.narrative or "", item.narrative2 or "")
    match name:
        case "transactionNarrative":
            return " ".join(told).lower(), wanted.lower()
        case "transactionAmount":
            return item.amount, Decimal(wanted)
        case "transactionType" | "$baseType":
            return kind, wanted.upper()
    day = item.posted.date().isoformat()
    return {"datePosted": day, "currency": currency, "checkNum": item.check}[name], wanted


def _holds(condition: dict[str, str], item: BankTransaction, currency: str | None) -> bool:
    try:
        have, want = _sides(condition, item, currency)
    except InvalidOperation:
        return False
    return have is not None and COMPARE[condition["ruleOperation"]](have, want)


def predict(
    rules: Iterable[Rule], item: BankTransaction, currency: str | None
) -> list[dict[str, Any]] | None:
    """The actions of the first rule that fits, or None."""
    for rule in rules:
        if rule.status == "active" and all(_holds(c, item, currency) for c in rule.conditions):
            return rule.actions
    return None
