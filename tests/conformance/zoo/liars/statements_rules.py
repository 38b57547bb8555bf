"""Servers that apply the wrong rules to transactions that come in, or tell it wrongly."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.domain import rule_matching
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.rules import Rule, RuleStatus
from sandbank_server.domain.transactions import BankTransaction, PredictedAction
from sandbank_server.service import processing
from sandbank_server.service.keys import real_account_key
from sandbank_server.service.ports import Sandbox
from zoo.animals import liar
from zoo.liars.retelling import of_accounts

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
