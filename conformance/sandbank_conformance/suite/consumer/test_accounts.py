"""Making bank accounts."""

from typing import Any

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import (
    ensure,
    ensure_member,
    ensure_refused,
    ensure_status,
    ensure_success,
    ensure_unchanged,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.readings import accounts_of
from sandbank_conformance.stock import Stock

EVERYTHING = {
    "accountType": "business",
    "accountName": "Verify",
    "accountKey": "verify",
    "branchIdentifier": "n/a",
    "defaultCurrency": "GBP",
    "requestedStartDate": "2026-01-01",
}

no_bank = pytest.mark.parametrize(
    "bank", ["missing", "unknown", "longer than a known one", "empty"]
)


def _at_no_bank(bank: str, product: Product, stock: Stock, draw: Draw) -> tuple[str, Exchange]:
    """The account that is asked for, and the answer."""
    body: dict[str, Any] = dict(stock.account_body(draw))
    known = body.pop("bankId")
    given(product.call("getBank", known))
    if bank != "missing":
        body["bankId"] = {"unknown": draw.alike(known), "empty": ""}.get(bank, f"{known}0")
    return body["accountIdentifier"], product.call("createBankAccount", json=body)


@smoke
@pytest.mark.parametrize(
    "members", [pytest.param({}, id="only what is needed"), pytest.param(EVERYTHING, id="all")]
)
@requirement("CON-ACC-01")
def test_a_new_bank_account_is_pending_when_it_is_made_with(
    members: dict[str, str], product: Product, stock: Stock, draw: Draw
) -> None:
    body = stock.account_body(draw, **members)

    made = product.call("createBankAccount", json=body)

    ensure_success(made)
    ensure_member(made, "/status", "pending")


@requirement("CON-ACC-01")
def test_a_new_bank_account_is_read_as_pending(product: Product, stock: Stock, draw: Draw) -> None:
    account = stock.new_account(draw)

    shown = product.call("getBankAccount", account)

    ensure_success(shown)
    ensure_member(shown, "/status", "pending")


@requirement("CON-ACC-01")
def test_a_new_bank_account_is_listed_as_pending(
    product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)

    listed = accounts_of(product)

    status = listed.get(account, {}).get("status", "not listed")
    ensure(status == "pending", expected="pending in the list", received=str(status))


@requirement("CON-ACC-01")
def test_a_new_bank_account_is_pending_whatever_status_is_asked_for(
    product: Product, stock: Stock, draw: Draw
) -> None:
    body = stock.account_body(draw, status="active")

    made = product.call("createBankAccount", json=body)

    if made.succeeded:  # to refuse what is not documented is another right answer
        shown = given(product.call("getBankAccount", given(made, "/bankAccountId")))
        ensure_member(made, "/status", "pending")
        ensure_member(shown, "/status", "pending")


@smoke
@no_bank
@requirement("CON-ACC-01")
def test_no_bank_account_is_made_where_the_bank_is(
    bank: str, product: Product, stock: Stock, draw: Draw
) -> None:
    number, answer = _at_no_bank(bank, product, stock, draw)

    made = [*_like(product, number)]
    ensure_refused(answer)
    ensure(
        not made,
        expected="no bank account",
        received=f"one with the accountIdentifier that was refused: {made}",
        exchange=answer,
        also=("GEN-02",),
    )


@no_bank
@requirement("CON-ACC-01", level="profile")
def test_400_where_the_bank_is(bank: str, product: Product, stock: Stock, draw: Draw) -> None:
    _, answer = _at_no_bank(bank, product, stock, draw)

    ensure_status(answer, 400)


@requirement("GEN-02")
def test_nothing_is_made_of_an_account_that_is_refused_because_it_is_connected(
    product: Product, stock: Stock, draw: Draw
) -> None:
    body = stock.account_body(draw)
    given(product.call("createBankAccount", json=body))
    before = _like(product, body["accountIdentifier"])

    answer = product.call("createBankAccount", json=body)

    if answer.refused:
        ensure_unchanged(before, _like(product, body["accountIdentifier"]), by=answer)


def _like(product: Product, number: str) -> dict[str, Any]:
    """The accounts of an identifier, whatever their status."""
    listed = accounts_of(product).items()
    return {key: each for key, each in listed if each.get("accountIdentifier") == number}
