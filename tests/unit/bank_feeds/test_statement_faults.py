"""What is wrong with a statement in itself, all of it named at once."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from bank_feed_builders import a_posting, a_statement
from bank_feed_fakes import START

from sandbank_server.domain.refusals import Malformed
from sandbank_server.domain.statement_faults import is_future, refuse_faults
from sandbank_server.domain.statements import AccountReport, BalanceDate, Expected, NewStatement


def refused(statement: NewStatement) -> tuple[str, list[str]]:
    """The rule that a statement breaks, and where."""
    with pytest.raises(Malformed) as caught:
        refuse_faults(statement, START)
    return caught.value.requirement, [each.pointer for each in caught.value.violations]


def expecting(**totals: Any) -> NewStatement:
    """Two debits of 0.10, a credit of 0.30, and what is said of them."""
    transactions = (a_posting("1", "-0.10"), a_posting("2", "-0.10"), a_posting("3", "0.30"))
    return a_statement(*transactions, expected=Expected(**totals))


@pytest.mark.parametrize(
    "totals",
    [
        {},
        {"transaction_details_count": 3, "account_details_count": 1},
        {"transaction_credit_sum": Decimal("0.3"), "transaction_debit_sum": Decimal("-0.20")},
        {"transaction_debit_sum": Decimal("-2e-1")},
    ],
)
def test_what_is_expected_and_true_is_accepted(totals: dict[str, Any]) -> None:
    refuse_faults(expecting(**totals), START)


@pytest.mark.parametrize(
    ("name", "value", "place"),
    [
        ("transaction_details_count", 2, "transactionDetailsCount"),
        ("account_details_count", 0, "accountDetailsCount"),
        ("transaction_credit_sum", Decimal("0.31"), "transactionCreditSum"),
        ("transaction_debit_sum", Decimal("0.20"), "transactionDebitSum"),
    ],
)
def test_what_is_expected_and_not_so_is_refused(name: str, value: Any, place: str) -> None:
    assert refused(expecting(**{name: value})) == ("PRV-STMT-03", [f"/data/expected/{place}"])


def test_a_refusal_of_totals_says_what_was_counted() -> None:
    with pytest.raises(Malformed) as caught:
        refuse_faults(expecting(transaction_debit_sum=Decimal("2e1")), START)

    [violation] = caught.value.violations
    assert violation.message == "is 20, but what was sent comes to -0.20"


def test_no_transactions_come_to_nothing() -> None:
    zero = Decimal("-0.0")
    expected = Expected(transaction_details_count=0, transaction_debit_sum=zero)

    refuse_faults(a_statement(expected=expected), START)


@pytest.mark.parametrize(("amount", "kind"), [("1", "DEBIT"), ("-1", "CREDIT")])
def test_a_sign_that_disagrees_with_the_type_is_refused(amount: str, kind: str) -> None:
    wrong = a_statement(a_posting("1"), a_posting("2", amount, transaction_type=kind))

    place = "/data/transactionDetails/1/transactionType"
    assert refused(wrong) == ("PRV-STMT-06", [place])


@pytest.mark.parametrize("kind", ["CREDIT", "DEBIT"])
@pytest.mark.parametrize("amount", ["0", "-0.00"])
def test_nothing_may_be_of_either_type(amount: str, kind: str) -> None:
    refuse_faults(a_statement(a_posting("1", amount, transaction_type=kind)), START)


@pytest.mark.parametrize("field", ["date_posted", "date_user_initiated"])
@pytest.mark.parametrize("date", ["2026-02-01", "2026-01-31T12:00:00.000001Z"])
def test_a_date_in_the_future_is_refused(field: str, date: str) -> None:
    name = {"date_posted": "datePosted", "date_user_initiated": "dateUserInitiated"}[field]

    wrong = a_statement(a_posting("1", **{field: date}))

    assert refused(wrong) == ("PRV-STMT-06", [f"/data/transactionDetails/0/{name}"])


@pytest.mark.parametrize(
    ("date", "future"),
    [
        ("2026-01-31", False),
        ("2026-02-01", True),
        ("2026-01-31T12:00:00Z", False),
        ("2026-01-31t12:00:00.1z", True),
        ("2026-01-31T23:00:00+11:00", False),
        ("2026-01-31T07:00:01-05:00", True),
        ("1000-01-01", False),
        ("2999-12-31T23:59:59.123456789Z", True),
    ],
)
def test_now_is_not_the_future(date: str, future: bool) -> None:
    assert is_future(date, START) == future


def test_a_day_counts_in_utc() -> None:
    midnight = START + timedelta(hours=12)

    assert not is_future("2026-02-01", midnight)
    assert is_future("2026-02-01", midnight - timedelta(microseconds=1))


def test_a_transaction_of_another_account_is_refused() -> None:
    wrong = a_statement(a_posting("1"), a_posting("2", bank_account_id="neighbour"))

    place = "/data/transactionDetails/1/bankAccountId"
    assert refused(wrong) == ("PRV-STMT-11", [place])


def test_transactions_do_not_come_with_a_call_for_authorisation() -> None:
    wrong = a_statement(a_posting(), account_status=AccountReport.AUTH_REQUIRED)

    assert refused(wrong) == ("PRV-STMT-11", ["/data/accountDetails/0/status"])


@pytest.mark.parametrize("name", ["ledgerBalanceDate", "availableBalanceDate"])
def test_a_balance_of_the_future_is_refused(name: str) -> None:
    wrong = a_statement(balance_dates=(BalanceDate(name=name, date="2026-02-01"),))

    place = f"/data/accountDetails/0/balances/{name}"
    assert refused(wrong) == ("PRV-STMT-11", [place])


def test_faults_of_several_rules_are_named_together() -> None:
    wrong = a_statement(
        a_posting("1", "5", transaction_type="DEBIT", date_posted="2026-02-01"),
        expected=Expected(transaction_details_count=2),
    )

    requirement, places = refused(wrong)

    assert requirement == "PRV-STMT-11"
    assert len(places) == 3
