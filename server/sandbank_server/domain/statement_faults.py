"""What can be wrong with a statement in itself, beyond the form of its fields."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

from sandbank_server.domain.refusals import Malformed, Violation
from sandbank_server.domain.statements import AccountReport, NewStatement
from sandbank_server.domain.transactions import BankTransaction

_SHAPE, _TOTALS, _VALUES = "PRV-STMT-11", "PRV-STMT-03", "PRV-STMT-06"
_FUTURE = "must not be in the future"

Fault = tuple[str, Violation]  # the requirement that is broken, and where


def refuse_faults(statement: NewStatement, now: datetime) -> None:
    """Refuse a statement that is wrong in itself; every fault is named."""
    found = [*faults(statement, now)]
    if found:
        requirements = {requirement for requirement, _ in found}
        requirement = requirements.pop() if len(requirements) == 1 else _SHAPE
        raise Malformed(requirement, violations=tuple(violation for _, violation in found))


def faults(statement: NewStatement, now: datetime) -> Iterator[Fault]:
    """Everything that is wrong with it, from its beginning to its end."""
    yield from _of_totals(statement)
    yield from _of_account_detail(statement, now)
    for number, transaction in enumerate(statement.transactions):
        place = f"/data/transactionDetails/{number}"
        if transaction.bank_account_id != statement.bank_account_id:
            message = "must be the bankAccountId of the account detail"
            yield _SHAPE, Violation(f"{place}/bankAccountId", message)
        yield from _of_values(transaction, place, now)


def _of_totals(statement: NewStatement) -> Iterator[Fault]:
    amounts = [each.transaction_amount for each in statement.transactions]
    expected = statement.expected
    totals = (
        ("transactionDetailsCount", expected.transaction_details_count, len(amounts)),
        ("accountDetailsCount", expected.account_details_count, 1),
        ("transactionCreditSum", expected.transaction_credit_sum, _sum(amounts, sign=1)),
        ("transactionDebitSum", expected.transaction_debit_sum, _sum(amounts, sign=-1)),
    )
    for name, said, counted in totals:
        if said is not None and said != counted:
            message = f"is {_plain(said)}, but what was sent comes to {_plain(counted)}"
            yield _TOTALS, Violation(f"/data/expected/{name}", message)


def _sum(amounts: list[Decimal], *, sign: int) -> Decimal:
    return sum((amount for amount in amounts if amount * sign > 0), Decimal(0))


def _plain(number: int | Decimal) -> str:
    return f"{Decimal(number):f}"


def _of_account_detail(statement: NewStatement, now: datetime) -> Iterator[Fault]:
    place = "/data/accountDetails/0"
    if statement.account_status is AccountReport.AUTH_REQUIRED and statement.transactions:
        message = "must not be authRequired in a statement that brings transactions"
        yield _SHAPE, Violation(f"{place}/status", message)
    for balance in statement.balance_dates:
        if is_future(balance.date, now):
            yield _SHAPE, Violation(f"{place}/balances/{balance.name}", _FUTURE)


def _of_values(transaction: BankTransaction, place: str, now: datetime) -> Iterator[Fault]:
    # Nothing says to which side an amount of 0 belongs, so it may be either.
    right = {1: "CREDIT", -1: "DEBIT"}.get(_sign(transaction.transaction_amount))
    if right not in (None, transaction.transaction_type):
        message = f"must be {right}: an amount above 0 is a CREDIT, one below 0 a DEBIT"
        yield _VALUES, Violation(f"{place}/transactionType", message)
    dates = {
        "datePosted": transaction.date_posted,
        "dateUserInitiated": transaction.date_user_initiated,
    }
    for name, date in dates.items():
        if date is not None and is_future(date, now):
            yield _VALUES, Violation(f"{place}/{name}", _FUTURE)


def _sign(amount: Decimal) -> int:
    return (amount > 0) - (amount < 0)


def is_future(date: str, now: datetime) -> bool:
    """Whether an ISO 8601 day or moment is later than now; days are those of UTC."""
    if len(date) == len("2026-01-31"):
        return date > now.astimezone(UTC).date().isoformat()
    return datetime.fromisoformat(date.upper()) > now
