"""Disconnecting a bank account: it and its rules stay, for good out of use."""

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import (
    ensure,
    ensure_member,
    ensure_no_body,
    ensure_status,
    ensure_success,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke, transition
from sandbank_conformance.races import at_once
from sandbank_conformance.readings import accounts_of
from sandbank_conformance.run import Run
from sandbank_conformance.stock import Stock

STATUSES = ("pending", "active", "authRequired")

in_each_status = pytest.mark.parametrize("status", STATUSES)
from_each_status = pytest.mark.parametrize(
    "status",
    [
        pytest.param(
            each, marks=transition("bank account", each, "disconnected", "cancelled"), id=each
        )
        for each in STATUSES
    ],
)


def in_status(status: str, stock: Stock, draw: Draw) -> str:
    """A bank account of a status; a new one where that is enough."""
    return stock.new_account(draw) if status == "pending" else stock.account(status=status)


@smoke
@in_each_status
@requirement("CON-OFF-01")
def test_disconnecting_answers_204_without_a_body_when_the_account_is(
    status: str, product: Product, stock: Stock, draw: Draw
) -> None:
    account = in_status(status, stock, draw)

    answer = product.call("disconnectBankAccount", account, headers={"Connection": "close"})

    ensure_status(answer, 204)
    ensure_no_body(answer)


@requirement("CON-OFF-01")
def test_disconnecting_answers_204_without_a_body_when_there_are_transactions_and_rules(
    product: Product, stock: Stock
) -> None:
    account = stock.account(transactions=1, rules=1)

    answer = product.call("disconnectBankAccount", account, headers={"Connection": "close"})

    ensure_status(answer, 204)
    ensure_no_body(answer)


@smoke
@from_each_status
@requirement("CON-OFF-02")
def test_a_bank_account_is_read_as_cancelled_after_it_was(
    status: str, product: Product, stock: Stock, draw: Draw
) -> None:
    account = in_status(status, stock, draw)
    given(product.call("getBankAccount", account))
    given(product.call("disconnectBankAccount", account))

    for _ in range(2):
        shown = product.call("getBankAccount", account)

        ensure_success(shown)
        ensure_member(shown, "/status", "cancelled")


@in_each_status
@requirement("CON-OFF-02")
def test_no_list_has_another_status_for_a_bank_account_than_cancelled_after_it_was(
    status: str, product: Product, stock: Stock, draw: Draw
) -> None:
    account = in_status(status, stock, draw)
    accounts_of(product)
    given(product.call("disconnectBankAccount", account))

    listed = accounts_of(product)

    found = listed.get(account, {}).get("status", "cancelled")
    ensure(found == "cancelled", expected="cancelled in the list", received=str(found))


@requirement("CON-OFF-02", level="profile")
def test_a_disconnected_bank_account_is_still_listed(
    product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    given(product.call("disconnectBankAccount", account))

    listed = accounts_of(product)

    ensure(account in listed, expected="the account in the list", received="a list without it")


@requirement("CON-OFF-02")
def test_the_transactions_tell_that_their_bank_account_is_cancelled(
    product: Product, stock: Stock
) -> None:
    account = stock.account(transactions=1)
    given(product.call("listTransactions", account))
    given(product.call("disconnectBankAccount", account))

    page = given(product.call("listTransactions", account))

    given(page, "/bankAccount/status")
    ensure_member(page, "/bankAccount/status", "cancelled")


@requirement("CON-OFF-02")
def test_a_bank_account_is_cancelled_that_is_disconnected_twice_at_once(
    product: Product, stock: Stock, draw: Draw, run: Run
) -> None:
    account = stock.new_account(draw)

    answers = at_once(run.wire, *[lambda: product.call("disconnectBankAccount", account)] * 3)

    given(next((each for each in answers if each.succeeded), answers[0]))
    shown = given(product.call("getBankAccount", account))
    ensure_member(shown, "/status", "cancelled")
