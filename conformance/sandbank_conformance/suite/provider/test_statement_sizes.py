"""How much a statement holds: one bank account, and at most 1,000 transactions."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import ensure, ensure_status, ensure_success
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.statement_bodies import totals, without
from sandbank_conformance.statements import Statements
from sandbank_conformance.suite.consumer.pages import by_last_id
from sandbank_conformance.suite.provider.posting import (
    Watched,
    ensure_processed,
    ensure_turned_away,
)

pytestmark = of_api("consumer")

MOST = 1_000

Details = Callable[[str, str], list[Any]]  # of a bank account and another one

NOT_ONE = [
    pytest.param(lambda one, other: [_detail(one), _detail(other)], id="two accounts", marks=smoke),
    pytest.param(lambda one, _: [_detail(one), _detail(one)], id="one account twice"),
    pytest.param(lambda _, __: [], id="none"),
]


def _detail(account: str) -> dict[str, str]:
    return {"bankAccountId": account}


class Posting:
    """Statements of two bank accounts that take statements."""

    def __init__(self, statements: Statements, draw: Draw) -> None:
        self._statements = statements
        self._draw = draw
        self.accounts = tuple(statements.fed(draw).account for _ in range(2))

    def of(self, details: Details) -> Exchange:
        """Post a transaction of the first, with these account details."""
        account, listed = self.accounts[0], details(*self.accounts)
        sent = self._statements.drawn(self._draw, account)
        expected = totals(sent, details=len(listed))
        return self._statements.post(account, *sent, accountDetails=listed, expected=expected)

    def without_any(self) -> Exchange:
        """Post a transaction of the first, without account details."""
        account = self.accounts[0]
        body = self._statements.body(account, *self._statements.drawn(self._draw, account))
        return self._statements.send(without(body, "accountDetails"))


@pytest.fixture
def posting(statements: Statements, draw: Draw) -> Posting:
    """Two bank accounts, and statements of them."""
    return Posting(statements, draw)


@requirement("PRV-STMT-01")
@pytest.mark.parametrize("details", NOT_ONE)
def test_a_statement_is_turned_away_whole_with_account_details_of(
    details: Details, posting: Posting, statements: Statements, product: Product
) -> None:
    watched = Watched(product, *posting.accounts)

    answer = posting.of(details)

    ensure_turned_away(statements, answer)
    watched.ensure_untouched(by=answer)


@requirement("PRV-STMT-01")
def test_a_statement_without_account_details_is_turned_away_whole(
    posting: Posting, statements: Statements, product: Product
) -> None:
    watched = Watched(product, *posting.accounts)

    answer = posting.without_any()

    ensure_turned_away(statements, answer)
    watched.ensure_untouched(by=answer)


@requirement("PRV-STMT-01")
def test_one_transaction_too_many_turns_all_of_them_away(
    statements: Statements, product: Product, draw: Draw
) -> None:
    account = statements.fed(draw).account
    watched = Watched(product, account)

    answer = statements.post(account, *statements.drawn(draw, account, MOST + 1))

    ensure_turned_away(statements, answer)
    watched.ensure_untouched(by=answer)


@requirement("PRV-STMT-01")
def test_a_statement_holds_1000_transactions(statements: Statements, draw: Draw) -> None:
    account = statements.fed(draw).account

    answer = statements.post(account, *statements.drawn(draw, account, MOST))

    ensure_processed(statements, answer)


@requirement("CON-TX-01")
def test_all_are_read_of_more_than_one_statement_holds(
    statements: Statements, product: Product, draw: Draw
) -> None:
    account = statements.pending(draw)
    for count in (MOST, 5):
        statements.feed(account, *statements.drawn(draw, account, count))

    ids = statements.eventually(
        lambda: by_last_id(product, account), lambda came: len(came) >= MOST + 5
    )

    ensure(
        len(ids) == len(set(ids)) == MOST + 5,
        expected=f"{MOST + 5} transactions, each once",
        received=f"{len(ids)} with {len(set(ids))} ids",
    )


@requirement("PRV-STMT-01", level="profile")
@pytest.mark.parametrize("details", NOT_ONE)
def test_400_for_account_details_of(details: Details, posting: Posting) -> None:
    ensure_status(posting.of(details), 400)


@requirement("PRV-STMT-01", level="profile")
def test_400_without_account_details_and_with_a_transaction_too_many(
    posting: Posting, statements: Statements, draw: Draw
) -> None:
    ensure_status(posting.without_any(), 400)

    account = posting.accounts[0]
    ensure_status(statements.post(account, *statements.drawn(draw, account, MOST + 1)), 400)


@requirement("PRV-STMT-01", level="profile")
def test_a_statement_may_hold_no_transactions(statements: Statements, draw: Draw) -> None:
    account = statements.fed(draw).account
    empty = statements.body(account)

    for body in (empty, without(empty, "transactionDetails")):
        answer = statements.send(body)
        ensure_success(answer)
        statements.completed(answer)
