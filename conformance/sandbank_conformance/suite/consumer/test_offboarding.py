"""Disconnecting a bank account: for good, with all its effects."""

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import (
    ensure,
    ensure_member,
    ensure_no_body,
    ensure_status,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.readings import transactions
from sandbank_conformance.stock import Stock


@smoke
@requirement("CON-OFF-01")
def test_disconnecting_answers_204(product: Product, stock: Stock, draw: Draw) -> None:
    account = stock.new_account(draw)

    answer = product.call("disconnectBankAccount", account, headers={"Connection": "close"})

    ensure_status(answer, 204)
    ensure_no_body(answer)


@smoke
@requirement("CON-OFF-02")
def test_a_disconnected_account_is_cancelled(product: Product, stock: Stock, draw: Draw) -> None:
    account = stock.new_account(draw)
    given(product.call("disconnectBankAccount", account))

    shown = product.call("getBankAccount", account)

    ensure_status(shown, 200)
    ensure_member(shown, "/status", "cancelled")


@smoke
@requirement("CON-OFF-04")
def test_a_disconnected_account_has_no_transactions(product: Product, stock: Stock) -> None:
    account = stock.account(transactions=101)
    given(product.call("disconnectBankAccount", account))

    left = transactions(product, account)

    ensure(not left, expected="no transaction", received=f"{len(left)} of them")
