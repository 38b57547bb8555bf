"""Rules are applied to transactions as they come in."""

from collections.abc import Collection

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import NotTestable, brief, ensure, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.statement_bodies import START
from sandbank_conformance.statements import Statements
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.predictions import Coming, Json, names
from sandbank_conformance.suite.consumer.rule_bodies import condition
from sandbank_conformance.suite.disconnecting import disconnect

pytestmark = of_api("provider")


@pytest.fixture
def coming(product: Product, statements: Statements, draw: Draw) -> Coming:
    """Transactions that come in, and rules for them."""
    return Coming(product, statements, draw)


def _ensure(predicted: object, rule: Json, *, applies: bool, also: Collection[str] = ()) -> None:
    wanted = "what the rule says" if applies else "nothing of the rule"
    ensure(
        names(predicted, rule) is applies,
        expected=f"{wanted} in predictedActions",
        received=brief(predicted),
        also=also,
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
def test_a_rule_is_applied_to_each_transaction_of_a_statement(coming: Coming, draw: Draw) -> None:
    word = draw.word()
    rule = coming.rule_for(word)

    for each in coming.come_with(word, 3):
        _ensure(coming.predicted(each), rule, applies=True)


@requirement("CON-RULE-02")
def test_the_rules_of_a_disconnected_account_say_nothing_of_what_comes_for_the_next(
    product: Product, stock: Stock, statements: Statements, draw: Draw
) -> None:
    body, word = stock.account_body(draw, requestedStartDate=START), draw.word()
    old = str(given(product.call("createBankAccount", json=body), "/bankAccountId"))
    rule = Coming(product, statements, draw, old).rule_for(word)
    disconnect(product, old)
    new = str(given(product.call("createBankAccount", json=body), "/bankAccountId"))
    coming = Coming(product, statements, draw, new)

    came = coming.comes_with(word)

    _ensure(coming.predicted(came), rule, applies=False)


@requirement("GEN-05")
@pytest.mark.parametrize("whose", ["sibling", "stranger"])
def test_the_rules_of_another_company_say_nothing(
    whose: str,
    coming: Coming,
    stock: Stock,
    statements: Statements,
    draw: Draw,
    request: pytest.FixtureRequest,
) -> None:
    other, body = request.getfixturevalue(whose), stock.account_body(draw)
    theirs = str(given(other.call("createBankAccount", json=body), "/bankAccountId"))
    word = draw.word()
    rule = Coming(other, statements, draw, theirs).rule_for(word)

    came = coming.comes_with(word)

    _ensure(coming.predicted(came), rule, applies=False, also=("CON-RULE-02",))


@requirement("CON-RULE-01", level="profile")
@pytest.mark.parametrize("order", [1, -1], ids=["its last", "its first"])
def test_a_rule_says_nothing_of_what_does_not_fit(order: int, coming: Coming, draw: Draw) -> None:
    word = draw.word()
    fits = condition("transactionNarrative", "contains", word)
    fails = condition("transactionNarrative", "eq", draw.word())
    alone, both = coming.rule(fails), coming.rule(*[fits, fails][::order])
    came = coming.comes_with(word)
    if names(coming.predicted(came), alone):
        raise NotTestable("a condition that a transaction does not fit")

    _ensure(coming.predicted(came), both, applies=False)


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
