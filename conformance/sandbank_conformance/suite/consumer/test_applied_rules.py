"""Rules are applied to transactions as they come in."""

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import brief, ensure, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.statements import Statements
from sandbank_conformance.suite.consumer.predictions import Coming, Json, names

pytestmark = of_api("provider")


@pytest.fixture
def coming(product: Product, statements: Statements, draw: Draw) -> Coming:
    """Transactions that come in, and rules for them."""
    return Coming(product, statements, draw)


def _ensure(predicted: object, rule: Json, *, applies: bool) -> None:
    wanted = "what the rule says" if applies else "nothing of the rule"
    ensure(
        names(predicted, rule) is applies,
        expected=f"{wanted} in predictedActions",
        received=brief(predicted),
    )


@smoke
@requirement("CON-RULE-02")
def test_a_rule_is_applied_to_a_transaction_that_comes_in(coming: Coming, draw: Draw) -> None:
    word = draw.word()
    rule = coming.rule_for(word)

    came = coming.comes_with(word)

    _ensure(coming.predicted(came), rule, applies=True)


@requirement("CON-RULE-02")
def test_a_rule_says_nothing_of_what_its_conditions_do_not_fit(coming: Coming, draw: Draw) -> None:
    word = draw.word()
    rule = coming.rule_for(word)
    coming.comes_with(word)

    other = coming.comes_with(draw.word())

    _ensure(coming.predicted(other), rule, applies=False)


@requirement("CON-RULE-02")
def test_each_rule_is_applied_to_its_own_transactions(coming: Coming, draw: Draw) -> None:
    words = [draw.word() for _ in range(3)]
    rules = [coming.rule_for(each) for each in words]

    came = [coming.comes_with(each) for each in reversed(words)]

    for transaction, rule in zip(reversed(came), rules, strict=True):
        _ensure(coming.predicted(transaction), rule, applies=True)
        for other in rules:
            if other is not rule:
                _ensure(coming.predicted(transaction), other, applies=False)


@requirement("CON-RULE-02")
def test_the_rules_of_another_bank_account_say_nothing(
    coming: Coming, statements: Statements, draw: Draw
) -> None:
    word, other = draw.word(), statements.pending(draw)
    own, foreign = coming.rule_for(word), coming.rule_for(word, account=other)

    came = coming.comes_with(word)

    _ensure(coming.predicted(came), foreign, applies=False)
    _ensure(coming.predicted(came), own, applies=True)


@requirement("CON-RULE-02")
def test_a_rule_that_was_deleted_says_nothing_of_what_comes_later(
    coming: Coming, product: Product, draw: Draw
) -> None:
    word = draw.word()
    rule = coming.rule_for(word)
    given(product.call("deleteRule", coming.account, rule["ruleId"]))

    came = coming.comes_with(word)

    _ensure(coming.predicted(came), rule, applies=False)


@requirement("CON-RULE-02")
def test_a_rule_is_applied_as_it_was_changed_to(
    coming: Coming, product: Product, draw: Draw
) -> None:
    old, new = draw.word(), draw.word()
    rule = coming.rule_for(old)
    conditions = coming.rule_for(new)["ruleConditions"]
    given(
        product.call(
            "changeRule", coming.account, rule["ruleId"], json={"ruleConditions": conditions}
        )
    )

    came, later = coming.comes_with(old), coming.comes_with(new)

    _ensure(coming.predicted(came), rule, applies=False)
    _ensure(coming.predicted(later), rule, applies=True)
