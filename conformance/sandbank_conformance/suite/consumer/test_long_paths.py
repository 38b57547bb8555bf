"""Paths that name the organisation as well: it has to be the token's, like the company."""

from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.client import Client, Line
from sandbank_conformance.conditions import (
    NotTestable,
    ensure,
    ensure_member,
    ensure_refused,
    ensure_status,
    ensure_unchanged,
    given,
    told,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement
from sandbank_conformance.owner import Owner
from sandbank_conformance.readings import accounts_of, afterwards, listed_rules, transactions
from sandbank_conformance.run import Run
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.company_calls import (
    OPERATIONS,
    Place,
    made_place,
    make,
    state,
)

TOKEN = "getAccessToken"
REAL = "/api/v1"  # where clients of the real service find it

other_organisation = pytest.mark.parametrize("other", ["another", "one that nobody has"])


@pytest.fixture
def traveller(run: Run, product: Product) -> Product:
    """The product, on the long paths of the real service; where they are, they have to be safe."""
    consumer = run.target.consumer
    assert consumer is not None
    url = consumer.url
    if consumer.path_style != "long":
        url = urlunsplit((*urlsplit(url)[:2], REAL, "", ""))
    api = replace(consumer, url=url, path_style="long", token_url=product.client.address(TOKEN))
    long = Product(
        Client(Line(run.wire, run.trace), "consumer", api), api, product.access, run.secrets
    )
    there = long.call("listBankAccounts")
    if not there.succeeded:
        raise NotTestable(f"paths that name the organisation, below {url}: {told(there)}")
    return long


def _answers(traveller: Product, place: Place, organisation: str) -> list[Exchange]:
    path = {"organisationId": organisation}
    return [make(traveller, each, place, path=path) for each in OPERATIONS]


def _organisation(other: str, run: Run, draw: Draw) -> str:
    if other == "another" and run.stranger is not None:
        return run.stranger.access.organisation
    return draw.uuid()


@other_organisation
@requirement("CON-OFF-08")
def test_no_call_has_an_effect_in_the_path_of_an_organisation_that_is(
    other: str, traveller: Product, product: Product, stock: Stock, draw: Draw, run: Run
) -> None:
    place = made_place(product, stock, draw)
    before = state(product, place)

    answers = _answers(traveller, place, _organisation(other, run, draw))

    for answer in answers:
        ensure_refused(answer)
    ensure_unchanged(before, afterwards(state, product, place), by=answers[-1])


@other_organisation
@requirement("CON-OFF-08", level="profile")
def test_403_for_the_path_of_an_organisation_that_is(
    other: str, traveller: Product, product: Product, stock: Stock, draw: Draw, run: Run
) -> None:
    place = made_place(product, stock, draw)

    for answer in _answers(traveller, place, _organisation(other, run, draw)):
        ensure_status(answer, 403)


@requirement("CON-OFF-05")
def test_the_provider_is_told_of_a_disconnection_by_the_long_path(
    traveller: Product, stock: Stock, draw: Draw, owner: Owner
) -> None:
    account = stock.new_account(draw)
    given(traveller.call("disconnectBankAccount", account))

    told_of = given(owner.call("listNotifications", query={"bankAccountId": account})).json

    found = [each["event"]["type"] for each in told_of]
    ensure("resourceDeleted" in found, expected="resourceDeleted", received=f"{found}")


@requirement("CON-OFF-02")
def test_a_bank_account_is_cancelled_that_was_disconnected_by_the_long_path(
    traveller: Product, product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    given(traveller.call("disconnectBankAccount", account))

    for caller in (product, traveller):
        ensure_member(given(caller.call("getBankAccount", account)), "/status", "cancelled")


@requirement("CON-OFF-03")
def test_every_rule_is_disconnected_with_an_account_by_the_long_path(
    traveller: Product, product: Product, stock: Stock, draw: Draw
) -> None:
    place = made_place(product, stock, draw)
    given(traveller.call("disconnectBankAccount", place.account))

    for caller in (product, traveller):
        rule = listed_rules(caller, place.account).get(place.rule, {}).get("status", "not listed")
        ensure(rule == "disconnected", expected="a rule that is disconnected", received=str(rule))


@requirement("CON-OFF-04")
def test_no_transaction_is_left_of_an_account_disconnected_by_the_long_path(
    traveller: Product, product: Product, stock: Stock
) -> None:
    account = stock.account(transactions=1)
    if not transactions(traveller, account):
        raise NotTestable("transactions of a bank account: the one that was given has none")
    given(traveller.call("disconnectBankAccount", account))

    for caller in (product, traveller):
        left = afterwards(transactions, caller, account)
        if isinstance(left, dict):  # to refuse the reading is another right answer
            ensure(not left, expected="no transaction", received=f"{len(left)} of them")


@requirement("CON-OFF-06")
def test_no_other_bank_account_is_disconnected_by_the_long_path(
    traveller: Product, product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    others = {key: each["status"] for key, each in accounts_of(product).items() if key != account}

    answer = given(traveller.call("disconnectBankAccount", account))

    listed = accounts_of(product)
    after = {key: listed.get(key, {}).get("status") for key in others}
    ensure_unchanged(others, after, by=answer, also=())
