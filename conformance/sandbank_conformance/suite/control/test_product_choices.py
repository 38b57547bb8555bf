"""What the user chose in a session that a product began holds when the product connects it."""

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import ensure, ensure_member, ensure_status, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.owner import Owner
from sandbank_conformance.run import Run
from sandbank_conformance.statements import Statements
from sandbank_conformance.suite.consumer.candidates import Connected
from sandbank_conformance.suite.consumer.linking import (
    Begun,
    begun,
    connect,
    link,
    reported,
)
from sandbank_conformance.suite.control.entries import at, entries
from sandbank_conformance.suite.provider.provider_banks import Banks
from sandbank_conformance.suite.provider.reports import Json, granted, onboarded, several

pytestmark = of_api("provider", "consumer")

START = "2026-02-03"


@pytest.fixture
def account(draw: Draw) -> Json:
    """An account that the user grants access to."""
    return granted(draw)


@pytest.fixture
def session(run: Run, product: Product, provider: Provider, account: Json) -> Begun:
    """A session in which the account was granted."""
    began = begun(link(product, run))
    reported(provider, began, onboarded(account))
    return began


def _choose(owner: Owner, session: Begun, account: Json, **members: str) -> Exchange:
    choice = {key: account[key] for key in ("accountIdentifier", "bankIdentifier")}
    return owner.call("chooseCandidate", session.session, json={**choice, **members})


@requirement("CTL-07")
def test_a_choice_for_a_product_is_answered_with_the_account(
    owner: Owner, session: Begun, account: Json
) -> None:
    answer = _choose(owner, session, account)

    ensure_status(answer, 200)
    for name, value in {**account, "connected": False}.items():
        ensure_member(answer, f"/{name}", value)


@requirement("CTL-07")
def test_what_is_connected_then_is_the_account_that_was_chosen(
    owner: Owner, run: Run, product: Product, session: Begun, account: Json
) -> None:
    given(_choose(owner, session, account, requestedStartDate=START))

    shown = product.call("getBankAccount", connect(product, run, account))

    ensure_member(shown, "/externalId", account["bankAccountExternalId"])
    ensure_member(shown, "/requestedStartDate", START)
    listed = owner.call("listNotifications", query={"bankAccountId": shown.at("/bankAccountId")})
    told = entries(listed)[-1:]
    data = [at(each, "/event/additionalData/requestedStartDate") for each in told]
    ensure(data == [START], expected=f"told of {START}", received=f"{data}", exchange=listed)


@requirement("CTL-07")
def test_what_the_provider_called_the_account_at_last_holds(
    owner: Owner, run: Run, product: Product, provider: Provider, session: Begun, account: Json
) -> None:
    given(_choose(owner, session, account))
    renamed = {**account, "bankAccountExternalId": f"{account['bankAccountExternalId']}-2"}
    later = begun(link(product, run))
    reported(provider, later, onboarded(renamed))
    given(_choose(owner, later, renamed))

    shown = product.call("getBankAccount", connect(product, run, account))

    ensure_member(shown, "/externalId", renamed["bankAccountExternalId"])


@requirement("CTL-07")
def test_a_choice_holds_for_one_connection(
    owner: Owner, run: Run, product: Product, session: Begun, account: Json
) -> None:
    given(_choose(owner, session, account, requestedStartDate=START))
    given(product.call("disconnectBankAccount", connect(product, run, account)))

    shown = product.call("getBankAccount", connect(product, run, account))

    ensure_member(shown, "/requestedStartDate", None)


@requirement("CTL-07")
def test_a_candidate_is_linked_from_the_day_that_was_chosen(
    owner: Owner, run: Run, product: Product, provider: Provider, draw: Draw
) -> None:
    first, second = several(draw, 2)
    sessions = [begun(link(product, run)) for _ in range(2)]
    for each, account in zip(sessions, (first, second), strict=True):
        reported(provider, each, onboarded(first, second))
        given(_choose(owner, each, account, requestedStartDate=START))
    connected = Connected(product, connect(product, run, first), [second])
    named = {**connected.named(), "requestedStartDate": None}
    body = {name: value for name, value in named.items() if value}

    answer = product.call("linkAvailableBankAccount", json=body)

    ensure_status(answer, 201)
    ensure_member(answer, "/requestedStartDate", START)


@requirement("PRV-AUTH-13", level="profile")
def test_an_account_that_is_connected_already_cannot_be_chosen(
    owner: Owner, run: Run, product: Product, session: Begun, account: Json
) -> None:
    connect(product, run, account)

    ensure_status(_choose(owner, session, account), 409)


@requirement("CTL-07")
def test_nothing_is_chosen_at_a_bank_that_was_removed(
    owner: Owner,
    product: Product,
    provider: Provider,
    statements: Statements,
    account: Json,
    draw: Draw,
) -> None:
    banks = Banks(provider, product, statements)
    bank = banks.offered_new(draw)
    query = {"bankId": banks.bank_id(bank), "web": "true"}
    session = begun(product.call("beginLinking", query=query))
    reported(provider, session, onboarded(account))
    given(banks.change(toRemove=[bank.named()]))

    ensure_status(_choose(owner, session, account), 409)
