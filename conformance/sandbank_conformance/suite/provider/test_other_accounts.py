"""Accounts that are alike in some identifiers, and are not the same for all that."""

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import NotTestable, ensure_success, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement
from sandbank_conformance.suite.provider.connections import IDENTITY
from sandbank_conformance.suite.provider.reports import Json


@requirement("PRV-AUTH-13")
@pytest.mark.parametrize("name", IDENTITY[1:])
@pytest.mark.parametrize("other", ["{word}", "{it}0"], ids=["another", "a longer one"])
def test_an_account_that_shares_one_identifier_only_is_another_account(
    product: Product, draw: Draw, connected: Json, name: str, other: str
) -> None:
    value = other.format(word=f"other-{draw.word()}", it=connected["identity"][name])

    answer = product.call("createBankAccount", json={**connected["identity"], name: value})

    ensure_success(answer)


@requirement("PRV-AUTH-13")
def test_an_account_of_another_bank_with_the_same_identifiers_is_another_account(
    product: Product, draw: Draw, connected: Json
) -> None:
    here = connected["identity"]["bankId"]
    elsewhere = [each["bankId"] for each in given(product.call("listBanks")).json]
    banks = [each for each in elsewhere if each != here]
    if not banks:
        raise NotTestable("a second bank")
    new = {**connected["identity"], "bankId": banks[0], "accountIdentifier": draw.word()}
    given(product.call("createBankAccount", json=new))

    answer = product.call("createBankAccount", json={**connected["identity"], "bankId": banks[0]})

    ensure_success(answer)


@requirement("PRV-AUTH-13")
def test_an_account_that_another_company_has_connected_is_not_connected(
    product: Product, sibling: Product, draw: Draw, connected: Json
) -> None:
    identity = {**connected["identity"], "accountIdentifier": f"acct-{draw.word()}"}
    given(sibling.call("createBankAccount", json=identity))

    answer = product.call("createBankAccount", json=identity)

    ensure_success(answer)
