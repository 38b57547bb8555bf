"""Which rules apply to a transaction that comes in, and what they predict (CON-RULE-02)."""

import operator
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbank_server.domain.rules import Rule, RuleCondition, RuleStatus
from sandbank_server.domain.transactions import BankTransaction, PredictedAction

Test = Callable[[BankTransaction, str], bool]


def predicted(rules: Iterable[Rule], transaction: BankTransaction) -> tuple[PredictedAction, ...]:
    """What each rule that applies predicts, in the order of the rules."""
    return tuple(
        PredictedAction(
            rule_id=rule.rule_id, rule_name=rule.rule_name, rule_actions=rule.rule_actions
        )
        for rule in rules
        if applies(rule, transaction)
    )


def applies(rule: Rule, transaction: BankTransaction) -> bool:
    """Whether the rule works and all of its conditions hold."""
    return rule.status is RuleStatus.ACTIVE and all(
        holds(condition, transaction) for condition in rule.rule_conditions
    )


def holds(condition: RuleCondition, transaction: BankTransaction) -> bool:
    """Whether a condition holds; one that means nothing, as a world may have it, never does."""
    test = _TESTS.get((condition.rule_field, condition.rule_operation))
    return test is not None and test(transaction, condition.rule_criteria)


def _narrative(transaction: BankTransaction) -> tuple[str, ...]:
    texts = (transaction.description, transaction.narrative1, transaction.narrative2)
    return tuple(text.casefold() for text in texts if text is not None)


def _is_narrative(transaction: BankTransaction, criteria: str) -> bool:
    return criteria.casefold() in _narrative(transaction)


def _contains(transaction: BankTransaction, criteria: str) -> bool:
    return any(criteria.casefold() in text for text in _narrative(transaction))


def _lacks(transaction: BankTransaction, criteria: str) -> bool:
    return not _contains(transaction, criteria)


def _contains_words(transaction: BankTransaction, criteria: str) -> bool:
    words = {word for text in _narrative(transaction) for word in text.split()}
    return words.issuperset(criteria.casefold().split())


def _amount(compare: Callable[[Decimal, Decimal], bool]) -> Test:
    def test(transaction: BankTransaction, criteria: str) -> bool:
        try:
            return compare(transaction.transaction_amount, Decimal(criteria))
        except InvalidOperation:
            return False

    return test


def _day(compare: Callable[[str, str], bool]) -> Test:
    # Both are ISO 8601, where days sort as their texts do.
    return lambda transaction, criteria: compare(transaction.date_posted[:10], criteria)


_ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}

_TESTS: Mapping[tuple[str, str], Test] = {
    ("transactionNarrative", "eq"): _is_narrative,
    ("transactionNarrative", "contains"): _contains,
    ("transactionNarrative", "notcontains"): _lacks,
    ("transactionNarrative", "containsWords"): _contains_words,
    ("transactionAmount", "eq"): _amount(operator.eq),
    **{("transactionAmount", name): _amount(order) for name, order in _ORDERS.items()},
    **{("datePosted", name): _day(order) for name, order in _ORDERS.items()},
    ("transactionType", "eq"): lambda it, criteria: it.transaction_type == criteria,
    ("checkNum", "eq"): lambda it, criteria: it.check_num == criteria,
    ("$baseType", "eq"): lambda it, criteria: it.transaction_type.lower() == criteria,
    ("currency", "eq"): lambda it, criteria: it.currency == criteria,
}
