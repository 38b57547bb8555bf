"""A bank may have addresses of its own: they come before those of its provider."""

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import NotTestable, ensure, ensure_status, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.owner import Owner
from sandbank_conformance.statements import Statements
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.linking import WEB
from sandbank_conformance.suite.control.entries import ensure_named, entries
from sandbank_conformance.suite.control.listening import (
    HEADER,
    PATIENCE,
    PROVIDER,
    VALUE,
    endpoint,
    set_connector,
    settle,
)
from sandbank_conformance.suite.provider.provider_banks import HOME, Bank, Banks

pytestmark = of_api("provider", "consumer")

LISTED = {
    "accountType": "savings",
    "accountName": "Told by its provider",
    "externalId": "ext-told",
    "bankIdentifier": "customer-told:verify",
    "accountIdentifier": "acct-told",
    "branchIdentifier": "n/a",
}


@pytest.fixture
def banks(provider: Provider, product: Product, statements: Statements) -> Banks:
    """Banks of the provider's."""
    return Banks(provider, product, statements)


def _account_at(banks: Banks, bank: Bank, stock: Stock, draw: Draw) -> str:
    return stock.new_account(draw, bankId=banks.bank_id(bank))


@requirement("CTL-12")
def test_what_is_of_a_bank_is_told_at_the_banks_address(
    owner: Owner, banks: Banks, stock: Stock, draw: Draw
) -> None:
    with endpoint() as own, endpoint() as general:
        given(set_connector(owner, general.url))
        bank = banks.offered_new(draw, callbackURLs={"notification": own.url})
        _account_at(banks, bank, stock, draw)
        settle(owner)

    told = len(own.told), len(general.told)
    ensure(told == (1, 0), expected="told at the bank's address alone", received=f"{told}")
    header = [each.headers.get(HEADER.lower()) for each in own.told]
    ensure(header == [VALUE], expected=f"{HEADER}: {VALUE}", received=f"{header}")


@requirement("CTL-12")
def test_what_a_bank_has_no_address_for_is_told_at_its_providers(
    owner: Owner, banks: Banks, stock: Stock, draw: Draw
) -> None:
    with endpoint() as general:
        given(set_connector(owner, general.url))
        bank = banks.offered_new(draw, callbackURLs={"auth": f"{HOME}/auth"})
        _account_at(banks, bank, stock, draw)
        settle(owner)

    told = len(general.told)
    ensure(told == 1, expected="told at the provider's address", received=f"told {told} times")


@requirement("CTL-12")
def test_what_waits_goes_as_soon_as_the_bank_has_an_address(
    owner: Owner,
    rival: Provider,
    product: Product,
    statements: Statements,
    stock: Stock,
    draw: Draw,
) -> None:
    banks = Banks(rival, product, statements)
    bank = banks.offered_new(draw, callbackURLs={})
    account = _account_at(banks, bank, stock, draw)
    listed = entries(owner.call("listNotifications", query={"bankAccountId": account}))
    if [each.get("outcome") for each in listed] != ["pending"]:
        raise NotTestable("a provider without an address, whose notifications wait")
    with endpoint() as own:
        given(banks.change(toUpdate=[bank.named(callbackURLs={"notification": own.url})]))
        arrived = own.arrived.wait(PATIENCE)

    ensure(arrived, expected="the notification, though the clock stood", received="nothing")


@requirement("CTL-12")
@pytest.mark.parametrize("whose", ["the bank's", "the provider's", "both"])
def test_the_user_is_sent_to_the_page_that_was_named(
    whose: str, owner: Owner, banks: Banks, product: Product, draw: Draw
) -> None:
    bank, wanted = _pages(whose, "auth", owner, banks, draw)

    answer = product.call("beginLinking", query={"bankId": banks.bank_id(bank), **WEB})

    _ensure_sent(answer, wanted)


@requirement("CTL-12")
@pytest.mark.parametrize("whose", ["the bank's", "the provider's", "both"])
def test_the_user_is_sent_to_the_page_for_authorising_anew(
    whose: str, owner: Owner, banks: Banks, product: Product, stock: Stock, draw: Draw
) -> None:
    bank, wanted = _pages(whose, "reAuth", owner, banks, draw)
    account = _account_at(banks, bank, stock, draw)

    answer = product.call("beginReauthorisation", account, query=WEB)

    _ensure_sent(answer, wanted)


def _pages(whose: str, name: str, owner: Owner, banks: Banks, draw: Draw) -> tuple[Bank, str]:
    """A bank whose page is its own, its provider's, or there in both places."""
    own, general = f"{HOME}/{draw.word()}", f"http://127.0.0.1:9/{draw.word()}"
    if whose != "the bank's":
        given(owner.call("setConnector", PROVIDER, json={"callbackURLs": {name: general}}))
    has_own = whose != "the provider's"
    bank = banks.offered_new(draw, callbackURLs={name: own} if has_own else {})
    return bank, own if has_own else general


def _ensure_sent(answer: Exchange, wanted: str) -> None:
    """One of the two places says so; that both do, CON-LINK-01 is about."""
    said = [str(answer.header("location")), str(answer.at("/redirect"))]
    ensure(
        any(each.startswith(wanted) for each in said),
        expected=f"the user sent to {wanted}",
        received=" and ".join(said),
        exchange=answer,
    )


@requirement("CTL-12")
def test_a_provider_is_asked_which_accounts_could_be_linked(
    owner: Owner, banks: Banks, product: Product, stock: Stock, draw: Draw
) -> None:
    with endpoint() as asked:
        asked.body = [LISTED]
        given(set_connector(owner, "http://127.0.0.1:9/notification"))
        bank = banks.offered_new(draw, callbackURLs={"availableAccounts": asked.url})
        account = _account_at(banks, bank, stock, draw)
        external = given(product.call("getBankAccount", account), "/externalId")
        answer = product.call("listAvailableBankAccounts", query={"bankAccountIds": account})

    found = [(each.query, each.headers.get(HEADER.lower())) for each in asked.told]
    wanted = {"externalId": [external]}, VALUE
    ensure(found == [wanted], expected=f"asked once, {wanted}", received=f"{found}")
    listed = entries(answer, "/availableAccounts")
    names = [each.get("accountIdentifier") for each in listed]
    told = LISTED["accountIdentifier"]
    ensure(told in names, expected=f"{told} listed", received=f"{names}", exchange=answer)


@requirement("CTL-02")
def test_no_world_is_loaded_in_which_a_bank_has_an_address_that_is_none(owner: Owner) -> None:
    world = given(owner.call("getWorld")).json
    world["banks"][0]["callbackUrls"] = {"auth": "nowhere"}

    answer = owner.call("putWorld", json=world)

    ensure_status(answer, 400)
    ensure_named(answer, "/banks/0/callbackUrls/auth")
