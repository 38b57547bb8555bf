"""Servers that keep the rules of a bank account badly."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbank_server.adapters import world_rules
from sandbank_server.api import schemas
from sandbank_server.domain.refusals import Conflict, Malformed
from sandbank_server.domain.rules import Rule
from sandbank_server.service import rules
from sandbank_server.service.ports import Sandbox
from zoo.animals import liar


def _names_may_be_taken(patch: pytest.MonkeyPatch, meant: str) -> None:
    """One operation does not look for other rules of the same name."""
    real = getattr(rules, meant)

    def keep(sandbox: Sandbox, rule: Rule) -> Rule:
        sandbox.store.rules.put(rule)
        return rule

    def do(*what: Any) -> Rule:
        with pytest.MonkeyPatch.context() as meanwhile:
            meanwhile.setattr(rules, "_kept", keep)
            kept: Rule = real(*what)
            return kept

    patch.setattr(rules, meant, do)
    unique = tuple(each for each in world_rules._UNIQUE if "ruleName" not in each.subject)
    patch.setattr(world_rules, "_UNIQUE", unique)  # so that what is exported can be loaded


@liar("CON-RULE-01")
def makes_rules_of_one_name(patch: pytest.MonkeyPatch) -> None:
    """A new rule may have the name of another one of its bank account."""
    _names_may_be_taken(patch, "create")


@liar("CON-RULE-01")
def renames_rules_to_one_name(patch: pytest.MonkeyPatch) -> None:
    """PATCH may give a rule the name of another one of its bank account."""
    _names_may_be_taken(patch, "change")


@liar("CON-RULE-01")
def wants_rule_names_unique_in_the_company(patch: pytest.MonkeyPatch) -> None:
    """A rule's name is taken when any bank account of the company has a rule of it."""
    real = rules._kept

    def kept(sandbox: Sandbox, rule: Rule) -> Rule:
        account = sandbox.store.bank_accounts.get(rule.bank_account_id)
        accounts = sandbox.store.bank_accounts.find(
            "company", account.company_id if account else ""
        )
        for other in accounts:
            for namesake in sandbox.store.rules.find("account", other.bank_account_id):
                if namesake.rule_name == rule.rule_name and namesake.rule_id != rule.rule_id:
                    raise Conflict("CON-RULE-01", "rule_name_taken", "The name is taken.")
        return real(sandbox, rule)

    patch.setattr(rules, "_kept", kept)


@liar("CON-RULE-01")
def compares_any_field_in_any_way(patch: pytest.MonkeyPatch) -> None:
    """Operator and criteria of a condition need not go with its field."""
    real = schemas.as_json_schema

    def lenient(schema: Any) -> Any:
        if isinstance(schema, dict) and "ruleField" in schema.get("properties", {}):
            schema = {name: value for name, value in schema.items() if name != "anyOf"}
        return real(schema)

    patch.setattr(schemas, "as_json_schema", lenient)


def _refused_where(patch: pytest.MonkeyPatch, wrong: Callable[[Rule], bool]) -> None:
    real = rules._kept

    def kept(sandbox: Sandbox, rule: Rule) -> Rule:
        if wrong(rule):
            raise Malformed("CON-RULE-01", "The rule does not do.")
        return real(sandbox, rule)

    patch.setattr(rules, "_kept", kept)


@liar("CON-RULE-01")
def knows_no_whole_words(patch: pytest.MonkeyPatch) -> None:
    """`containsWords` is refused as an operator."""

    def wrong(rule: Rule) -> bool:
        return any(each.rule_operation == "containsWords" for each in rule.rule_conditions)

    _refused_where(patch, wrong)


@liar("CON-RULE-01")
def wants_shares_that_make_a_hundred(patch: pytest.MonkeyPatch) -> None:
    """The shares of a rule's actions have to make 100."""
    _refused_where(patch, lambda rule: sum(it.split_percentage for it in rule.rule_actions) != 100)
