"""What statements do to the status of a bank account."""

from typing import Any

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import NotTestable, ensure, ensure_success, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement, smoke, transition
from sandbank_conformance.readings import accounts_of
from sandbank_conformance.statement_bodies import transaction
from sandbank_conformance.statements import Statements
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.provider.reports import RENEWED
from sandbank_conformance.suite.provider.wrong_statements import CREDIT

pytestmark = of_api("consumer")

ACTIVE, LAPSED = "active", "authRequired"


def _pending(statements: Statements, draw: Draw) -> str:
    account = statements.pending(draw)
    if (status := statements.status(account)) != "pending":
        raise NotTestable(f"a bank account that is pending; a new one is {status}")
    return account


def _ensure(statements: Statements, account: str, wanted: str) -> None:
    status = statements.status(account, wanted)
    ensure(status == wanted, expected=f"status {wanted}", received=f"status {status}")


def _ensure_lapses(statements: Statements, account: str) -> None:
    """The provider says that a new authorisation is needed, and so the product is told."""
    statements.completed(statements.lapse(account))

    _ensure(statements, account, LAPSED)


@smoke
@requirement("PRV-STMT-04")
@transition("bank account", "pending", "transactionsCame", "active")
def test_the_first_transactions_make_a_bank_account_active(
    statements: Statements, draw: Draw
) -> None:
    account = _pending(statements, draw)

    statements.feed(account, *statements.drawn(draw, account))

    _ensure(statements, account, ACTIVE)


@requirement("PRV-STMT-04")
def test_a_bank_account_is_active_wherever_it_is_shown(
    statements: Statements, product: Product, draw: Draw
) -> None:
    account = _pending(statements, draw)
    if _elsewhere(product, account) != ["pending", "pending"]:
        raise NotTestable("a list of bank accounts and transactions that tell of one pending")
    statements.feed(account, *statements.drawn(draw, account))

    shown = statements.eventually(lambda: _elsewhere(product, account), lambda all_: ACTIVE in all_)

    ensure(
        shown == [ACTIVE, ACTIVE],
        expected="status active in the list and beside the transactions",
        received=f"{' and '.join(map(str, shown))}",
    )


@requirement("PRV-STMT-04")
@transition("bank account", "active", "transactionsCame", "active")
def test_more_transactions_leave_a_bank_account_active(statements: Statements, draw: Draw) -> None:
    fed = statements.fed(draw)
    statements.status(fed.account, ACTIVE)

    for _ in range(2):
        statements.feed(fed.account, *statements.drawn(draw, fed.account))

    _ensure(statements, fed.account, ACTIVE)


@requirement("PRV-STMT-04", level="profile")
@transition("bank account", "authRequired", "transactionsCame", "active")
def test_transactions_make_a_bank_account_active_that_waited(
    statements: Statements, draw: Draw
) -> None:
    account = statements.lapsed(draw).account

    answer = statements.post(account, transaction(draw, account, CREDIT))

    ensure_success(answer)
    statements.completed(answer)
    _ensure(statements, account, ACTIVE)


@requirement("PRV-STMT-04", level="profile")
def test_a_statement_that_brings_nothing_leaves_a_bank_account_pending(
    statements: Statements, draw: Draw
) -> None:
    account = _pending(statements, draw)

    statements.settle(statements.post(account))

    _ensure(statements, account, "pending")


@requirement("PRV-STMT-04", level="profile")
@pytest.mark.parametrize("before", ["pending", LAPSED, ACTIVE])
def test_a_statement_without_transactions_that_says_so_makes_a_bank_account_active(
    before: str, statements: Statements, draw: Draw
) -> None:
    makers: dict[str, Any] = {
        "pending": lambda: _pending(statements, draw),
        LAPSED: lambda: statements.lapsed(draw).account,
        ACTIVE: lambda: statements.fed(draw).account,
    }
    account = makers[before]()

    statements.completed(statements.post(account, status=ACTIVE))

    _ensure(statements, account, ACTIVE)


@smoke
@requirement("PRV-STMT-05")
@transition("bank account", "active", "authorisationLapsed", "authRequired")
def test_an_active_bank_account_waits_once_its_provider_says_so(
    statements: Statements, draw: Draw
) -> None:
    fed = statements.fed(draw)
    if (status := statements.status(fed.account, ACTIVE)) != ACTIVE:
        raise NotTestable(f"a bank account that transactions have made active; it is {status}")

    _ensure_lapses(statements, fed.account)


@requirement("PRV-STMT-05")
@transition("bank account", "pending", "authorisationLapsed", "authRequired")
def test_a_pending_bank_account_waits_once_its_provider_says_so(
    statements: Statements, draw: Draw
) -> None:
    _ensure_lapses(statements, _pending(statements, draw))


@requirement("PRV-STMT-05")
@transition("bank account", "authRequired", "authorisationLapsed", "authRequired")
def test_a_bank_account_waits_on_when_its_provider_says_so_again(
    statements: Statements, draw: Draw
) -> None:
    _ensure_lapses(statements, statements.lapsed(draw).account)


@requirement("PRV-STMT-05")
def test_a_bank_account_that_waits_is_shown_so_in_the_list(
    statements: Statements, product: Product, draw: Draw
) -> None:
    account = statements.fed(draw).account
    if _listed(product, account) != ACTIVE:
        raise NotTestable("a list of bank accounts with one that is active")
    statements.completed(statements.lapse(account))

    shown = statements.eventually(lambda: _listed(product, account), lambda it: it == LAPSED)

    ensure(shown == LAPSED, expected=f"status {LAPSED}", received=f"status {shown}")


@requirement("PRV-AUTH-10")
def test_a_bank_account_that_a_statement_made_wait_is_active_after_its_renewal(
    statements: Statements, provider: Provider, stock: Stock, draw: Draw
) -> None:
    account = statements.lapsed(draw).account
    session = stock.reauthorisation(account)

    given(provider.call("reportAuthorisation", session.id, json=RENEWED))

    _ensure(statements, account, ACTIVE)


def _listed(product: Product, account: str) -> Any:
    return accounts_of(product).get(account, {}).get("status")


def _elsewhere(product: Product, account: str) -> list[Any]:
    """The status in the list of all, and beside the transactions."""
    beside = given(product.call("listTransactions", account)).at("/bankAccount/status")
    return [_listed(product, account), beside]
