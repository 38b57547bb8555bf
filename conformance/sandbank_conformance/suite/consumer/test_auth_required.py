"""Transactions of a bank account that waits for a new authorisation."""

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import NotTestable, ensure, ensure_member, given
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.pages import by_last_id, told_ids


def _waiting(product: Product, stock: Stock) -> str:
    """A bank account that is authRequired and holds transactions."""
    account = stock.account(status="authRequired", transactions=1, shared=True)
    shown = given(product.call("getBankAccount", account))
    if shown.at("/status") != "authRequired":
        raise NotTestable(f"a bank account that is authRequired: it is {shown.at('/status')}")
    if shown.at("/lastTransactionId") == 0:
        raise NotTestable("transactions of a bank account: the one that was given has none")
    return account


@smoke
@requirement("CON-TX-02")
def test_transactions_are_served_while_the_account_is_auth_required(
    product: Product, stock: Stock
) -> None:
    account = _waiting(product, stock)

    answer = product.call("listTransactions", account)

    came = product.client.items(answer, "/bankTransactionList/transactions")
    ensure(
        answer.succeeded and isinstance(came, list) and bool(came),
        expected="the transactions that are held",
        received=f"{answer.status} with {came}",
    )


@requirement("CON-TX-02")
def test_the_status_with_the_transactions_tells_that_the_account_is_auth_required(
    product: Product, stock: Stock
) -> None:
    account = _waiting(product, stock)

    answer = given(product.call("listTransactions", account))

    ensure_member(answer, "/bankAccount/status", "authRequired")


@pytest.mark.usefixtures("owner")  # in a sandbox nothing comes in between
@requirement("CON-TX-02")
def test_everything_that_is_held_was_served_before_a_new_authorisation(
    product: Product, provider: Provider, stock: Stock
) -> None:
    account = _waiting(product, stock)
    before = by_last_id(product, account)
    session = stock.reauthorisation(account)
    given(provider.call("reportAuthorisation", session.id, json={"data": {"status": "success"}}))

    after = by_last_id(product, account)

    if after != before and after != by_last_id(product, account):
        raise NotTestable("readings to compare: two in a row differ, though nothing was done")
    ensure(before == after, expected=f"{told_ids(after)} before as well", received=told_ids(before))
