"""A provider posts statements: accepted whole, or refused whole with nothing changed."""

from dataclasses import replace
from decimal import Decimal

import pytest
from bank_feed_builders import (
    CALLER,
    PROVIDER_A,
    PROVIDER_B,
    a_posting,
    a_statement,
    a_transaction,
    an_account,
    at,
)
from bank_feed_world import BankFeeds, refused

from sandbank_server.domain.refusals import Conflict, Malformed, Unknown
from sandbank_server.domain.statements import (
    AccountReport,
    NewStatement,
    Statement,
    StatementError,
    StatementStatus,
)
from sandbank_server.domain.transactions import BankTransaction
from sandbank_server.service import offboarding, statements

_S = StatementStatus


def post(feeds: BankFeeds, new: NewStatement) -> Statement:
    return statements.post(feeds.sandbox, PROVIDER_A, new)


def of(feeds: BankFeeds, bank_account_id: str) -> list[BankTransaction]:
    return feeds.store.transactions.find("account", bank_account_id)


def fresh(*amounts: str) -> NewStatement:
    """A statement of the pending account."""
    return a_statement(
        *(
            a_posting(f"new-{n}", amount, bank_account_id="fresh")
            for n, amount in enumerate(amounts)
        ),
        bank_account_id="fresh",
    )


def test_transactions_get_rising_ids_after_the_last_one(feeds: BankFeeds) -> None:
    feeds.store.bank_accounts.put(replace(feeds.account("active"), last_transaction_id=300))

    post(feeds, a_statement(a_posting("b"), a_posting("a", "3")))

    new = of(feeds, "active")[250:]
    assert [(each.transaction_id, each.unique_id) for each in new] == [(301, "b"), (302, "a")]
    assert feeds.account("active").last_transaction_id == 302


def test_a_transaction_keeps_all_that_was_sent(feeds: BankFeeds) -> None:
    sent = a_posting(narrative1="one", check_num="7", currency="USD", reference_number="r")

    post(feeds, a_statement(sent))

    [held] = of(feeds, "active")[250:]
    assert replace(held, transaction_id=0, predicted_actions=()) == sent


def test_what_is_in_no_foreign_currency_is_in_that_of_the_account(feeds: BankFeeds) -> None:
    feeds.store.bank_accounts.put(an_account("sterling", default_currency="GBP"))
    transactions = (
        a_posting("1", bank_account_id="sterling"),
        a_posting("2", bank_account_id="sterling", currency="USD"),
    )

    post(feeds, a_statement(*transactions))

    assert [each.currency for each in of(feeds, "sterling")] == ["GBP", "USD"]


def test_what_the_rules_predict_is_on_the_transaction(feeds: BankFeeds) -> None:
    post(feeds, a_statement(a_posting("1"), a_posting("2", description="Tea")))

    coffee, tea = of(feeds, "active")[250:]
    assert [each.rule_name for each in coffee.predicted_actions] == ["Coffee", "Rent"]
    assert tea.predicted_actions == ()


@pytest.mark.parametrize("bank_account_id", ["fresh", "lapsed", "active"])
@pytest.mark.parametrize(
    ("said", "transactions", "after"),
    [
        (None, True, "active"),
        (AccountReport.ACTIVE, False, "active"),
        (AccountReport.AUTH_REQUIRED, False, "authRequired"),
    ],
)
def test_a_statement_moves_its_account(
    feeds: BankFeeds,
    bank_account_id: str,
    said: AccountReport | None,
    transactions: bool,
    after: str,
) -> None:
    posted = (a_posting(bank_account_id=bank_account_id),) if transactions else ()

    post(feeds, a_statement(*posted, bank_account_id=bank_account_id, account_status=said))

    assert feeds.status_of(bank_account_id) == after


@pytest.mark.parametrize("bank_account_id", ["fresh", "lapsed", "active"])
def test_a_statement_of_nothing_leaves_the_account_as_it_was(
    feeds: BankFeeds, bank_account_id: str
) -> None:
    before = feeds.account(bank_account_id)

    statement = post(feeds, a_statement(bank_account_id=bank_account_id))

    assert statement.status is _S.COMPLETED
    assert feeds.account(bank_account_id) == before


def test_a_completed_statement_can_be_read_and_holds_nothing(feeds: BankFeeds) -> None:
    posted = post(feeds, a_statement(a_posting()))

    read = statements.get(feeds.sandbox, PROVIDER_A, posted.statement_id)

    assert read == posted
    assert (read.status, read.errors, read.transactions) == (_S.COMPLETED, (), ())


def test_sums_are_exact(feeds: BankFeeds) -> None:
    post(feeds, fresh(*["0.1"] * 10))

    assert sum(each.transaction_amount for each in of(feeds, "fresh")) == Decimal(1)


def test_a_unique_id_that_is_held_refuses_the_whole_statement(feeds: BankFeeds) -> None:
    with refused(feeds, Conflict, "PRV-STMT-02") as caught:
        post(feeds, a_statement(a_posting("new-1"), a_posting("txn-7"), a_posting("txn-8")))

    assert "'txn-7', 'txn-8'" in caught.value.detail
    assert "new-1" not in caught.value.detail


