"""What no schema says of a call, operation by operation."""

from collections.abc import Callable, Mapping

from sandbank_conformance.judge.cases import Case
from sandbank_conformance.judge.rules import banks, linking, reports, statements, uploads

Rule = Callable[[Case], None]

_RULES: Mapping[str, Rule] = {
    "reportAuthorisation": reports.judge,
    "reportAuthorisationByQuery": reports.judge,
    "beginLinking": linking.judge,
    "listAvailableBankAccounts": linking.judge_named,
    "changeBanks": banks.judge,
    "postStatement": statements.judge,
    "uploadAccounts": uploads.judge_accounts,
    "uploadTransactions": uploads.judge_transactions,
    "changeAccounts": uploads.judge_account_changes,
    "changeTransactions": uploads.judge_transaction_changes,
    "changeTransactionsAlias": uploads.judge_transaction_changes,
    "listAccountTransactions": uploads.judge_span,
}


def judge(case: Case) -> None:
    """Note what else is wrong with a call."""
    rule = _RULES.get(case.judged.id)
    if rule:
        rule(case)
