"""A real account that was disconnected is connected anew: as another one, from another day."""

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import (
    ensure,
    ensure_member,
    ensure_status,
    ensure_success,
    given,
    told,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.readings import transactions
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.linking import WEB, begun, polled, renew
from sandbank_conformance.suite.provider.reports import RENEWED

START, LATER = "2026-01-01", "2026-02-01"


def _again(product: Product, stock: Stock, draw: Draw) -> tuple[str, dict[str, str]]:
    """An account that was connected and disconnected, and what connects it anew."""
    body = stock.account_body(draw, requestedStartDate=START)
    old = str(given(product.call("createBankAccount", json=body), "/bankAccountId"))
    given(product.call("disconnectBankAccount", old))
    return old, {**body, "requestedStartDate": LATER}


@smoke
@requirement("CON-OFF-10")
def test_it_has_a_new_id(product: Product, stock: Stock, draw: Draw) -> None:
    old, body = _again(product, stock, draw)

    answer = product.call("createBankAccount", json=body)

    ensure_success(answer)
    new = answer.at("/bankAccountId")
    ensure(new != old, expected="a new bankAccountId", received="the old one", exchange=answer)


@requirement("CON-OFF-10")
def test_it_begins_at_the_day_that_is_asked_for_now(
    product: Product, stock: Stock, draw: Draw
) -> None:
    _, body = _again(product, stock, draw)

    answer = product.call("createBankAccount", json=body)

    begins = str(answer.at("/requestedStartDate"))
    ensure(begins.startswith(LATER), expected=LATER, received=begins, exchange=answer)


@requirement("CON-OFF-10")
def test_it_has_none_of_the_old_transactions(product: Product, stock: Stock, draw: Draw) -> None:
    _, body = _again(product, stock, draw)

    new = given(product.call("createBankAccount", json=body), "/bankAccountId")

    held = transactions(product, str(new))
    ensure(not held, expected="no transactions yet", received=f"{len(held)} transactions")


@requirement("CON-OFF-10")
def test_the_old_one_stays_cancelled(product: Product, stock: Stock, draw: Draw) -> None:
    old, body = _again(product, stock, draw)

    given(product.call("createBankAccount", json=body))

    ensure_member(product.call("getBankAccount", old), "/status", "cancelled")


@requirement("CON-OFF-13")
def test_a_session_from_before_brings_nothing_back(
    product: Product, provider: Provider, stock: Stock
) -> None:
    account = stock.account(status="authRequired")
    session = begun(renew(product, account))
    given(product.call("disconnectBankAccount", account))

    provider.call("reportAuthorisation", session.session, json=RENEWED)

    shown = product.call("getBankAccount", account)
    ensure_member(shown, "/status", "cancelled", also=("CON-OFF-02",))


@requirement("CON-OFF-13")
def test_the_poll_of_a_session_from_before_ends_without_an_account(
    product: Product, stock: Stock
) -> None:
    account = stock.account(status="authRequired")
    session = begun(renew(product, account))
    given(product.call("disconnectBankAccount", account))

    answer = polled(product, session)

    ensure(
        answer.at("/success") is not True,
        expected="a poll that tells of no success",
        received=told(answer),
        exchange=answer,
    )


@requirement("CON-OFF-02")
def test_asking_for_a_new_authorisation_brings_nothing_back(
    product: Product, stock: Stock, draw: Draw
) -> None:
    old, _ = _again(product, stock, draw)

    product.call("beginReauthorisation", old, query=WEB)

    ensure_member(product.call("getBankAccount", old), "/status", "cancelled")


@requirement("CON-OFF-11")
def test_a_disconnected_account_is_not_authorised_anew(
    product: Product, stock: Stock, draw: Draw
) -> None:
    old, _ = _again(product, stock, draw)

    ensure_status(product.call("beginReauthorisation", old, query=WEB), 409)
