"""Servers that apply the wrong rules to transactions that come in, or tell it wrongly."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.domain import rule_matching
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.rules import Rule, RuleStatus
from sandbank_server.domain.transactions import BankTransaction, PredictedAction
from sandbank_server.service import processing, rules, transactions
from sandbank_server.service.keys import real_account_key
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.reach import AccountPath
from sandbank_server.service.transactions import Span, TransactionPage
from zoo.animals import liar
from zoo.liars.calls_again import forgetting
from zoo.liars.retelling import of_accounts, retell, retold

Patch = pytest.MonkeyPatch
Predicted = tuple[PredictedAction, ...]

READING = of_accounts("GET", "/[^/]+/transactions")


def _predicting(patch: Patch, change: Callable[[Predicted], Predicted]) -> None:
    """What rules predict is kept otherwise."""
    real = processing.predicted
    patch.setattr(processing, "predicted", lambda *what: change(real(*what)))


@liar("CON-RULE-02")
def applies_no_rules(patch: Patch) -> None:
    """Transactions that come in are kept as they are."""
    _predicting(patch, lambda _: ())


@liar("CON-RULE-02")
def applies_the_first_rule_that_fits(patch: Patch) -> None:
    """Of several rules whose conditions hold one is applied."""
    _predicting(patch, lambda predicted: predicted[:1])


@liar("CON-RULE-02")
def tells_of_the_newest_rule_first(patch: Patch) -> None:
    """What several rules predict comes in the opposite order of the rules."""
    _predicting(patch, lambda predicted: predicted[::-1])


@liar("CON-RULE-02")
def tells_of_the_first_action_of_a_rule(patch: Patch) -> None:
    """A rule that splits a transaction predicts its first share only."""
    _predicting(
        patch,
        lambda predicted: tuple(
            replace(each, rule_actions=each.rule_actions[:1]) for each in predicted
        ),
    )


@liar("CON-RULE-02")
def tells_only_which_rules_fit(patch: Patch) -> None:
    """`predictedActions` names the rules, and their actions are an empty list."""
    _predicting(
        patch, lambda predicted: tuple(replace(each, rule_actions=()) for each in predicted)
    )


@liar("CON-RULE-02")
def rules_are_applied_to_the_first_transaction_of_a_statement(patch: Patch) -> None:
    """All further transactions of a statement are kept as they are."""
    real_hold, real_predicted = processing._hold, processing.predicted
    counted = [0]

    def hold(*what: Any) -> None:
        counted[0] = 0
        real_hold(*what)

    def predicted(rules: Iterable[Rule], transaction: BankTransaction) -> Predicted:
        counted[0] += 1
        return real_predicted(rules, transaction) if counted[0] == 1 else ()

    patch.setattr(processing, "_hold", hold)
    patch.setattr(processing, "predicted", predicted)


@liar("CON-RULE-01", "CON-RULE-02")
def one_condition_of_a_rule_is_enough(patch: Patch) -> None:
    """A rule is applied when any of its conditions holds."""

    def applies(rule: Rule, transaction: BankTransaction) -> bool:
        return any(rule_matching.holds(each, transaction) for each in rule.rule_conditions)

    patch.setattr(rule_matching, "applies", applies)


@liar("CON-RULE-01", "CON-RULE-02")
def the_first_condition_of_a_rule_decides(patch: Patch) -> None:
    """A rule is applied when the first of its conditions holds."""

    def applies(rule: Rule, transaction: BankTransaction) -> bool:
        return rule_matching.holds(rule.rule_conditions[0], transaction)

    patch.setattr(rule_matching, "applies", applies)


def _applying(patch: Patch, of: Callable[[Sandbox, BankAccount], Iterable[BankAccount]]) -> None:
    """The rules of other accounts are applied as well, working or not."""
    real_hold, real_predicted = processing._hold, processing.predicted
    others: list[Rule] = []

    def hold(sandbox: Sandbox, *what: Any) -> None:
        [account] = [each for each in what if isinstance(each, BankAccount)]
        ids = (each.bank_account_id for each in of(sandbox, account))
        found = (sandbox.store.rules.find("account", it) for it in ids)
        others[:] = [rule for each in found for rule in each]
        real_hold(sandbox, *what)

    def predicted(own: Iterable[Rule], transaction: BankTransaction) -> Predicted:
        active = [replace(each, status=RuleStatus.ACTIVE) for each in others]
        return real_predicted([*own, *active], transaction)

    patch.setattr(processing, "_hold", hold)
    patch.setattr(processing, "predicted", predicted)


@liar("CON-RULE-02")
def the_rules_of_an_account_are_applied_to_its_neighbours(patch: Patch) -> None:
    """All rules of the company are applied to the transactions of each of its accounts."""
    _applying(
        patch,
        lambda sandbox, account: [
            each
            for each in sandbox.store.bank_accounts.find("company", account.company_id)
            if each.is_connected and each.bank_account_id != account.bank_account_id
        ],
    )


@liar("CON-RULE-02", "GEN-05")
def the_rules_of_all_companies_are_applied(patch: Patch) -> None:
    """The rules of other companies are applied to the transactions of an account as well."""
    _applying(
        patch,
        lambda sandbox, account: [
            each
            for each in sandbox.store.bank_accounts.all()
            if each.company_id != account.company_id and each.is_connected
        ],
    )


@liar("CON-RULE-02")
def disconnected_rules_go_on_for_the_next_connection(patch: Patch) -> None:
    """Once the real account is connected anew, the rules of the old connection are applied."""
    _applying(
        patch,
        lambda sandbox, account: [
            each
            for each in sandbox.store.bank_accounts.find("real", real_account_key(account))
            if each.bank_account_id != account.bank_account_id
        ],
    )


@liar("CON-RULE-02")
def what_rules_predict_follows_them_as_they_change(patch: Patch) -> None:
    """Rules are applied when transactions are read, as the rules are by then."""
    real = transactions.page

    def page(sandbox: Sandbox, caller: Any, path: AccountPath, asked: Span) -> TransactionPage:
        served = real(sandbox, caller, path, asked)
        own = sandbox.store.rules.find("account", served.account.bank_account_id)
        anew = tuple(
            replace(each, predicted_actions=rule_matching.predicted(own, each))
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
