"""Servers that take statements whose parts do not go together, or demand more of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sandbank_server.domain.statements import NewStatement, Statement
from sandbank_server.service.ports import Sandbox
from zoo.animals import liar
from zoo.liars import postings
from zoo.liars.postings import Data, objects

Patch = pytest.MonkeyPatch

FORTNIGHT = timedelta(days=14)
DETAILS = "/data/transactionDetails"


def _account(data: Data) -> object:
    details = objects(data, "accountDetails")
    return details[0].get("bankAccountId") if len(details) == 1 else None


def _with_own(data: Data, own: list[Data]) -> Data | None:
    if own == objects(data, "transactionDetails"):
        return None
    rest = {name: value for name, value in data.items() if name != "expected"}
    return {**rest, "transactionDetails": own}


@liar("PRV-STMT-11")
def transactions_of_another_account_count_as_of_this_one(patch: Patch) -> None:
    """All transactions go to the account of the account detail, whichever they name."""

    def mended(data: Data) -> Data | None:
        account = _account(data)
        sent = objects(data, "transactionDetails")
        named = all(isinstance(each.get("bankAccountId"), str) for each in sent)
        own = [{**each, "bankAccountId": account} for each in sent]
        return _with_own(data, own) if account and named else None

    postings.mend(patch, mended)


@liar("PRV-STMT-11")
def transactions_of_another_account_are_left_out(patch: Patch) -> None:
    """Of a statement only the transactions of its account are taken; the others are forgotten."""

    def mended(data: Data) -> Data | None:
        account = _account(data)
        sent = objects(data, "transactionDetails")
        named = all(isinstance(each.get("bankAccountId"), str) for each in sent)
        own = [each for each in sent if each.get("bankAccountId") == account]
        return _with_own(data, own) if account and named else None

    postings.mend(patch, mended)


@liar("PRV-STMT-11")
def only_the_first_transaction_has_to_be_of_the_account(patch: Patch) -> None:
    """Further transactions may name another bank account, and are held for that of the first."""
    postings.overlook(patch, f"{DETAILS}/[1-9][0-9]*/bankAccountId")

    def own(_: Sandbox, statement: Statement) -> Statement:
        account = statement.bank_account_id
        sent = statement.transactions
        held = tuple(replace(each, bank_account_id=account) for each in sent)
        return replace(statement, transactions=held)

    postings.begin(patch, own)


@liar("PRV-STMT-11")
def auth_required_may_come_with_transactions(patch: Patch) -> None:
    """A statement with transactions and `authRequired` is taken; both count."""
    postings.overlook(patch, "/data/accountDetails/0/status")


@liar("PRV-STMT-11")
def a_balance_may_be_of_tomorrow(patch: Patch) -> None:
    """The date of a balance may lie in the future."""
    postings.overlook(patch, "/data/accountDetails/0/balances/.*")


def _days(statement: NewStatement) -> list[date]:
    return [date.fromisoformat(each.date_posted[:10]) for each in statement.transactions]


@liar("PRV-STMT-11")
def what_is_older_than_a_fortnight_is_refused(patch: Patch) -> None:
    """A transaction more than 14 days older than the newest of its statement answers 400."""

    def too_wide(statement: NewStatement) -> bool:
        days = _days(statement)
        return bool(days) and max(days) - min(days) > FORTNIGHT

    postings.refuse(patch, "PRV-STMT-11", DETAILS, too_wide)


@liar("PRV-STMT-11")
def the_oldest_transaction_has_to_come_first(patch: Patch) -> None:
    """A statement whose transactions are not in the order of their days answers 400."""

    def disordered(statement: NewStatement) -> bool:
        days = _days(statement)
        return days != sorted(days)

    postings.refuse(patch, "PRV-STMT-11", DETAILS, disordered)
