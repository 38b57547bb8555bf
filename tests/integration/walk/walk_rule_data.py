"""Bodies for rules, what is said of them, and how answers are held against the model."""

from typing import Any

from hypothesis import strategies as st
from integration.walk.walk_steps import NOWHERE, Verdict, amount, equal, pick
from integration.walk.walk_values import AccountModel, RuleModel

CONDITIONS = {
    "narrative": [("transactionNarrative", "containsWords", "card fuel")],
    "amount and date": [("transactionAmount", "le", "-12.50"), ("datePosted", "ge", "2026-01-31")],
    "kinds": [("transactionType", "eq", "DEBIT"), ("$baseType", "eq", "debit")],
    "texts": [("checkNum", "eq", "000123"), ("currency", "eq", "GBP")],
}


BAD_CONDITIONS = {
    "none": [],
    "no such field": [("payee", "eq", "x")],
    "operator of another field": [("transactionNarrative", "gt", "x")],
    "amount is no amount": [("transactionAmount", "eq", "much")],
    "date is no date": [("datePosted", "ge", "2026-02-30")],
    "empty criterion": [("checkNum", "eq", "")],
}


NAMES = st.sampled_from(("walk-rule-1", "walk-rule-2", "walk-rule-3"))


TERMS = st.sampled_from((*CONDITIONS, *CONDITIONS, *CONDITIONS, *BAD_CONDITIONS))


SHARES = st.sampled_from((0, 40, 100, 33.3333))


BAD_FIELDS: dict[str, dict[str, Any]] = {
    "null name": {"ruleName": None},
    "blank name": {"ruleName": " "},
    "text for actions": {"ruleActions": "none"},
    "over 100": {"ruleActions": [{"splitPercentage": 101}]},
}


def compare_rule(rule_id: str, expected: RuleModel, got: Any) -> None:
    """Hold an answered rule against the model."""
    equal("ruleId and status", (rule_id, expected.status), (got["ruleId"], got["status"]))
    for name in ("ruleName", "ruleConditions"):
        equal(name, expected.fields[name], got[name])
    equal("fields", expected.fields.get("ruleAdditionalFields", []), got["ruleAdditionalFields"])
    equal("actions", _actions(expected.fields["ruleActions"]), _actions(got["ruleActions"]))


def rule_at(account: AccountModel | None, number: int) -> str:
    """A rule of the account, now and then one that is not there."""
    rules = list(account.rules) if account else []
    return pick(rules, number) if rules and number else NOWHERE


def _actions(actions: Any) -> list[tuple[object, ...]]:
    return [
        (
            amount(a["splitPercentage"]),
            a.get("accountantNarrative"),
            a.get("accountsPostings", []),
        )
        for a in actions
    ]


def rule_body(name: str, terms: str, share: float) -> dict[str, Any]:
    conditions = CONDITIONS.get(terms) or BAD_CONDITIONS.get(terms, [])
    names = ("ruleField", "ruleOperation", "ruleCriteria")
    return {
        "ruleName": name,
        "ruleConditions": [dict(zip(names, c, strict=True)) for c in conditions],
        "ruleAdditionalFields": [{"colour": ["red", 1, None]}] if share else [],
        "ruleActions": [
            {
                "splitPercentage": share,
                "accountantNarrative": "walk",
                "accountsPostings": [{"type": "nominal", "code": "7300"}],
            }
        ],
    }


def rule_parts(parts: str, name: str, terms: str) -> dict[str, Any]:
    whole = rule_body(name, terms, 60)
    if parts in BAD_FIELDS:
        return {**whole, **BAD_FIELDS[parts]}
    kept = {"all": list(whole), "name": ["ruleName"], "terms": ["ruleConditions"], "nothing": []}
    return {k: v for k, v in whole.items() if k in kept[parts]}


def body_verdict_of(method: str, parts: str, terms: str) -> Verdict:
    if parts in BAD_FIELDS or (method == "PUT" and parts != "all"):
        return 400
    return 400 if parts in ("all", "terms") and terms in BAD_CONDITIONS else None


def closed(account: AccountModel | None) -> Verdict:
    return 409 if account and not account.connected else None


def unknown_rule(account: AccountModel | None, rule_id: str) -> Verdict:
    return None if account and rule_id in account.rules else 404


def name_taken(account: AccountModel | None, name: str | None, own: str | None) -> Verdict:
    rules = account.rules.items() if account else ()
    taken = any(r.fields["ruleName"] == name for k, r in rules if k != own)
    return 409 if taken else None
