"""Linking: a product sends its user to the bank, and learns by polls how that ended."""

from collections.abc import Callable

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import ensure, ensure_member, ensure_status, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.run import Run
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.linking import (
    FOUND,
    LAPSED,
    WEB,
    begun,
    chosen,
    link,
    polled,
    renew,
    reported,
)
from sandbank_conformance.suite.general.consumer_calls import bank_of
from sandbank_conformance.suite.provider.reports import (
    FAILED,
    RENEWED,
    granted,
    onboarded,
    several,
)

Begin = Callable[[Product, Run, Stock], Exchange]
BOTH = pytest.mark.parametrize(
    "begin",
    [
        pytest.param(lambda product, run, _: link(product, run), id="linking"),
        pytest.param(
            lambda product, _, stock: renew(product, stock.account(status="authRequired")),
            id="authorising anew",
        ),
    ],
)


@smoke
@requirement("CON-LINK-01")
@BOTH
def test_the_user_is_sent_to_the_bank_by_302(
    begin: Begin, run: Run, product: Product, stock: Stock
) -> None:
    answer = begin(product, run, stock)

    ensure_status(answer, FOUND)
    location = answer.header("location") or ""
    ensure(
        location.startswith(("http://", "https://", "/")),
        expected="a Location that a browser can go to",
        received=location or "no Location",
        exchange=answer,
    )


@requirement("CON-LINK-01")
@BOTH
def test_the_answer_says_the_same_in_its_body_and_where_to_poll(
    begin: Begin, run: Run, product: Product, stock: Stock
) -> None:
    answer = begin(product, run, stock)

    ensure_status(answer, FOUND)
    for member, kind in (("redirect", str), ("pollRoute", str), ("pollPeriod", int)):
        found = answer.at(f"/{member}")
        ensure(
            isinstance(found, kind) and bool(found),
            expected=f"{member} in the body",
            received=told(answer),
            exchange=answer,
        )


@requirement("CON-LINK-01")
def test_the_bank_may_be_spelled_in_small_letters(run: Run, product: Product) -> None:
    ensure_status(link(product, run, bankid=bank_of(run), **WEB), FOUND)


@smoke
@requirement("CON-LINK-01")
@BOTH
def test_a_session_under_way_gives_the_next_route(
    begin: Begin, run: Run, product: Product, stock: Stock
) -> None:
    session = begun(begin(product, run, stock))

    first = polled(product, session)

    ensure_status(first, 202)
    route = first.at("/pollRoute")
    ensure(
        isinstance(route, str) and route != session.route,
        expected="a new pollRoute",
        received=told(first),
        exchange=first,
    )
    ensure_status(product.follow(first, route), 202)


@requirement("CON-LINK-01")
def test_one_account_waits_for_the_choice_too(
    run: Run, product: Product, provider: Provider, draw: Draw
) -> None:
    session = begun(link(product, run))
    reported(provider, session, onboarded(granted(draw)))

    ensure_status(polled(product, session), 202)


@smoke
@requirement("CON-LINK-01")
def test_the_poll_ends_in_the_account_that_was_chosen(
    run: Run, product: Product, provider: Provider, owner: Owner, draw: Draw
) -> None:
    accounts = several(draw, 3)
    session = begun(link(product, run))
    reported(provider, session, onboarded(*accounts))
    chosen(owner, session, accounts[1])

    answer = polled(product, session)

    ensure_status(answer, 200)
    ensure_member(answer, "/success", True)
    for member, value in accounts[1].items():
        ensure_member(answer, f"/account/{member}", value)


@requirement("CON-LINK-01")
@BOTH
def test_a_failure_ends_the_poll_without_an_account(
    begin: Begin, run: Run, product: Product, provider: Provider, stock: Stock
) -> None:
    session = begun(begin(product, run, stock))
    reported(provider, session, FAILED)

    _ensure_failed(polled(product, session))


@requirement("CON-LINK-01")
def test_a_session_that_nobody_answered_ends_the_poll_without_an_account(
    run: Run, product: Product, owner: Owner
) -> None:
    session = begun(link(product, run))
    owner.advance(LAPSED)
    product.renew()

    _ensure_failed(polled(product, session))


@requirement("CON-LINK-01")
def test_an_account_that_was_authorised_anew_ends_the_poll(
    product: Product, provider: Provider, stock: Stock
) -> None:
    session = begun(renew(product, stock.account(status="authRequired")))
    reported(provider, session, RENEWED)

    answer = polled(product, session)

    ensure_status(answer, 200)
    ensure_member(answer, "/success", True)


@requirement("CON-LINK-01", level="profile")
def test_the_chosen_account_can_be_connected(
    run: Run, product: Product, provider: Provider, owner: Owner, draw: Draw
) -> None:
    account = granted(draw)
    session = begun(link(product, run))
    reported(provider, session, onboarded(account))
    chosen(owner, session, account)
    told_account = polled(product, session).at("/account")

    wanted = ("accountIdentifier", "bankIdentifier", "branchIdentifier", "accountName")
    body = {"bankId": bank_of(run), **{each: account[each] for each in wanted}}
    answer = product.call("createBankAccount", json=body)

    ensure(
        isinstance(told_account, dict) and answer.status == 201,
        expected="the account in the poll, and 201 to connecting it",
        received=told(answer),
        exchange=answer,
    )
    ensure_member(answer, "/status", "pending")


def _ensure_failed(answer: Exchange) -> None:
    ensure_status(answer, 200)
    ensure_member(answer, "/success", False)
    ensure_member(answer, "/account", None)
