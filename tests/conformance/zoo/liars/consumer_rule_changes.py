"""Servers that change, delete or find the rules of a bank account wrongly."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.api.calls import Answer, Call, refused
from sandbank_server.api.consumer_parse import parse_rule_change
from sandbank_server.api.consumer_rules import ConsumerRules
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.refusals import Conflict, Unknown
from sandbank_server.domain.rules import Rule, RuleChange, RuleContent
from sandbank_server.service import rules
from sandbank_server.service.callers import ProductCaller
from sandbank_server.service.ports import Sandbox
from zoo.animals import liar


@liar("CON-RULE-03")
def keeps_what_a_replacement_leaves_out(patch: pytest.MonkeyPatch) -> None:
    """PUT without `ruleAdditionalFields` leaves them as they were."""
    real = rules.replace

    def put(sandbox: Sandbox, caller: Any, path: Any, rule_id: str, content: RuleContent) -> Rule:
        if content.rule_additional_fields == "[]":
            old = rules.get(sandbox, caller, path, rule_id)
            content = replace(content, rule_additional_fields=old.rule_additional_fields)
        return real(sandbox, caller, path, rule_id, content)

    patch.setattr(rules, "replace", put)


@liar("CON-RULE-03")
def empties_what_a_change_leaves_out(patch: pytest.MonkeyPatch) -> None:
    """PATCH without `ruleActions` removes them."""
    real = Rule.changed

    def changed(self: Rule, change: RuleChange) -> Rule:
        return real(self, replace(change, rule_actions=change.rule_actions or ()))

    patch.setattr(Rule, "changed", changed)


@liar("CON-RULE-03")
def gives_a_replaced_rule_a_new_id(patch: pytest.MonkeyPatch) -> None:
    """PUT removes the rule and makes another one."""
    real = rules.replace

    def put(sandbox: Sandbox, caller: Any, path: Any, rule_id: str, content: RuleContent) -> Rule:
        moved = replace(real(sandbox, caller, path, rule_id, content), rule_id=sandbox.ids.new())
        sandbox.store.rules.remove(rule_id)
        sandbox.store.rules.put(moved)
        return moved

    patch.setattr(rules, "replace", put)


@liar("CON-RULE-03")
def disconnects_a_rule_in_place_of_deleting_it(patch: pytest.MonkeyPatch) -> None:
    """A rule that was deleted can still be read, and is `disconnected`."""

    def delete(sandbox: Sandbox, caller: Any, path: Any, rule_id: str) -> None:
        sandbox.store.rules.put(rules._changeable(sandbox, caller, path, rule_id).disconnected())

    patch.setattr(rules, "delete", delete)


@liar("CON-RULE-03")
def deletes_all_rules_with_one(patch: pytest.MonkeyPatch) -> None:
    """DELETE of a rule removes every rule of the bank account."""

    def delete(sandbox: Sandbox, caller: Any, path: Any, rule_id: str) -> None:
        rule = rules._changeable(sandbox, caller, path, rule_id)
        sandbox.store.rules.remove_all("account", rule.bank_account_id)

    patch.setattr(rules, "delete", delete)


@liar("CON-RULE-03")
def deletes_rules_that_are_not_there(patch: pytest.MonkeyPatch) -> None:
    """DELETE of a rule that the bank account does not have answers 204."""
    real = rules.delete

    def delete(sandbox: Sandbox, caller: Any, path: Any, rule_id: str) -> None:
        held = rules.listed(sandbox, caller, path)
        if any(rule.rule_id == rule_id for rule in held):
            real(sandbox, caller, path, rule_id)

    patch.setattr(rules, "delete", delete)


def _found(patch: pytest.MonkeyPatch, fits: Callable[[BankAccount, BankAccount], bool]) -> None:
    """A rule is found if its own bank account and that of the path fit."""

    def find(sandbox: Sandbox, account: BankAccount, rule_id: str) -> Rule:
        rule = sandbox.store.rules.get(rule_id)
        owner = rule and sandbox.store.bank_accounts.get(rule.bank_account_id)
        if rule is None or owner is None or not fits(account, owner):
            raise Unknown("CON-RULE-03", "unknown_rule", "The bank account has no such rule.")
        return rule

    patch.setattr(rules, "_rule", find)


@liar("CON-RULE-03", "GEN-05")
def finds_a_rule_whosever_it_is(patch: pytest.MonkeyPatch) -> None:
    """A rule is found by its id under any bank account."""
    _found(patch, lambda *_: True)


@liar("CON-RULE-03")
def finds_the_rules_of_an_account_under_another(patch: pytest.MonkeyPatch) -> None:
    """A rule is found by its id under any bank account of its company."""
    _found(patch, lambda account, owner: account.company_id == owner.company_id)


@liar("GEN-02")
def keeps_the_change_that_it_refused(patch: pytest.MonkeyPatch) -> None:
    """PATCH with a name that is taken answers 409 and changes the rest of the rule."""
    real = ConsumerRules.change_rule

    async def change(self: ConsumerRules, call: Call[ProductCaller]) -> Answer:
        try:
            return await real(self, call)
        except Conflict as refusal:
            rule = self._sandbox.store.rules.get(call.path["ruleId"])
            if rule is not None and refusal.requirement == "CON-RULE-01":
                told = replace(parse_rule_change(call.body), rule_name=None)
                self._sandbox.store.rules.put(rule.changed(told))
            return refused(refusal)

    patch.setattr(ConsumerRules, "change_rule", change)
