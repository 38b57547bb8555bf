"""What rules predict, word for word, and which transactions they fit."""

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import ensure, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.statements import Statements
from sandbank_conformance.suite.consumer.predictions import Coming, Json
from sandbank_conformance.suite.consumer.rule_bodies import condition, holds

pytestmark = of_api("provider")

COFFEE = {"description": "Coffee House 12", "narrative1": "Card payment", "narrative2": "LONDON"}
DEBIT = {"transactionAmount": -12.5, "transactionType": "DEBIT"}
DAY = {"datePosted": "2026-01-05T10:30:00Z"}

Fit = tuple[str, str, bool]  # an operator, its criteria, and whether the transaction fits

FITS: dict[str, tuple[Json, list[Fit]]] = {
    "transactionNarrative": (
        COFFEE,
        [
            ("eq", "coffee house 12", True),
            ("eq", "London", True),
            ("eq", "Coffee", False),
            ("contains", "HOUSE", True),
            ("contains", "payment", True),
            ("contains", "12 Card", False),
            ("contains", "tea", False),
            ("notcontains", "tea", True),
            ("notcontains", "london", False),
            ("containsWords", "payment coffee", True),
            ("containsWords", "London CARD", True),
            ("containsWords", "coffee tea", False),
            ("containsWords", "off", False),
        ],
    ),
    "transactionAmount": (
        DEBIT,
        [
            ("eq", "-12.50", True),
            ("eq", "12.5", False),
            ("gt", "-13", True),
            ("gt", "-12.5", False),
            ("ge", "-12.5", True),
            ("ge", "-12.4999", False),
            ("lt", "0", True),
            ("lt", "-12.5", False),
            ("le", "-12.5", True),
            ("le", "-12.5001", False),
        ],
    ),
    "datePosted": (
        DAY,
        [
            ("gt", "2026-01-04", True),
            ("gt", "2026-01-05", False),
            ("ge", "2026-01-05", True),
            ("ge", "2026-01-06", False),
            ("lt", "2026-01-06", True),
            ("lt", "2026-01-05", False),
            ("le", "2026-01-05", True),
            ("le", "2026-01-04", False),
        ],
    ),
    "transactionType": (DEBIT, [("eq", "DEBIT", True), ("eq", "CREDIT", False)]),
    "$baseType": (DEBIT, [("eq", "debit", True), ("eq", "credit", False)]),
    "checkNum": ({"checkNumber": "000123"}, [("eq", "000123", True), ("eq", "000124", False)]),
    "currency": (
        {"exchangeCurrency": "SEK", "exchangeAmount": -100},
        [("eq", "SEK", True), ("eq", "GBP", False)],
    ),
}


@pytest.fixture
def coming(product: Product, statements: Statements, draw: Draw) -> Coming:
    """Transactions that come in, and rules for them."""
    return Coming(product, statements, draw)


def _ensure_predicted(coming: Coming, transaction: int, *rules: Json) -> None:
    """Exactly these rules are told, in this order, as they were made."""
    wanted = [
        {name: each[name] for name in ("ruleId", "ruleName", "ruleActions")} for each in rules
    ]
    found = coming.predicted(transaction)
    ensure(
        holds(found, wanted),
        expected=f"predictedActions of the rules {[each['ruleName'] for each in rules]}",
        received=f"{found}",
    )


@smoke
@pytest.mark.parametrize("field", FITS)
@requirement("CON-RULE-02", level="profile")
def test_a_transaction_is_predicted_what_fits_of_rules_about(field: str, coming: Coming) -> None:
    members, fits = FITS[field]
    rules = [coming.rule(condition(field, each[0], each[1])) for each in fits]

    came = coming.comes(**members)

    fitting = [rule for rule, each in zip(rules, fits, strict=True) if each[2]]
    _ensure_predicted(coming, came, *fitting)


@requirement("CON-RULE-02", level="profile")
def test_all_conditions_of_a_rule_have_to_hold(coming: Coming, draw: Draw) -> None:
    word = draw.word()
    contains = condition("transactionNarrative", "contains", word)
    both = coming.rule(contains, condition("$baseType", "eq", "debit"))
    coming.rule(contains, condition("$baseType", "eq", "credit"))

    came = coming.comes(**DEBIT, description=word)

    _ensure_predicted(coming, came, both)


@requirement("CON-RULE-02", level="profile")
def test_all_shares_of_a_rule_are_predicted(coming: Coming, draw: Draw) -> None:
    word = draw.word()
    split = coming.rule(condition("transactionNarrative", "contains", word), shares=(60, 40))

    came = coming.comes_with(word)

    _ensure_predicted(coming, came, split)


@requirement("CON-RULE-02", level="profile")
def test_a_rule_about_the_currency_fits_what_is_in_that_of_the_account(
    product: Product, statements: Statements, draw: Draw
) -> None:
    account = statements.pending(draw, defaultCurrency="GBP")
    coming = Coming(product, statements, draw, account)
    here, _ = (coming.rule(condition("currency", "eq", each)) for each in ("GBP", "SEK"))

    came = coming.comes()

    _ensure_predicted(coming, came, here)


@requirement("CON-RULE-02", level="profile")
def test_what_was_predicted_stays_when_the_rule_changes_or_goes(
    coming: Coming, product: Product, draw: Draw
) -> None:
    word = draw.word()
    one, other = coming.rule_for(word), coming.rule_for(word)
    came = coming.comes_with(word)

    place = (coming.account, one["ruleId"])
    given(product.call("changeRule", *place, json={"ruleName": draw.word(), "ruleActions": []}))
    given(product.call("deleteRule", coming.account, other["ruleId"]))

    _ensure_predicted(coming, came, one, other)


@requirement("CON-RULE-02", level="profile")
def test_a_rule_says_nothing_of_what_came_before_it(coming: Coming, draw: Draw) -> None:
    word = draw.word()
    before = coming.comes_with(word)

    rule = coming.rule_for(word)
    after = coming.comes_with(word)

    _ensure_predicted(coming, before)
    _ensure_predicted(coming, after, rule)
