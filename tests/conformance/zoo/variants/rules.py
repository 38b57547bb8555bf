"""Other choices about the rules of a bank account."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbank_server.api import consumer_parse
from sandbank_server.api.calls import Json
from sandbank_server.api.requests import RequestBody
from sandbank_server.domain.refusals import Malformed, Violation
from sandbank_server.domain.rules import Rule, RuleContent
from sandbank_server.service import reach, rules
from sandbank_server.service.callers import ProductCaller
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.reach import AccountPath
from zoo.animals import variant
from zoo.variants.tools import codes_answer, rules_answer

PARTS = ("ruleField", "ruleOperation", "ruleCriteria")


@variant("CON-RULE-01")
def a_taken_rule_name_answers_400(patch: pytest.MonkeyPatch) -> None:
    """A rule whose name another one of the account has answers 400."""
    codes_answer(patch, 400, "CON-RULE-01", "rule_name_taken")


@variant("CON-RULE-01")
def rules_may_share_a_name(patch: pytest.MonkeyPatch) -> None:
    """Two rules of a bank account may have one name."""

    def kept(sandbox: Sandbox, rule: Rule) -> Rule:
        sandbox.store.rules.put(rule)
        return rule

    patch.setattr(rules, "_kept", kept)


@variant("CON-RULE-01")
def any_condition_is_taken(patch: pytest.MonkeyPatch) -> None:
    """A condition may name any field, operator and criterion; one that is unknown never holds."""
    real = RequestBody._judge

    def judge(self: RequestBody, value: Json) -> None:
        try:
            real(self, value)
        except Malformed as refusal:
            if not _only_strange_conditions(value, refusal):
                raise

    patch.setattr(RequestBody, "_judge", judge)


def _only_strange_conditions(value: Json, refusal: Malformed) -> bool:
    there = all(each.pointer.startswith("/ruleConditions/") for each in refusal.violations)
    return there and all(
        isinstance(each, dict) and all(_is_text(each.get(part)) for part in PARTS)
        for each in value["ruleConditions"]
    )


def _is_text(value: Json) -> bool:
    return isinstance(value, str) and bool(value.strip())


@variant("CON-RULE-01")
def rules_know_fewer_fields(patch: pytest.MonkeyPatch) -> None:
    """Conditions on `currency` and `checkNum` answer 400."""

    def judge(body: Json) -> None:
        fields = {each["ruleField"] for each in body.get("ruleConditions", ())}
        if fields & {"currency", "checkNum"}:
            raise _malformed("/ruleConditions", "names a field that rules do not know")

    _judge_rules(patch, judge)


@variant("CON-RULE-01")
def the_shares_of_a_rule_make_a_hundred(patch: pytest.MonkeyPatch) -> None:
    """Actions whose shares do not make a hundred percent answer 400."""

    def judge(body: Json) -> None:
        shares = [each["splitPercentage"] for each in body.get("ruleActions", ())]
        if shares and sum(shares) != 100:
            raise _malformed("/ruleActions", "must make 100 percent")

    _judge_rules(patch, judge)


def _judge_rules(patch: pytest.MonkeyPatch, judge: Callable[[Json], None]) -> None:
    for name in ("parse_rule", "parse_rule_change"):
        real = getattr(consumer_parse, name)

        def parse(body: Json, real: Callable[[Json], Any] = real) -> Any:
            judge(body)
            return real(body)

        patch.setattr(consumer_parse, name, parse)


def _malformed(pointer: str, message: str) -> Malformed:
    return Malformed("CON-RULE-01", violations=(Violation(pointer, message),))


@variant("CON-RULE-03")
def an_unknown_rule_answers_403(patch: pytest.MonkeyPatch) -> None:
    """A rule that the bank account does not have answers 403."""
    rules_answer(patch, 403, "CON-RULE-03")


@variant("CON-RULE-03")
def replacing_a_rule_keeps_what_is_not_sent(patch: pytest.MonkeyPatch) -> None:
    """PUT leaves the additional fields of a rule as they were when it sends none."""
    real = rules._changeable

    def replace(
        sandbox: Sandbox,
        caller: ProductCaller,
        path: AccountPath,
        rule_id: str,
        content: RuleContent,
    ) -> Rule:
        rule = real(sandbox, caller, path, rule_id)
        kept = rule.rule_additional_fields
        changed = rule.with_content(content)
        if content.rule_additional_fields == "[]":
            changed = _with_additional(changed, kept)
        return rules._kept(sandbox, changed)

    patch.setattr(rules, "replace", replace)


def _with_additional(rule: Rule, kept: str) -> Rule:
    return rule.with_content(
        RuleContent(
            rule_name=rule.rule_name,
            rule_conditions=rule.rule_conditions,
            rule_actions=rule.rule_actions,
            rule_additional_fields=kept,
        )
    )


@variant("CON-RULE-03")
def a_deleted_rule_stays_as_disconnected(patch: pytest.MonkeyPatch) -> None:
    """DELETE puts a rule out of work, and it can be read like those of a disconnected account."""
    real = rules._changeable

    def delete(sandbox: Sandbox, caller: ProductCaller, path: AccountPath, rule_id: str) -> None:
        sandbox.store.rules.put(real(sandbox, caller, path, rule_id).disconnected())

    patch.setattr(rules, "delete", delete)


@variant("CON-OFF-11")
def the_rules_of_a_cancelled_account_can_be_reworded(patch: pytest.MonkeyPatch) -> None:
    """PUT and PATCH still change a rule of a disconnected account, which stays disconnected."""
    changeable = rules._changeable

    def found(sandbox: Sandbox, caller: ProductCaller, path: AccountPath, rule_id: str) -> Rule:
        return rules._rule(sandbox, reach.bank_account(sandbox, caller, path), rule_id)

    def delete(sandbox: Sandbox, caller: ProductCaller, path: AccountPath, rule_id: str) -> None:
        sandbox.store.rules.remove(changeable(sandbox, caller, path, rule_id).rule_id)

    patch.setattr(rules, "_changeable", found)
    patch.setattr(rules, "delete", delete)
