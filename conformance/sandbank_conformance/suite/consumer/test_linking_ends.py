"""How linking ends: a product learns by its polls what was chosen, if anything was."""

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import (
    ensure,
    ensure_member,
    ensure_status,
    told,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.run import Run
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.linking import (
    EACH_WAY,
    LAPSED,
    Begin,
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
    identifiers,
    onboarded,
    seen,
    several,
)


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
@EACH_WAY
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


@requirement("CON-LINK-01")
def test_the_poll_tells_the_account_that_was_authorised_anew(
    product: Product, provider: Provider, stock: Stock
) -> None:
    account = stock.account(status="authRequired")
    real = identifiers(seen(product, account))
    session = begun(renew(product, account))
    reported(provider, session, RENEWED)

    answer = polled(product, session)

    ensure_status(answer, 200)
    for name, value in real.items():
        ensure_member(answer, f"/account/{name}", value)


@requirement("CON-LINK-01")
def test_two_sessions_are_polled_side_by_side(run: Run, product: Product) -> None:
    sessions = [begun(link(product, run)) for _ in range(2)]

    for session in sessions:
        ensure_status(polled(product, session), 202)


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