def test_a_unique_id_that_comes_twice_refuses_the_whole_statement(feeds: BankFeeds) -> None:
    with refused(feeds, Conflict, "PRV-STMT-02"):
        post(feeds, a_statement(a_posting("new-1"), a_posting("new-1", "5")))


def test_of_many_repeated_ids_a_few_are_named(feeds: BankFeeds) -> None:
    again = [a_posting(f"txn-{n}") for n in range(1, 31)]

    with refused(feeds, Conflict, "PRV-STMT-02") as caught:
        post(feeds, a_statement(*again))

    assert "'txn-10' and 20 more" in caught.value.detail
    assert "txn-11" not in caught.value.detail


def test_a_unique_id_of_another_account_is_free(feeds: BankFeeds) -> None:
    post(feeds, a_statement(a_posting("txn-200", bank_account_id="neighbour")))

    assert [each.unique_id for each in of(feeds, "neighbour")] == ["txn-1", "txn-200"]


def test_a_statement_sent_again_never_counts_twice(feeds: BankFeeds) -> None:
    post(feeds, fresh("1", "2"))

    with refused(feeds, Conflict, "PRV-STMT-02"):
        post(feeds, fresh("1", "2"))


def test_a_cancelled_account_takes_no_statement(feeds: BankFeeds) -> None:
    for said in (None, AccountReport.ACTIVE, AccountReport.AUTH_REQUIRED):
        with refused(feeds, Conflict, "PRV-STMT-08"):
            post(feeds, a_statement(bank_account_id="gone", account_status=said))


@pytest.mark.parametrize(
    ("caller", "new", "truth"),
    [
        (PROVIDER_A, a_statement(bank_account_id="never-was"), "PRV-STMT-10"),
        (PROVIDER_A, a_statement(bank_id="never-was"), "PRV-STMT-10"),
        (PROVIDER_A, a_statement(bank_id="bank-2"), "GEN-05"),
        (PROVIDER_B, a_statement(), "GEN-05"),
        (PROVIDER_B, a_statement(bank_id="bank-2"), "GEN-05"),
        (PROVIDER_B, a_statement(bank_account_id="gone"), "GEN-05"),
    ],
)
def test_what_is_not_the_providers_is_unknown(
    feeds: BankFeeds, caller: object, new: NewStatement, truth: str
) -> None:
    with refused(feeds, Unknown, "PRV-STMT-10") as caught:
        statements.post(feeds.sandbox, caller, new)  # type: ignore[arg-type]

    assert caught.value.code == "unknown_bank_account"
    assert caught.value.truth == truth


def test_another_providers_statement_is_as_unknown_as_none(feeds: BankFeeds) -> None:
    posted = post(feeds, a_statement())
    refusals = []
    for statement_id in (posted.statement_id, "never-was"):
        with refused(feeds, Unknown, "PRV-STMT-10") as caught:
            statements.get(feeds.sandbox, PROVIDER_B, statement_id)
        refusals.append(caught.value)

    foreign, unknown = refusals
    assert (foreign.code, foreign.detail) == (unknown.code, unknown.detail)
    assert (foreign.truth, unknown.truth) == ("GEN-05", "PRV-STMT-10")


def test_the_body_is_judged_before_the_account_and_that_before_its_state(
    feeds: BankFeeds,
) -> None:
    wrong = a_posting("txn-1", "5", transaction_type="DEBIT")

    with refused(feeds, Malformed, "PRV-STMT-06"):
        post(feeds, a_statement(wrong, bank_id="never-was"))
    with refused(feeds, Unknown, "PRV-STMT-10"):
        post(feeds, a_statement(a_posting(bank_account_id="gone"), bank_id="never-was"))
    with refused(feeds, Conflict, "PRV-STMT-08"):
        post(feeds, a_statement(*[a_posting("1", bank_account_id="gone")] * 2))


def test_a_reconnected_account_starts_anew(feeds: BankFeeds) -> None:
    feeds.store.transactions.put(a_transaction("fresh", 9))
    offboarding.disconnect(feeds.sandbox, CALLER, at("fresh"))
    feeds.store.bank_accounts.put(an_account("again", account_identifier="acct-fresh"))

    post(feeds, a_statement(a_posting("txn-9", bank_account_id="again")))

    assert [each.transaction_id for each in of(feeds, "again")] == [1]
    assert of(feeds, "fresh") == []


def test_a_disconnection_fails_what_is_processing_and_nothing_of_it_is_held(
    feeds: BankFeeds,
) -> None:
    held = a_posting(bank_account_id="fresh", description="Marked")
    fields = {"provider_id": "provider-a", "bank_account_id": "fresh", "transactions": (held,)}
    feeds.store.statements.put(Statement(statement_id="st", **fields))  # type: ignore[arg-type]

    offboarding.disconnect(feeds.sandbox, CALLER, at("fresh"))

    failed = statements.get(feeds.sandbox, PROVIDER_A, "st")
    assert (failed.status, failed.transactions) == (_S.FAILED, ())
    assert [type(each) for each in failed.errors] == [StatementError]
    assert "Marked" not in str(feeds.everything())
