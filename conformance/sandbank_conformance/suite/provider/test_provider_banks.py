"""What a provider says of its banks is what products are offered."""

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import (
    NotTestable,
    differences,
    ensure,
    ensure_member,
    ensure_status,
    ensure_success,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.statements import Fed, Statements
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.provider.posting import ensure_processed
from sandbank_conformance.suite.provider.provider_banks import HOME, Banks, bank_body

pytestmark = of_api("consumer")


def _ensure_offered(banks: Banks, name: str, times: int) -> None:
    found = len(banks.offered(name, times))
    ensure(
        found == times,
        expected=f"{times or 'no'} bank named {name!r} for products",
        received=f"{found}",
    )


@smoke
@requirement("PRV-BANK-01")
def test_a_new_bank_is_offered_to_products(banks: Banks, draw: Draw) -> None:
    bank = banks.made(draw)

    _ensure_offered(banks, bank.name, 1)


@requirement("PRV-BANK-01")
def test_an_update_is_shown_to_products(banks: Banks, draw: Draw) -> None:
    bank, name = banks.offered_new(draw), f"Verify {draw.word()}"

    given(banks.change(toUpdate=[bank.named(name=name)]))

    _ensure_offered(banks, name, 1)
    _ensure_offered(banks, bank.name, 0)


@requirement("PRV-BANK-01")
def test_a_bank_that_was_removed_is_not_offered_any_more(banks: Banks, draw: Draw) -> None:
    bank = banks.offered_new(draw)

    given(banks.change(toRemove=[bank.named()]))

    _ensure_offered(banks, bank.name, 0)


@requirement("PRV-BANK-01", level="profile")
def test_a_bank_is_read_by_its_principal_id_until_it_is_removed(
    banks: Banks, product: Product, draw: Draw
) -> None:
    bank = banks.offered_new(draw, countryCode="NO", supportiframe=True)

    shown = product.call("getBank", bank.principal_id)
    given(banks.change(toRemove=[bank.named()]))
    gone = product.call("getBank", bank.principal_id)

    wanted = {"name": bank.name, "primaryCountry": "NOR", "bankURL": HOME, "supportiframe": True}
    for name, value in wanted.items():
        ensure_member(shown, f"/{name}", value)
    ensure_status(gone, 404)


@requirement("PRV-BANK-01", level="profile")
def test_an_update_leaves_what_it_does_not_name(banks: Banks, product: Product, draw: Draw) -> None:
    bank = banks.offered_new(draw, countryCode="FRA")
    bank_id = banks.bank_id(bank)
    before = given(product.call("getBank", bank_id)).json

    given(banks.change(toUpdate=[bank.named(supportiframe=True)]))

    after = given(product.call("getBank", bank_id))
    ensure(
        after.json == {**before, "supportiframe": True},
        expected="the bank as it was, but supportiframe true",
        received="; ".join(differences(before, after.json)) or "the bank as it was",
        exchange=after,
    )


@requirement("PRV-BANK-01", level="profile")
def test_an_update_replaces_the_callback_urls_as_a_whole(
    banks: Banks, owner: Owner, draw: Draw
) -> None:
    bank, only = banks.made(draw), {"notification": f"{HOME}/{draw.word()}"}

    given(banks.change(toUpdate=[bank.named(callbackURLs=only)]))

    world = given(owner.call("getWorld"), "/banks")
    (held,) = (each for each in world if each["bankId"] == bank.principal_id)
    ensure(held["callbackUrls"] == only, expected=f"{only}", received=f"{held['callbackUrls']}")


@requirement("PRV-BANK-01", level="profile")
def test_each_bank_is_answered_at_its_place_by_both_of_its_ids(banks: Banks, draw: Draw) -> None:
    updated, other, removed = (banks.made(draw) for _ in range(3))
    new = [bank_body(draw), bank_body(draw)]

    answer = banks.change(
        toCreate=new,
        toUpdate=[updated.named(name=draw.word()), other.named()],
        toRemove=[removed.named()],
    )

    ensure_status(answer, 200)
    for n, each in enumerate(new):
        ensure_member(answer, f"/data/toCreate/{n}/externalRef", each["externalRef"])
    changed = [("toUpdate/0", updated), ("toUpdate/1", other), ("toRemove/0", removed)]
    for place, bank in changed:
        ensure_member(answer, f"/data/{place}/principalId", bank.principal_id)
        ensure_member(answer, f"/data/{place}/externalRef", bank.external_ref)


@pytest.fixture
def left(banks: Banks, statements: Statements, draw: Draw) -> Fed:
    """A bank account that took a statement, at a bank that was removed then."""
    bank = banks.offered_new(draw)
    account = statements.pending(draw, bankId=banks.bank_id(bank))
    fed = statements.feed(account, *statements.drawn(draw, account, 2))
    given(banks.change(toRemove=[bank.named()]))
    if banks.offered(bank.name, 0):
        raise NotTestable("a bank that is not offered any more once it was removed")
    return fed


@requirement("PRV-BANK-03")
def test_a_bank_account_can_be_read_whose_bank_was_removed(
    product: Product, statements: Statements, left: Fed
) -> None:
    shown = product.call("getBankAccount", left.account)

    ensure_success(shown)
    held, sent = len(statements.held(left.account, len(left.sent))), len(left.sent)
    ensure(held == sent, expected=f"{sent} transactions", received=f"{held} of them")


@requirement("PRV-BANK-03")
def test_a_bank_account_takes_statements_whose_bank_was_removed(
    statements: Statements, left: Fed, draw: Draw
) -> None:
    answer = statements.post(left.account, *statements.drawn(draw, left.account))

    ensure_processed(statements, answer)


@requirement("PRV-BANK-03")
def test_a_bank_account_can_be_disconnected_whose_bank_was_removed(
    product: Product, left: Fed
) -> None:
    answer = product.call("disconnectBankAccount", left.account)

    ensure_success(answer)  # what becomes of it is CON-OFF-02's question


@requirement("CON-OFF-05")
def test_the_provider_is_told_whose_bank_was_removed(
    product: Product, owner: Owner, left: Fed
) -> None:
    given(product.call("disconnectBankAccount", left.account))

    told_of = given(owner.call("listNotifications", query={"bankAccountId": left.account})).json

    found = [each["event"]["type"] for each in told_of]
    ensure("resourceDeleted" in found, expected="resourceDeleted", received=f"{found}")


@requirement("PRV-BANK-03", level="profile")
def test_no_bank_account_is_connected_at_a_bank_that_was_removed(
    banks: Banks, product: Product, stock: Stock, draw: Draw
) -> None:
    bank = banks.offered_new(draw)
    body = stock.account_body(draw, bankId=banks.bank_id(bank))
    given(banks.change(toRemove=[bank.named()]))

    ensure_status(product.call("createBankAccount", json=body), 400)
