"""A call that is refused is nothing that a provider would be told of."""

from collections.abc import Callable

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import NotTestable, ensure_unchanged, given, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement
from sandbank_conformance.owner import Owner
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.company_calls import (
    OF_ACCOUNT,
    RULE_WRITES,
    Place,
    made_place,
    make,
)
from sandbank_conformance.suite.consumer.near_ids import FORMS, near
from sandbank_conformance.suite.disconnecting import disconnect

Attempt = Callable[[Product, Place, Draw], list[Exchange]]

IDENTITY = ("bankId", "bankIdentifier", "accountIdentifier")  # what makes it the same account
CHANGES = (*RULE_WRITES, "disconnectBankAccount")


def _connected_again(product: Product, place: Place, _: Draw) -> list[Exchange]:
    shown = given(product.call("getBankAccount", place.account))
    body = {name: given(shown, f"/{name}") for name in IDENTITY}
    return [product.call("createBankAccount", json=body)]


def _connected_nowhere(product: Product, place: Place, draw: Draw) -> list[Exchange]:
    banks = ("", draw.alike(place.new_account["bankId"]))
    bodies = [{**place.new_account, "bankId": each} for each in banks]
    return [product.call("createBankAccount", json=each) for each in bodies]


def _named_wrongly(product: Product, place: Place, draw: Draw) -> list[Exchange]:
    paths = [{"bankAccountId": near(each, place.account, draw)} for each in FORMS]
    return [make(product, each, place, path=path) for path in paths for each in CHANGES]


def _called_by_nobody(product: Product, place: Place, _: Draw) -> list[Exchange]:
    calls = ("createBankAccount", *OF_ACCOUNT)
    return [make(product, each, place, {"Authorization": None}) for each in calls]


@pytest.mark.parametrize(
    "attempt",
    [
        pytest.param(_connected_again, id="connected while it is"),
        pytest.param(_connected_nowhere, id="connected at no bank"),
        pytest.param(_named_wrongly, id="named wrongly"),
        pytest.param(_called_by_nobody, id="called for without a token"),
    ],
)
@requirement("GEN-02")
def test_no_provider_is_told_of_a_bank_account_that_is_in_vain(
    attempt: Attempt, product: Product, stock: Stock, draw: Draw, owner: Owner
) -> None:
    place = made_place(product, stock, draw)
    before = _told_of(owner)

    answers = attempt(product, place, draw)

    _ensure_untold(owner, before, answers)


@pytest.mark.parametrize("operation", CHANGES)
@requirement("GEN-02")
def test_no_provider_is_told_of_a_disconnected_bank_account_when_it_refuses_a(
    operation: str, product: Product, stock: Stock, draw: Draw, owner: Owner
) -> None:
    place = made_place(product, stock, draw)
    disconnect(product, place.account)
    before = _told_of(owner)

    answers = [make(product, operation, place) for _ in range(2)]

    _ensure_untold(owner, before, answers)


def _told_of(owner: Owner) -> list[str]:
    """The notifications that there are, whether or not they have been delivered."""
    listed = given(owner.call("listNotifications")).json
    return sorted(str(each["notificationId"]) for each in listed)


def _ensure_untold(owner: Owner, before: list[str], answers: list[Exchange]) -> None:
    if taken := [each for each in answers if not each.refused]:
        raise NotTestable(f"refusals: {told(taken[0])}")
    ensure_unchanged(before, _told_of(owner), by=answers[-1])
