"""Servers whose rules do not act as they are when transactions come in."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.domain import rule_matching
from sandbank_server.domain.rules import Rule
from sandbank_server.domain.transactions import BankTransaction, PredictedAction
from sandbank_server.service import processing, rules, transactions
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.reach import AccountPath
from sandbank_server.service.transactions import Span, TransactionPage
from zoo.animals import liar
from zoo.liars.calls_again import forgetting
from zoo.liars.retelling import of_accounts, retell, retold
from zoo.shown import altered

Patch = pytest.MonkeyPatch
Predicted = tuple[PredictedAction, ...]

READING = of_accounts("GET", "/[^/]+/transactions")


@liar("CON-RULE-02")
def what_rules_predict_follows_them_as_they_change(patch: Patch) -> None:
    """Rules are applied when transactions are read, as the rules are by then."""
    real = transactions.page

    def page(sandbox: Sandbox, caller: Any, path: AccountPath, asked: Span) -> TransactionPage:
        served = real(sandbox, caller, path, asked)
        own = sandbox.store.rules.find("account", served.account.bank_account_id)
        anew = tuple(
            altered(each, predicted_actions=rule_matching.predicted(own, each))
            for each in served.transactions
        )
        return replace(served, transactions=anew)

    patch.setattr(transactions, "page", page)


@liar("CON-RULE-02")
def a_new_rule_is_applied_to_what_is_there(patch: Patch) -> None:
    """A rule is applied to all transactions of its account when it is made."""
    real = rules.create

    def create(sandbox: Sandbox, *what: Any) -> Rule:
        rule = real(sandbox, *what)
        for each in sandbox.store.transactions.find("account", rule.bank_account_id):
            more = rule_matching.predicted([rule], each)
            if more:
                there = each.predicted_actions
                sandbox.store.transactions.put(replace(each, predicted_actions=(*there, *more)))
        return rule

    patch.setattr(rules, "create", create)


@liar("CON-RULE-02")
def rules_are_applied_as_they_were_made(patch: Patch) -> None:
    """A change of a rule is shown, but transactions meet the rule as it was when it was made."""
    real_create, real_predicted = rules.create, processing.predicted
    made: dict[str, Rule] = {}

    def create(*what: Any) -> Rule:
        rule = real_create(*what)
        made[rule.rule_id] = rule
        return rule

    def predicted(own: Iterable[Rule], transaction: BankTransaction) -> Predicted:
        return real_predicted([made.get(each.rule_id, each) for each in own], transaction)

    patch.setattr(rules, "create", create)
    patch.setattr(processing, "predicted", predicted)
    forgetting(patch, made)


@liar("CON-RULE-02")
def a_rule_that_was_removed_goes_on_predicting(patch: Patch) -> None:
    """A rule that was deleted is still applied to what comes in."""
    real_delete, real_predicted = rules.delete, processing.predicted
    gone: dict[str, Rule] = {}

    def delete(sandbox: Sandbox, caller: Any, path: AccountPath, rule_id: str) -> Any:
        rule = sandbox.store.rules.get(rule_id)
        answer = real_delete(sandbox, caller, path, rule_id)
        if rule is not None:
            gone[rule_id] = rule
        return answer

    def predicted(own: Iterable[Rule], transaction: BankTransaction) -> Predicted:
        old = [it for it in gone.values() if it.bank_account_id == transaction.bank_account_id]
        return real_predicted([*own, *old], transaction)

    patch.setattr(rules, "delete", delete)
    patch.setattr(processing, "predicted", predicted)
    forgetting(patch, gone)


@liar("CON-RULE-02")
def predictions_are_forgotten_once_they_were_read(patch: Patch) -> None:
    """`predictedActions` are on a transaction only the first time it is served."""
    seen: set[tuple[str, int]] = set()

    def tell(body: Any) -> Any:
        account = body["bankAccount"]["bankAccountId"]
        for each in body["bankTransactionList"]["transactions"]:
            key = (account, each["transactionId"])
            if key in seen:
                each.pop("predictedActions", None)
            seen.add(key)
        return body

    retell(patch, READING, retold(tell))
    forgetting(patch, seen)
