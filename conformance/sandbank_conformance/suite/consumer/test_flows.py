"""The flows of a bank account's life as wholes: the steps have to lead where each ends."""

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import NotTestable, ensure, ensure_member, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.readings import confirm_status
from sandbank_conformance.run import Run
from sandbank_conformance.statements import Statements, amounts_of
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.candidates import Connected
from sandbank_conformance.suite.consumer.linking import (
    begun,
    chosen,
    connect,
    link,
    polled,
    renew,
    reported,
)
from sandbank_conformance.suite.consumer.pages import by_next
from sandbank_conformance.suite.consumer.rule_bodies import made_rule
from sandbank_conformance.suite.provider.reports import RENEWED, onboarded, several

pytestmark = of_api("provider")

START, LATER = "2026-01-01", "2026-02-01"


@smoke
@requirement("CON-LINK-01")
def test_onboarding(
    run: Run, product: Product, provider: Provider, owner: Owner, draw: Draw
) -> None:
    accounts = several(draw, 3)
    session = begun(link(product, run))
    waiting = given(polled(product, session))
    reported(provider, session, onboarded(*accounts))
    chosen(owner, session, accounts[1])

    told = product.follow(waiting, str(waiting.at("/pollRoute")))

    ensure_member(told, "/success", True)
    ensure_member(told, "/account/accountIdentifier", accounts[1]["accountIdentifier"])
    account = connect(product, run, accounts[1])
    confirm_status(product, account, "pending")


@smoke
@requirement("CON-TX-01")
def test_posting_and_reading_transactions(
    product: Product, statements: Statements, draw: Draw
) -> None:
    fed = statements.fed(draw, 150)
    held = statements.held(fed.account, len(fed.sent))
    if amounts_of(held.values()) != amounts_of(fed.sent):
        raise NotTestable("a bank account that shows what was posted for it")

    ids = by_next(product, fed.account)

    ensure(
        ids == sorted(held),
        expected=f"{len(held)} transactions in rising order, each once",
        received=f"{len(ids)} with {len(set(ids))} ids",
    )


@smoke
@requirement("PRV-AUTH-10")
def test_re_authorisation(
    product: Product, provider: Provider, statements: Statements, draw: Draw
) -> None:
    account = statements.lapsed(draw, 2).account
    session = begun(renew(product, account))
    reported(provider, session, RENEWED)
    given(polled(product, session))

    status = statements.status(account, "active")

    ensure(status == "active", expected="status active", received=f"status {status}")
    statements.feed(account, *statements.drawn(draw, account))


@smoke
@requirement("CON-LINK-02")
def test_linking_several_accounts(connected: Connected) -> None:
    first, second = (str(given(connected.link(n), "/bankAccountId")) for n in range(2))

    ensure(first != second, expected="two accounts", received=f"{first} twice")
    found = connected.states()
    ensure(found == [True, True], expected="both connected", received=f"{found}")


@smoke
@requirement("CON-OFF-10")
def test_offboarding_and_reconnecting(
    product: Product, stock: Stock, statements: Statements, draw: Draw
) -> None:
    body = stock.account_body(draw, requestedStartDate=START)
    old = str(given(product.call("createBankAccount", json=body), "/bankAccountId"))
    made_rule(product, old, draw)
    statements.feed(old, *statements.drawn(draw, old, 2))
    given(product.call("disconnectBankAccount", old))
    confirm_status(product, old, "cancelled")

    again = product.call("createBankAccount", json={**body, "requestedStartDate": LATER})

    new = str(given(again, "/bankAccountId"))
    ensure(new != old, expected="a new bankAccountId", received="the old one", exchange=again)
    statements.feed(new, *statements.drawn(draw, new, 2, datePosted="2026-02-05"))
