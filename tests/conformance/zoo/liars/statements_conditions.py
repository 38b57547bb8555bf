"""Servers that read the conditions of rules otherwise when transactions come in."""

import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from sandbank_server.domain import rule_matching
from sandbank_server.domain.rule_matching import Test
from sandbank_server.domain.transactions import BankTransaction
from zoo.animals import liar

Patch = pytest.MonkeyPatch
Place = tuple[str, str]  # field and operator

NARRATIVE, AMOUNT, POSTED = "transactionNarrative", "transactionAmount", "datePosted"
Compare = Callable[[Any, Any], bool]
COMPARISONS: dict[str, Compare] = {
    "eq": operator.eq,
    "gt": operator.gt,
    "ge": operator.ge,
    "lt": operator.lt,
    "le": operator.le,
}
ORDERS = ("gt", "ge", "lt", "le")


def _testing(patch: Patch, place: Place, test: Test) -> None:
    assert place in rule_matching._TESTS
    patch.setitem(rule_matching._TESTS, place, test)  # type: ignore[arg-type]


def _texts(transaction: BankTransaction) -> list[str]:
    found = (transaction.description, transaction.narrative1, transaction.narrative2)
    return [each.casefold() for each in found if each is not None]


@liar("CON-RULE-02")
def rules_look_at_the_description_only(patch: Patch) -> None:
    """Both narratives are no part of what rules call the narrative."""
    real = rule_matching._narrative
    patch.setattr(rule_matching, "_narrative", lambda transaction: real(transaction)[:1])


@liar("CON-RULE-02")
def rules_tell_capital_letters_from_small_ones(patch: Patch) -> None:
    """`contains` does not find `fuel` in `Fuel`."""

    def contains(transaction: BankTransaction, criteria: str) -> bool:
        found = (transaction.description, transaction.narrative1, transaction.narrative2)
        return any(criteria in each for each in found if each is not None)

    _testing(patch, (NARRATIVE, "contains"), contains)


@liar("CON-RULE-02")
def words_have_to_stand_side_by_side(patch: Patch) -> None:
    """`containsWords` looks for its words as one text."""

    def words(transaction: BankTransaction, criteria: str) -> bool:
        wanted = f" {' '.join(criteria.casefold().split())} "
        return any(wanted in f" {' '.join(text.split())} " for text in _texts(transaction))

    _testing(patch, (NARRATIVE, "containsWords"), words)


@liar("CON-RULE-02")
def parts_of_words_are_words(patch: Patch) -> None:
    """`containsWords` finds `art` in `Party`."""

    def words(transaction: BankTransaction, criteria: str) -> bool:
        text = " ".join(_texts(transaction))
        return all(word in text for word in criteria.casefold().split())

    _testing(patch, (NARRATIVE, "containsWords"), words)


@liar("CON-RULE-02")
def one_word_of_several_is_enough(patch: Patch) -> None:
    """`containsWords` holds when any of its words is there."""

    def words(transaction: BankTransaction, criteria: str) -> bool:
        there = {word for text in _texts(transaction) for word in text.split()}
        return not there.isdisjoint(criteria.casefold().split())

    _testing(patch, (NARRATIVE, "containsWords"), words)


@liar("CON-RULE-02")
def one_text_without_it_is_enough(patch: Patch) -> None:
    """`notcontains` holds when one of description and narratives does not contain it."""

    def lacks(transaction: BankTransaction, criteria: str) -> bool:
        return any(criteria.casefold() not in text for text in _texts(transaction))

    _testing(patch, (NARRATIVE, "notcontains"), lacks)


def _amounts(patch: Patch, names: tuple[str, ...], reading: Callable[[Decimal], Any]) -> None:
    def test(compare: Compare) -> Test:
        def holds(transaction: BankTransaction, criteria: str) -> bool:
            return compare(reading(transaction.transaction_amount), reading(Decimal(criteria)))

        return holds

    for name in names:
        _testing(patch, (AMOUNT, name), test(COMPARISONS[name]))


@liar("CON-RULE-02")
def rules_compare_amounts_without_their_signs(patch: Patch) -> None:
    """`gt 50` holds for a debit of 71.36."""
    _amounts(patch, (*ORDERS, "eq"), abs)


@liar("CON-RULE-02")
def rules_compare_amounts_as_texts(patch: Patch) -> None:
    """`gt 9` does not hold for 10."""
    _amounts(patch, ORDERS, lambda amount: f"{amount.normalize():f}")


@liar("CON-RULE-02")
def at_least_is_more_than(patch: Patch) -> None:
    """`ge` of amounts is `gt`, and `le` is `lt`."""
    for name in ("gt", "lt"):
        _testing(patch, (AMOUNT, f"{name[0]}e"), rule_matching._TESTS[(AMOUNT, name)])


def _days(patch: Patch, reading: Callable[[str], str]) -> None:
    def test(compare: Compare) -> Test:
        return lambda transaction, criteria: compare(reading(transaction.date_posted), criteria)

    for name in ORDERS:
        _testing(patch, (POSTED, name), test(COMPARISONS[name]))


@liar("CON-RULE-02")
def rules_compare_moments_with_days(patch: Patch) -> None:
    """Half past nine on a day comes after that day."""
    _days(patch, lambda date: date)


@liar("CON-RULE-02")
def a_debit_is_a_credit_to_rules(patch: Patch) -> None:
    """`$baseType` is what the transaction is to the other side."""
    other = {"CREDIT": "debit", "DEBIT": "credit"}
    _testing(
        patch, ("$baseType", "eq"), lambda it, criteria: other[it.transaction_type] == criteria
    )


@liar("CON-RULE-02")
def rules_know_no_currency_but_a_foreign_one(patch: Patch) -> None:
    """`currency` never fits a transaction that does not name its own."""
    real_predicted = rule_matching.applies

    def applies(rule: Any, transaction: BankTransaction) -> bool:
        asks = any(each.rule_field == "currency" for each in rule.rule_conditions)
        return real_predicted(rule, transaction) and not (asks and _is_home(transaction))

    patch.setattr(rule_matching, "applies", applies)


def _is_home(transaction: BankTransaction) -> bool:
    return transaction.currency in (None, "EUR", "GBP")
