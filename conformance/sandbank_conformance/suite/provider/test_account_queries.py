"""A provider finds a bank account by its own id of it."""

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import (
    NotTestable,
    ensure,
    ensure_member,
    ensure_status,
    given,
    told,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.run import Run
from sandbank_conformance.statements import Statements
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.linking import begun, chosen, link, reported
from sandbank_conformance.suite.disconnecting import disconnect
from sandbank_conformance.suite.general.consumer_calls import bank_of
from sandbank_conformance.suite.general.foreign import Asked
from sandbank_conformance.suite.provider.known import Known, known
from sandbank_conformance.suite.provider.reports import Json, granted, identifiers, onboarded

pytestmark = of_api("consumer")

FOUND = "/data/bankAccountId"


@pytest.fixture
def account(product: Product, stock: Stock, draw: Draw) -> Known:
    """A bank account that its provider has an id for."""
    return known(product, stock, draw)


@smoke
@requirement("PRV-QUERY-01")
def test_a_bank_account_is_found_by_the_provider_s_own_id(
    provider: Provider, account: Known
) -> None:
    answer = provider.call("queryAccount", json=account.query)

    ensure_member(answer, FOUND, account.account)


@requirement("PRV-QUERY-01")
def test_the_status_of_a_bank_account_is_told_to_its_provider(
    provider: Provider, product: Product, account: Known
) -> None:
    status = given(product.call("getBankAccount", account.account), "/status")

    answer = given(provider.call("queryAccount", json=account.query))

    ensure_member(answer, "/data/status", status)


@requirement("PRV-QUERY-01")
def test_the_day_from_which_transactions_are_wanted_is_told_to_the_provider(
    provider: Provider, product: Product, account: Known
) -> None:
    wanted = given(product.call("getBankAccount", account.account)).at("/requestedStartDate")
    if not isinstance(wanted, str):
        raise NotTestable("a bank account with a requestedStartDate")

    answer = given(provider.call("queryAccount", json=account.query))

    shown = answer.at("/data/requestedStartDate")
    ensure(
        str(shown)[:10] == wanted[:10],
        expected=f"requestedStartDate {wanted}",
        received=f"{shown}",
        exchange=answer,
    )


@requirement("PRV-QUERY-01")
@pytest.mark.parametrize("status", ["active", "authRequired", "cancelled"])
def test_the_provider_is_told_once_a_bank_account_is(
    status: str,
    provider: Provider,
    product: Product,
    statements: Statements,
    account: Known,
    draw: Draw,
) -> None:
    _move(account.account, status, statements, product, draw)

    answer = given(provider.call("queryAccount", json=account.query))

    ensure_member(answer, "/data/status", status)


@requirement("PRV-QUERY-01")
def test_a_linked_bank_account_is_found_by_the_id_that_its_provider_reported(
    run: Run, product: Product, provider: Provider, owner: Owner, draw: Draw
) -> None:
    shared = granted(draw)
    connected = _linked(run, product, provider, owner, shared)
    named = {"bankId": bank_of(run), "externalId": shared["bankAccountExternalId"]}

    answer = provider.call("queryAccount", json={"data": named})

    ensure_member(answer, FOUND, connected)


@requirement("PRV-QUERY-01", level="profile")
def test_of_bank_accounts_with_one_id_the_newest_connected_one_is_found(
    run: Run, product: Product, provider: Provider, owner: Owner, draw: Draw
) -> None:
    shared = granted(draw)
    named = {"bankId": bank_of(run), "externalId": shared["bankAccountExternalId"]}
    old = _linked(run, product, provider, owner, shared)
    disconnect(product, old)
    alone = provider.call("queryAccount", json={"data": named})
    new = _linked(run, product, provider, owner, shared)

    answer = provider.call("queryAccount", json={"data": named})

    ensure_member(alone, FOUND, old)
    ensure_member(answer, FOUND, new)


@requirement("PRV-QUERY-01", level="profile")
def test_404_for_a_bank_account_that_nobody_has(
    provider: Provider, account: Known, draw: Draw
) -> None:
    (query,) = account.query.values()

    for name in query:
        unknown = {**query, name: draw.alike(query[name]) + draw.word()}
        ensure_status(provider.call("queryAccount", json={"data": unknown}), 404)


@requirement("PRV-QUERY-01", level="profile")
def test_404_for_an_id_in_other_letters(provider: Provider, account: Known) -> None:
    (query,) = account.query.values()
    other = {**query, "externalId": account.external_id.swapcase()}
    if other == query:
        raise NotTestable("a bank account whose provider has an id with letters for it")

    ensure_status(provider.call("queryAccount", json={"data": other}), 404)


@requirement("PRV-QUERY-01", level="profile")
def test_404_for_a_bank_account_of_another_provider(rival: Provider, account: Known) -> None:
    ensure_status(rival.call("queryAccount", json=account.query), 404)


@requirement("GEN-05")
def test_a_bank_account_is_not_found_by_another_provider(rival: Provider, account: Known) -> None:
    answer = rival.call("queryAccount", json=account.query)

    ensure(
        account.account.encode() not in answer.received.body,
        expected="nothing of a bank account of another provider's bank",
        received=told(answer),
        exchange=answer,
    )


@smoke
@requirement("GEN-05")
@pytest.mark.parametrize("member", ["bankId", "externalId"])
def test_a_query_of_another_provider_is_answered_like_one_for(
    member: str, rival: Provider, account: Known, draw: Draw
) -> None:
    (query,) = account.query.values()
    asked = Asked((query[member],), draw)

    asked.by(lambda ids: rival.call("queryAccount", json={"data": {**query, member: ids[0]}}))

    asked.ensure_told_nothing()


def _move(account: str, status: str, statements: Statements, product: Product, draw: Draw) -> None:
    """A pending bank account comes to another status, for both sides to see."""
    if statements.status(account) != "pending":
        raise NotTestable("a new bank account that its provider has an id for")
    if status == "active":
        statements.feed(account, *statements.drawn(draw, account))
    elif status == "authRequired":
        statements.completed(statements.lapse(account))
    else:
        disconnect(product, account)
    if statements.status(account, status) != status:
        raise NotTestable(f"a bank account that is {status} now")


def _linked(run: Run, product: Product, provider: Provider, owner: Owner, shared: Json) -> str:
    """A bank account that was reported by its provider, chosen by its user, and connected."""
    session = begun(link(product, run))
    reported(provider, session, onboarded(shared))
    chosen(owner, session, shared)
    body = {"bankId": bank_of(run), **identifiers(shared)}
    return str(given(product.call("createBankAccount", json=body), "/bankAccountId"))
