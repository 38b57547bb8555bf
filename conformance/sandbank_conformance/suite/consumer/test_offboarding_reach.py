"""Whom a disconnection concerns: the one bank account, and its provider, who is told."""

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import NotTestable, ensure, ensure_unchanged, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.readings import accounts_of
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.essentials import ensure_spared, essentials
from sandbank_conformance.suite.consumer.rule_bodies import made_rule, rule_body
from sandbank_conformance.suite.consumer.test_offboarding import in_each_status, in_status


def spared(stock: Stock, draw: Draw) -> str:
    """A bank account with transactions and rules where one can be spared, else a new one."""
    try:
        return stock.account(transactions=1, rules=1)
    except NotTestable:
        return stock.new_account(draw)


by_company = pytest.mark.parametrize("other", ["sibling", "stranger"])


@smoke
@in_each_status
@requirement("CON-OFF-05")
def test_the_provider_is_told_when_the_account_was(
    status: str, product: Product, stock: Stock, draw: Draw, owner: Owner
) -> None:
    account = in_status(status, stock, draw)
    given(product.call("disconnectBankAccount", account))

    told = given(owner.call("listNotifications", query={"bankAccountId": account})).json

    events = [each["event"] for each in told]
    wanted = ("resourceDeleted", "bankAccount", account)
    found = [(each["type"], each["resource"]["type"], each["resource"]["id"]) for each in events]
    ensure(wanted in found, expected=f"an event {wanted}", received=f"{found or 'no event'}")


@requirement("CON-OFF-05")
def test_the_provider_is_told_of_each_of_several_disconnections(
    product: Product, stock: Stock, draw: Draw, owner: Owner
) -> None:
    accounts = [stock.new_account(draw) for _ in range(3)]
    for each in accounts:
        given(product.call("disconnectBankAccount", each))

    listed = [
        given(owner.call("listNotifications", query={"bankAccountId": each})) for each in accounts
    ]

    told = [each.received.body.count(b'"resourceDeleted"') for each in listed]
    ensure(told == [1, 1, 1], expected="one event of each", received=f"{told} events")


@requirement("CON-OFF-05")
def test_the_provider_of_the_bank_is_the_one_that_is_told(
    product: Product, stock: Stock, draw: Draw, owner: Owner
) -> None:
    account = stock.new_account(draw)
    given(product.call("disconnectBankAccount", account))

    told = given(owner.call("listNotifications", query={"bankAccountId": account})).json

    banks = {each["bankId"]: each["providerId"] for each in given(owner.call("getWorld"), "/banks")}
    bank = given(product.call("getBankAccount", account), "/bankId")
    found = {each["providerId"] for each in told if each["event"]["type"] == "resourceDeleted"}
    also = ("GEN-05",) if found - {banks[bank]} else ()
    ensure(
        found == {banks[bank]}, expected=f"{banks[bank]} is told", received=f"{found}", also=also
    )


@smoke
@requirement("CON-OFF-06")
def test_every_other_bank_account_of_the_company_stays(
    product: Product, stock: Stock, draw: Draw
) -> None:
    made = stock.new_account(draw)
    held = [made, *(each.id for each in product.access.accounts)]
    account = spared(stock, draw)
    before = {each: essentials(product, each) for each in held if each != account}

    answer = given(product.call("disconnectBankAccount", account))

    for each, state in before.items():
        ensure_spared(product, each, state, by=answer)


@requirement("CON-OFF-06")
def test_every_other_bank_account_is_listed_with_the_status_it_had(
    product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)
    before = {
        key: each.get("status") for key, each in accounts_of(product).items() if key != account
    }

    answer = given(product.call("disconnectBankAccount", account))

    listed = accounts_of(product)
    after = {key: listed.get(key, {}).get("status") for key in before}
    ensure_unchanged(before, after, by=answer, also=())


@pytest.mark.parametrize("alike", ["accountIdentifier", "bankIdentifier", "rule names"])
@requirement("CON-OFF-06")
def test_a_bank_account_stays_that_is_like_it_in(
    alike: str, product: Product, stock: Stock, draw: Draw
) -> None:
    one, other = stock.account_body(draw), stock.account_body(draw)
    if alike in one:
        other[alike] = one[alike]
    account, neighbour = (
        str(given(product.call("createBankAccount", json=each), "/bankAccountId"))
        for each in (one, other)
    )
    rule = rule_body(draw)
    for each in (account, neighbour):
        given(product.call("createRule", each, json=rule))
    before = essentials(product, neighbour)

    answer = given(product.call("disconnectBankAccount", account))

    ensure_spared(product, neighbour, before, by=answer)


@by_company
@requirement("CON-OFF-06")
def test_a_bank_account_stays_of_a(
    other: str, product: Product, stock: Stock, draw: Draw, request: pytest.FixtureRequest
) -> None:
    neighbour: Product = request.getfixturevalue(other)
    if not neighbour.access.accounts:
        raise NotTestable(f'an account of the other: [[consumer.{other}.accounts]] id = "…"')
    account = spared(stock, draw)
    held = [each.id for each in neighbour.access.accounts]
    before = {each: essentials(neighbour, each) for each in held}

    answer = given(product.call("disconnectBankAccount", account))

    for each, state in before.items():
        ensure_spared(neighbour, each, state, by=answer, also=("GEN-05",))


@by_company
@requirement("CON-OFF-06")
def test_the_same_real_account_stays_connected_to_a(
    other: str, product: Product, stock: Stock, draw: Draw, request: pytest.FixtureRequest
) -> None:
    neighbour: Product = request.getfixturevalue(other)
    body = stock.account_body(draw)
    account, same = (
        str(given(each.call("createBankAccount", json=body), "/bankAccountId"))
        for each in (product, neighbour)
    )
    made_rule(neighbour, same, draw)
    before = essentials(neighbour, same)

    answer = given(product.call("disconnectBankAccount", account))

    ensure_spared(neighbour, same, before, by=answer, also=("GEN-05",))


@requirement("CON-OFF-06")
def test_a_bank_account_connected_anew_outlives_what_is_called_with_its_old_id(
    product: Product, stock: Stock, draw: Draw
) -> None:
    body = stock.account_body(draw)
    old = str(given(product.call("createBankAccount", json=body), "/bankAccountId"))
    given(product.call("disconnectBankAccount", old))
    new = str(given(product.call("createBankAccount", json=body), "/bankAccountId"))
    if new == old:
        raise NotTestable("a new bankAccountId: the account that is connected anew has its old one")
    made_rule(product, new, draw)
    before = essentials(product, new)

    answer = product.call("disconnectBankAccount", old)

    ensure_spared(product, new, before, by=answer)
