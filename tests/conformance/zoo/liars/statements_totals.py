"""Servers that hold what a statement should come to against it in a way of their own."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from sandbank_server.domain.refusals import Malformed, Refusal, Violation
from sandbank_server.domain.statement_faults import Fault
from sandbank_server.domain.statements import Expected, NewStatement
from sandbank_server.service.ports import Sandbox
from zoo.animals import liar
from zoo.liars import postings
from zoo.liars.postings import Data

Patch = pytest.MonkeyPatch

SUMS = "/data/expected/.*Sum"
PARTS = 4  # how much `expected` can say


@liar("PRV-STMT-03")
def totals_are_not_looked_at(patch: Patch) -> None:
    """Whatever `expected` says, the statement is taken."""
    postings.overlook(patch, "/data/expected/.*")


@liar("PRV-STMT-03")
def a_statement_has_to_come_to_its_counts_only(patch: Patch) -> None:
    """The sums in `expected` are not compared."""
    postings.overlook(patch, SUMS)


def _sums(statement: NewStatement) -> tuple[Decimal, Decimal]:
    amounts = [each.transaction_amount for each in statement.transactions]
    credit = sum((each for each in amounts if each > 0), Decimal(0))
    return credit, sum(amounts, Decimal(0)) - credit


def _judging_sums(patch: Patch, forgiven: Any) -> None:
    """Faults in sums are overlooked where what was said is forgiven what it came to."""

    def judge(statement: NewStatement, found: list[Fault], _now: object) -> list[Fault]:
        said = statement.expected.transaction_credit_sum, statement.expected.transaction_debit_sum
        good = forgiven(said, _sums(statement))
        return [each for each in found if not (good and each[1].pointer.endswith("Sum"))]

    postings.judge(patch, judge)


@liar("PRV-STMT-03")
def the_balance_of_both_sums_is_compared(patch: Patch) -> None:
    """Credits and debits that are wrong by the same amount are found right."""
    _judging_sums(patch, lambda said, came: None not in said and sum(said) == sum(came))


@liar("PRV-STMT-03")
def a_cent_more_or_less_is_forgiven(patch: Patch) -> None:
    """A sum counts as right when it is wrong by a cent."""

    def near(said: tuple[Decimal | None, ...], came: tuple[Decimal, ...]) -> bool:
        pairs = zip(said, came, strict=True)
        return all(a is None or abs(a - b) <= Decimal("0.01") for a, b in pairs)

    _judging_sums(patch, near)


@liar("PRV-STMT-03")
def totals_of_zero_say_nothing(patch: Patch) -> None:
    """A total is compared if it is true, and 0 is not."""

    def judge(_: NewStatement, found: list[Fault], _now: object) -> list[Fault]:
        return [each for each in found if not each[1].message.startswith("is 0, but")]

    postings.judge(patch, judge)


@liar("PRV-STMT-03")
def amounts_are_added_up_as_floats(patch: Patch) -> None:
    """Totals are right when they are what floats come to: 0.1 and 0.2 are not 0.3."""

    def judge(statement: NewStatement, found: list[Fault], _now: object) -> list[Fault]:
        amounts = [float(each.transaction_amount) for each in statement.transactions]
        expected = statement.expected
        credits = sum((each for each in amounts if each > 0), 0.0)
        debits = sum((each for each in amounts if each < 0), 0.0)
        said = (
            ("transactionCreditSum", expected.transaction_credit_sum, credits),
            ("transactionDebitSum", expected.transaction_debit_sum, debits),
        )
        wrong = [name for name, given, came in said if given is not None and float(given) != came]
        others = [each for each in found if not each[1].pointer.endswith("Sum")]
        message = "does not come to that"
        places = (Violation(f"/data/expected/{name}", message) for name in wrong)
        return [*others, *(("PRV-STMT-03", each) for each in places)]

    postings.judge(patch, judge)


def _reading(patch: Patch, change: Any) -> None:
    postings.parse(
        patch, lambda data, new: replace(new, expected=change(data.get("expected"), new.expected))
    )


@liar("PRV-STMT-03")
def the_sum_of_debits_is_above_zero(patch: Patch) -> None:
    """The sum of the debits is expected without its sign."""

    def turned(_: object, expected: Expected) -> Expected:
        debits = expected.transaction_debit_sum
        return replace(expected, transaction_debit_sum=None if debits is None else -debits)

    _reading(patch, turned)


def _wrong(rule: str) -> Refusal:
    return Malformed(rule, violations=(Violation("/data/expected", "has to be whole"),))


@liar("PRV-STMT-03")
def an_expected_that_says_nothing_is_refused(patch: Patch) -> None:
    """An `expected` of `{}` answers 400."""

    def judged(given: Data | None, expected: Expected) -> Expected:
        if given == {}:
            raise _wrong("PRV-STMT-03")
        return expected

    _reading(patch, judged)


@liar("PRV-STMT-11")
def an_expected_that_says_only_a_part_is_refused(patch: Patch) -> None:
    """An `expected` that gives some of its four totals answers 400."""

    def judged(given: Data | None, expected: Expected) -> Expected:
        if given and 0 < sum(value is not None for value in _values(expected)) < PARTS:
            raise _wrong("PRV-STMT-11")
        return expected

    _reading(patch, judged)


def _values(expected: Expected) -> list[object]:
    return [getattr(expected, name) for name in Expected.__dataclass_fields__]


@liar("GEN-02")
def totals_are_compared_when_all_is_stored(patch: Patch) -> None:
    """A statement that does not come to its totals answers 400, but was processed by then."""

    def then(sandbox: Sandbox, caller: Any, refusal: Refusal, new: NewStatement) -> None:
        if refusal.requirement == "PRV-STMT-03":
            postings.post_anyway(sandbox, caller, replace(new, expected=Expected()))

    postings.after_refused(patch, then)
