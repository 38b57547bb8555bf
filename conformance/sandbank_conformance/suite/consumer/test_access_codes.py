"""What answers whoever may not call for a company."""

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import ensure_status, ensure_unchanged, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement
from sandbank_conformance.readings import afterwards
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.company_calls import (
    OPERATIONS,
    WRITES,
    Place,
    made_place,
    make,
    state,
)
from sandbank_conformance.suite.consumer.faults import FAULTS, OF_ANOTHER_API, Fault
from sandbank_conformance.suite.consumer.rule_bodies import rule_body

THREE_FAULTS = ("no token", "the path of another company", "no x-application")
# What answers the tokens of another API is said by GEN-05.
OTHER_FAULTS = tuple(each for each in FAULTS if each not in (*THREE_FAULTS, *OF_ANOTHER_API))


@pytest.mark.parametrize("fault", THREE_FAULTS, indirect=True)
@requirement("CON-OFF-08", level="profile")
def test_the_code_tells_apart_who_called_from_what_for_at_every_operation_with(
    fault: Fault, product: Product, stock: Stock, draw: Draw
) -> None:
    place = made_place(product, stock, draw)

    for operation in OPERATIONS:
        answer = make(product, operation, place, fault.headers, fault.path)

        ensure_status(answer, fault.status)


@pytest.mark.parametrize("fault", OTHER_FAULTS, indirect=True)
@requirement("CON-OFF-08", level="profile")
def test_the_code_tells_apart_who_called_from_what_for_with(
    fault: Fault, product: Product, stock: Stock, draw: Draw
) -> None:
    place = Place(
        account=stock.new_account(draw), rule="", new_account={}, new_rule=rule_body(draw)
    )

    for operation in ("listBankAccounts", "getBankAccount", "disconnectBankAccount"):
        answer = make(product, operation, place, fault.headers, fault.path)

        ensure_status(answer, fault.status)


@requirement("CON-TOK-04")
def test_403_for_every_call_with_the_token_of_an_organisation(
    product: Product, stock: Stock, draw: Draw
) -> None:
    place = made_place(product, stock, draw)
    token = given(product.ask_for_token(X_Company_Id=None), "/jwt")

    for operation in OPERATIONS:
        answer = make(product, operation, place, {"Authorization": f"Bearer {token}"})

        ensure_status(answer, 403)


@requirement("GEN-02")
def test_no_refused_call_has_an_effect_with_the_token_of_an_organisation(
    product: Product, stock: Stock, draw: Draw
) -> None:
    place = made_place(product, stock, draw)
    token = given(product.ask_for_token(X_Company_Id=None), "/jwt")
    before = state(product, place)

    bearer = {"Authorization": f"Bearer {token}"}
    answers = [make(product, each, place, bearer) for each in WRITES]

    if all(each.refused for each in answers):
        ensure_unchanged(before, afterwards(state, product, place), by=answers[-1], also=())
