"""Servers that take transactions they should not, or refuse good ones."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from sandbank_server.domain import statement_faults
from sandbank_server.domain.refusals import Violation
from sandbank_server.domain.statement_faults import Fault
from sandbank_server.domain.statements import NewStatement
from sandbank_server.domain.transactions import BankTransaction
from zoo.animals import Answered, Asked, Forward, liar, on_the_wire
from zoo.liars import postings
from zoo.liars.general_crashes import CRASH
from zoo.liars.postings import POSTS, Data, data_in, objects

Patch = pytest.MonkeyPatch

EACH = "/data/transactionDetails/[0-9]+"
DAY = len("2026-01-31")


@liar("PRV-STMT-06")
def a_sign_may_contradict_its_type(patch: Patch) -> None:
    """A CREDIT may be below 0 and a DEBIT above it."""
    postings.overlook(patch, f"{EACH}/transactionType")


@liar("PRV-STMT-06")
def transactions_of_tomorrow_are_taken(patch: Patch) -> None:
    """`datePosted` may lie in the future."""
    postings.overlook(patch, f"{EACH}/datePosted")


@liar("PRV-STMT-06")
def a_user_may_begin_a_transaction_tomorrow(patch: Patch) -> None:
    """`dateUserInitiated` may lie in the future."""
    postings.overlook(patch, f"{EACH}/dateUserInitiated")


@liar("PRV-STMT-06")
def only_the_first_transaction_of_a_statement_is_judged(patch: Patch) -> None:
    """Signs, types and dates of all further transactions are not looked at."""
    places = "/data/transactionDetails/[1-9][0-9]*"
    postings.overlook(patch, f"{places}/(transactionType|datePosted|dateUserInitiated)")


def _dated(patch: Patch, is_future: Callable[[str, datetime], bool]) -> None:
    """Of transactions, other days and moments lie in the future; balances are as ever."""

    def judge(statement: NewStatement, found: list[Fault], now: datetime) -> list[Fault]:
        kept = [each for each in found if each[1].message != statement_faults._FUTURE]
        kept += [each for each in found if "/balances/" in each[1].pointer]
        for number, transaction in enumerate(statement.transactions):
            for name, date in _dates(transaction):
                if is_future(date, now):
                    place = f"/data/transactionDetails/{number}/{name}"
                    kept.append(("PRV-STMT-06", Violation(place, statement_faults._FUTURE)))
        return kept

    postings.judge(patch, judge)


def _dates(transaction: BankTransaction) -> list[tuple[str, str]]:
    dates = [("datePosted", transaction.date_posted)]
    if transaction.date_user_initiated is not None:
        dates.append(("dateUserInitiated", transaction.date_user_initiated))
    return dates


@liar("PRV-STMT-06")
def what_is_posted_later_today_is_taken(patch: Patch) -> None:
    """Of a moment only its day is held against the clock."""
    _dated(patch, lambda date, now: statement_faults.is_future(_day_of(date), now))


def _day_of(date: str) -> str:
    return date if len(date) == DAY else _moment(date).date().isoformat()


def _moment(date: str) -> datetime:
    return datetime.fromisoformat(date.upper()).astimezone(UTC)


@liar("PRV-STMT-06")
def the_offsets_of_dates_are_overlooked(patch: Patch) -> None:
    """A moment with an offset is read as one of UTC: two hours ago in Athens lies in the future."""

    def is_future(date: str, now: datetime) -> bool:
        if len(date) == DAY:
            return statement_faults.is_future(date, now)
        return datetime.fromisoformat(date.upper()).replace(tzinfo=UTC) > now

    _dated(patch, is_future)


@liar("PRV-STMT-06")
def a_day_has_to_be_over(patch: Patch) -> None:
    """A `datePosted` without a time lies in the future until its day has ended."""

    def is_future(date: str, now: datetime) -> bool:
        ended = now - timedelta(days=1) if len(date) == DAY else now
        return statement_faults.is_future(date, ended)

    _dated(patch, is_future)


@liar("PRV-STMT-11")
def nothing_is_a_credit(patch: Patch) -> None:
    """A DEBIT with an amount of 0 answers 400."""
    postings.refuse(
        patch,
        "PRV-STMT-06",
        "/data/transactionDetails/0/transactionType",
        lambda it: any(
            not each.transaction_amount and each.transaction_type == "DEBIT"
            for each in it.transactions
        ),
    )


def _number(value: object) -> object:
    try:
        return Decimal(value) if isinstance(value, str) else value
    except ArithmeticError:
        return value


@liar("PRV-STMT-11")
def an_amount_may_be_a_text(patch: Patch) -> None:
    """A `transactionAmount` of `"12.50"` is as good as one of 12.50."""
    amount = "transactionAmount"
    postings.mend_transactions(
        patch, lambda each: {**each, amount: _number(each[amount])} if amount in each else each
    )


@liar("PRV-STMT-11")
def a_transaction_needs_no_description(patch: Patch) -> None:
    """A transaction without `description` is taken under its uniqueId."""
    postings.mend_transactions(patch, lambda each: {"description": each.get("uniqueId"), **each})


@liar("PRV-STMT-11")
def the_type_of_a_transaction_follows_from_its_sign(patch: Patch) -> None:
    """A transaction without `transactionType` is taken for what its amount says."""

    def typed(each: Data) -> Data:
        amount = each.get("transactionAmount")
        below = isinstance(amount, int | Decimal) and amount < 0
        return {"transactionType": "DEBIT" if below else "CREDIT", **each}

    postings.mend_transactions(patch, typed)


@liar("PRV-STMT-11")
def transactions_that_are_only_pending_are_taken(patch: Patch) -> None:
    """A `transactionStatus` of `pending` is taken, and the transaction shown as posted."""

    def mended(each: Data) -> Data:
        pending = each.get("transactionStatus") == "pending"
        return {**each, "transactionStatus": "posted"} if pending else each

    postings.mend_transactions(patch, mended)


@liar("PRV-STMT-11")
def a_single_transaction_needs_no_list(patch: Patch) -> None:
    """`transactionDetails` may be one object."""

    def mended(data: Data) -> Data | None:
        one = data.get("transactionDetails")
        return {**data, "transactionDetails": [one]} if isinstance(one, dict) else None

    postings.mend(patch, mended)


@liar("GEN-01", "PRV-STMT-11")
def falls_over_a_transaction_without_an_amount(patch: Patch) -> None:
    """A transaction without `transactionAmount` answers 500."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answered = await forward(asked)
        if not POSTS(asked) or answered.status != 400:
            return answered
        sent = objects(data_in(asked.body), "transactionDetails")
        return CRASH if any("transactionAmount" not in each for each in sent) else answered

    on_the_wire(patch, wire)
