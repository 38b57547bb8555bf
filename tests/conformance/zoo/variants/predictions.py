"""Other choices about what rules predict, and about the ids of what was posted."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.api import consumer_present
from sandbank_server.domain import rule_matching
from sandbank_server.domain.rules import Rule
from sandbank_server.domain.statements import Statement
from sandbank_server.domain.transactions import BankTransaction, PredictedAction
from sandbank_server.service import processing, transactions
from sandbank_server.service.keys import transaction_key
from sandbank_server.service.ports import Sandbox
from zoo.animals import variant
from zoo.shown import altered

Patch = pytest.MonkeyPatch
Shape = Callable[[dict[str, Any]], Any]


@variant("CON-RULE-02")
def the_newest_rule_predicts_first(patch: Patch) -> None:
    """What several rules predict comes with the newest rule first."""
    real = processing.predicted
    patch.setattr(processing, "predicted", lambda *what: real(*what)[::-1])


@variant("CON-RULE-02")
def predictions_are_those_of_the_rules_as_they_are(patch: Patch) -> None:
    """What was predicted changes with the rule that predicted it."""
    real = transactions.page

    def page(sandbox: Sandbox, *what: Any) -> Any:
        served = real(sandbox, *what)

        def anew(each: PredictedAction) -> PredictedAction:
            rule: Rule | None = sandbox.store.rules.get(each.rule_id)
            if rule is None:
                return each
            return replace(each, rule_name=rule.rule_name, rule_actions=rule.rule_actions)

        shown = tuple(
            altered(each, predicted_actions=tuple(map(anew, each.predicted_actions)))
            for each in served.transactions
        )
        return replace(served, transactions=shown)

    patch.setattr(transactions, "page", page)


@variant("CON-RULE-02")
def the_narrative_is_the_description(patch: Patch) -> None:
    """Rules look for texts in the description alone."""
    real = rule_matching._narrative
    patch.setattr(rule_matching, "_narrative", lambda transaction: real(transaction)[:1])


@variant("CON-RULE-02")
def the_narrative_is_one_text(patch: Patch) -> None:
    """Rules look for texts in description and narratives put together."""
    real = rule_matching._narrative
    patch.setattr(rule_matching, "_narrative", lambda it: (" ".join(real(it)),))


@variant("CON-RULE-02")
def rules_know_amounts_without_signs(patch: Patch) -> None:
    """A rule that compares amounts compares them as if all were credits."""
    real = rule_matching.holds

    def holds(condition: Any, transaction: BankTransaction) -> bool:
        if condition.rule_field != "transactionAmount":
            return real(condition, transaction)
        above = replace(transaction, transaction_amount=abs(transaction.transaction_amount))
        return real(condition, above)

    patch.setattr(rule_matching, "holds", holds)


def _shown(patch: Patch, shape: Shape) -> None:
    real = consumer_present._transaction
    patch.setattr(consumer_present, "_transaction", lambda each: shape(real(each)))


@variant()
def what_nothing_predicts_has_an_empty_list(patch: Patch) -> None:
    """`predictedActions` is always there."""
    _shown(patch, lambda shown: {"predictedActions": [], **shown})


@variant("CON-RULE-02", "GEN-09")
def what_nothing_predicts_has_null(patch: Patch) -> None:
    """`predictedActions` is always there, and null where no rule applied."""
    _shown(patch, lambda shown: {"predictedActions": None, **shown})


@variant("CON-RULE-02", "GEN-09")
def predictions_are_a_list_of_actions(patch: Patch) -> None:
    """`predictedActions` holds the actions of all rules that applied, each with its rule's id."""

    def flat(shown: dict[str, Any]) -> dict[str, Any]:
        rules = shown.pop("predictedActions", [])
        actions = [{**it, "rule": each["ruleId"]} for each in rules for it in each["ruleActions"]]
        return {**shown, "predictedActions": actions} if actions else shown

    _shown(patch, flat)


def _numbering(patch: Patch, number: Callable[[int, list[BankTransaction]], list[int]]) -> None:
    """Gives what a statement brings other ids above the last one."""
    real = processing.process

    def process(sandbox: Sandbox, statement: Statement) -> Statement:
        table, owner = sandbox.store.transactions, statement.bank_account_id
        before = sandbox.store.bank_accounts.get(owner)
        assert before is not None
        last = before.last_transaction_id
        ended = real(sandbox, statement)
        came = table.find("account", owner, start=(last + 1,))
        for each in came:
            table.remove(transaction_key(owner, each.transaction_id))
        ids = number(last, came)
        for each, transaction_id in zip(came, ids, strict=True):
            table.put(replace(each, transaction_id=transaction_id))
        after = sandbox.store.bank_accounts.get(owner)
        assert after is not None
        highest = max([last, *ids])
        sandbox.store.bank_accounts.put(replace(after, last_transaction_id=highest))
        return ended

    patch.setattr(processing, "process", process)


@variant()
def what_is_posted_is_numbered_with_gaps(patch: Patch) -> None:
    """The ids of posted transactions go up in sevens."""
    _numbering(patch, lambda last, came: [last + 7 * n for n in range(1, len(came) + 1)])


@variant()
def every_statement_has_a_thousand_ids(patch: Patch) -> None:
    """Each statement takes the next thousand ids, however few it needs."""

    def number(last: int, came: list[BankTransaction]) -> list[int]:
        first = (last // 1000 + 1) * 1000
        return [first + n for n in range(len(came))]

    _numbering(patch, number)


@variant()
def the_last_transaction_of_a_statement_is_numbered_first(patch: Patch) -> None:
    """Within a statement ids rise from the end to the beginning."""
    _numbering(patch, lambda last, came: [last + len(came) - n for n in range(len(came))])


@variant()
def transactions_are_numbered_by_their_days(patch: Patch) -> None:
    """Within a statement ids rise with `datePosted`, whatever the order it was sent in."""

    def number(last: int, came: list[BankTransaction]) -> list[int]:
        order = sorted(range(len(came)), key=lambda n: came[n].date_posted)
        places: Iterable[tuple[int, int]] = enumerate(order, start=last + 1)
        return [transaction_id for _, transaction_id in sorted((n, i) for i, n in places)]

    _numbering(patch, number)
