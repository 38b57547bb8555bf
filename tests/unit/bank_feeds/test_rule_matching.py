"""Which rules apply to a transaction that comes in."""

from dataclasses import replace
from decimal import Decimal

import pytest
from bank_feed_builders import a_posting, a_rule

from sandbank_server.domain.rule_matching import applies, holds, predicted
from sandbank_server.domain.rules import RuleAction, RuleCondition
from sandbank_server.domain.transactions import PredictedAction

COFFEE = a_posting(
    description="Green COFFEE beans",
    narrative1="Card Payment",
    narrative2="Straße 5",
    check_num="000123",
    currency="GBP",
    date_posted="2026-01-30T23:30:00-05:00",
)
SILENT = a_posting(description="x")


def condition(field: str, operation: str, criteria: str) -> RuleCondition:
    return RuleCondition(rule_field=field, rule_operation=operation, rule_criteria=criteria)


@pytest.mark.parametrize(
    ("field", "operation", "criteria"),
    [
        ("transactionNarrative", "eq", "green coffee BEANS"),
        ("transactionNarrative", "eq", "card payment"),
        ("transactionNarrative", "contains", "coffee"),
        ("transactionNarrative", "contains", "STRASSE"),
        ("transactionNarrative", "notcontains", "tea"),
        ("transactionNarrative", "notcontains", "beans card"),
        ("transactionNarrative", "containsWords", "beans card green"),
        ("transactionAmount", "eq", "-12.5000"),
        ("transactionAmount", "gt", "-13"),
        ("transactionAmount", "ge", "-12.5"),
        ("transactionAmount", "lt", "0"),
        ("transactionAmount", "le", "-12.5"),
        ("datePosted", "gt", "2026-01-29"),
        ("datePosted", "ge", "2026-01-30"),
        ("datePosted", "lt", "2026-01-31"),
        ("datePosted", "le", "2026-01-30"),
        ("transactionType", "eq", "DEBIT"),
        ("$baseType", "eq", "debit"),
        ("checkNum", "eq", "000123"),
        ("currency", "eq", "GBP"),
    ],
)
def test_a_condition_holds(field: str, operation: str, criteria: str) -> None:
    assert holds(condition(field, operation, criteria), COFFEE)


@pytest.mark.parametrize(
    ("field", "operation", "criteria"),
    [
        ("transactionNarrative", "eq", "coffee"),
        ("transactionNarrative", "contains", "beans card"),
        ("transactionNarrative", "notcontains", "payment"),
        ("transactionNarrative", "containsWords", "coffee bean"),
        ("transactionAmount", "eq", "12.5"),
        ("transactionAmount", "gt", "-12.5"),
        ("transactionAmount", "ge", "-12.4999"),
        ("transactionAmount", "lt", "-12.5"),
        ("transactionAmount", "le", "-12.51"),
        ("datePosted", "gt", "2026-01-30"),
        ("datePosted", "lt", "2026-01-30"),
        ("transactionType", "eq", "CREDIT"),
        ("$baseType", "eq", "credit"),
        ("checkNum", "eq", "123"),
        ("currency", "eq", "USD"),
        ("currency", "contains", "GBP"),
        ("payee", "eq", "x"),
        ("transactionAmount", "eq", "much"),
    ],
)
def test_a_condition_does_not_hold(field: str, operation: str, criteria: str) -> None:
    assert not holds(condition(field, operation, criteria), COFFEE)


@pytest.mark.parametrize("field", ["checkNum", "currency"])
def test_what_is_not_said_equals_nothing(field: str) -> None:
    assert not holds(condition(field, "eq", "None"), SILENT)


def test_all_conditions_of_a_rule_have_to_hold() -> None:
    rule = a_rule("active", "r", "Coffee")
    cheap = condition("transactionAmount", "ge", "-1")

    both = replace(rule, rule_conditions=(*rule.rule_conditions, cheap))

    assert applies(rule, COFFEE)
    assert not applies(both, COFFEE)


def test_a_disconnected_rule_applies_to_nothing() -> None:
    assert not applies(a_rule("active", "r", "Coffee").disconnected(), COFFEE)


def test_each_rule_that_applies_predicts_its_actions_in_order() -> None:
    action = RuleAction(split_percentage=Decimal(100), accountant_narrative="Drinks")
    coffee = replace(a_rule("active", "r-1", "Coffee"), rule_actions=(action,))
    tea = replace(
        a_rule("active", "r-2", "Tea"),
        rule_conditions=(condition("transactionNarrative", "contains", "tea"),),
    )
    debits = replace(
        a_rule("active", "r-3", "Debits"), rule_conditions=(condition("$baseType", "eq", "debit"),)
    )

    predictions = predicted([coffee, tea, debits], COFFEE)

    assert predictions == (
        PredictedAction(rule_id="r-1", rule_name="Coffee", rule_actions=(action,)),
        PredictedAction(rule_id="r-3", rule_name="Debits"),
    )
