"""Rules of a bank account."""

from __future__ import annotations

import secrets
from typing import Any

from .consumer_access import need_object
from .consumer_accounts import need_account
from .fields import is_number, is_text
from .predictions import FIELDS
from .web import Call, Refusal, Reply
from .world import BankAccount, Rule


def shown(rule: Rule) -> dict[str, Any]:
    return {
        "ruleId": rule.rule_id,
        "status": rule.status,
        "ruleName": rule.name,
        "ruleConditions": rule.conditions,
        "ruleAdditionalFields": rule.additional,
        "ruleActions": rule.actions,
        "priority": None,
    }


def need_rule(call: Call) -> tuple[BankAccount, Rule]:
    account = need_account(call)
    rule = account.rules.get(call.ids["ruleId"])
    if rule is None:
        raise Refusal(404, "Rule not found")
    return account, rule


def writable(account: BankAccount) -> None:
    if account.status == "cancelled":
        raise Refusal(422, "Bank account not connected")


def list_rules(call: Call) -> Reply:
    return Reply(200, [shown(rule) for rule in reversed(need_account(call).rules.values())])


def get_rule(call: Call) -> Reply:
    return Reply(200, shown(need_rule(call)[1]))


def _condition(value: Any) -> dict[str, str] | None:
    if not isinstance(value, dict):
        return None
    name, operation, criteria = (
        value.get(k) for k in ("ruleField", "ruleOperation", "ruleCriteria")
    )
    if not (
        isinstance(name, str)
        and isinstance(operation, str)
        and isinstance(criteria, str)
        and criteria.strip()
    ):
        return None
    if operation not in FIELDS.get(name, set()):
        return None
    return {"ruleField": name, "ruleOperation": operation, "ruleCriteria": criteria}


def _action(value: Any) -> dict[str, Any] | None:
    if not isinstance(value, dict):
        return None
    share: Any = value.get("splitPercentage")
    narrative, postings = value.get("accountantNarrative"), value.get("accountsPostings")
    postings = [] if postings is None else postings
    if (
        not is_number(share)
        or not 0 <= share <= 100
        or not (narrative is None or isinstance(narrative, str))
    ):
        return None
    if not isinstance(postings, list) or not all(
        isinstance(p, dict) and is_text(p.get("type")) and is_text(p.get("code")) for p in postings
    ):
        return None
    return {
        "splitPercentage": share,
        "accountantNarrative": narrative,
        "accountsPostings": [{"type": p["type"], "code": p["code"]} for p in postings],
    }


def _list_of(
    body: dict[str, Any], name: str, read: Any, least: int, wrong: list[str]
) -> list[Any] | None:
    if name not in body:
        return None
    given = body[name]
    items = [read(item) for item in given] if isinstance(given, list) else []
    if (
        not isinstance(given, list)
        or len(given) < least
        or (name != "ruleAdditionalFields" and None in items)
    ):
        wrong.append(f"{name}: not valid")
    return items


def _parts(body: dict[str, Any], complete: bool) -> dict[str, Any]:
    wrong: list[str] = []
    parts = {
        "name": body.get("ruleName"),
        "conditions": _list_of(body, "ruleConditions", _condition, 1, wrong),
        "actions": _list_of(body, "ruleActions", _action, 0, wrong),
        "additional": _list_of(body, "ruleAdditionalFields", lambda item: item, 0, wrong),
    }
    if "ruleName" in body and not is_text(body["ruleName"]):
        wrong.append("ruleName: must not be blank")
    if complete:
        wrong += [
            f"{name}: is required"
            for name in ("ruleName", "ruleConditions", "ruleActions")
            if name not in body
        ]
        parts["additional"] = parts["additional"] or []
    if wrong:
        raise Refusal(422, "Validation failed", details=wrong)
    return {key: value for key, value in parts.items() if value is not None}


def create_rule(call: Call) -> Reply:
    account = need_account(call)
    parts = _parts(need_object(call), True)
    writable(account)
    rule = Rule(
        str(secrets.randbelow(9 * 10**9) + 10**9),
        parts["name"],
        parts["conditions"],
        parts["additional"],
        parts["actions"],
    )
    account.rules[rule.rule_id] = rule
    return Reply(201, shown(rule))


def _change(call: Call, complete: bool) -> Reply:
    account, rule = need_rule(call)
    parts = _parts(need_object(call), complete)
    writable(account)
    for name, value in parts.items():
        setattr(rule, name, value)
    return Reply(200, shown(rule))


def replace_rule(call: Call) -> Reply:
    return _change(call, True)


def change_rule(call: Call) -> Reply:
    return _change(call, False)


def delete_rule(call: Call) -> Reply:
    account, rule = need_rule(call)
    writable(account)
    del account.rules[rule.rule_id]
    return Reply(204)
