"""Who may call for a company: its own product with a good token, and nobody else."""

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import (
    ensure_refused,
    ensure_status,
    ensure_unchanged,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.readings import afterwards
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.company_calls import (
    OPERATIONS,
    READS,
    is_reached,
    made_place,
    make,
    state,
)
from sandbank_conformance.suite.consumer.essentials import essentials, seen_again
from sandbank_conformance.suite.consumer.faults import FAULTS, Fault

every_fault = pytest.mark.parametrize("fault", FAULTS, indirect=True)


@smoke
@every_fault
@requirement("CON-OFF-08")
def test_no_call_has_an_effect_with(
    fault: Fault, product: Product, stock: Stock, draw: Draw
) -> None:
    place = made_place(product, stock, draw)
    before = state(product, place)

    for operation in OPERATIONS:
        answer = make(product, operation, place, fault.headers, fault.company)
        reached = answer.succeeded and is_reached(product, operation, place, answer)

        ensure_refused(answer, also=fault.also if reached else ())
        if operation not in READS:
            after = afterwards(state, product, place)
            ensure_unchanged(before, after, by=answer, also=("GEN-02", *fault.also))


@every_fault
@requirement("CON-OFF-08", level="profile")
def test_the_code_tells_apart_who_called_from_what_for_with(
    fault: Fault, product: Product, stock: Stock, draw: Draw
) -> None:
    place = made_place(product, stock, draw)

    for operation in OPERATIONS:
        answer = make(product, operation, place, fault.headers, fault.company)

        ensure_status(answer, fault.status)


@every_fault
@requirement("CON-OFF-08")
def test_a_refused_disconnection_leaves_rules_and_transactions_with(
    fault: Fault, product: Product, stock: Stock
) -> None:
    account = stock.account(transactions=1, rules=1, shared=True)
    before = essentials(product, account)
    company = fault.company or product.access.company

    answer = product.client.ask(
        "disconnectBankAccount",
        {**product.fixed, "companyId": company, "bankAccountId": account},
        caller=product.name,
        headers={**product.headers, **fault.headers},
    )

    after = seen_again(product, account, before)
    ensure_refused(answer, also=fault.also)
    ensure_unchanged(before, after, by=answer, also=("GEN-02", *fault.also))


@requirement("CON-OFF-08")
def test_the_provider_is_not_told_of_a_disconnection_that_was_refused(
    product: Product, stock: Stock, draw: Draw, owner: Owner
) -> None:
    account = stock.new_account(draw)
    before = given(owner.call("listNotifications", query={"bankAccountId": account})).json

    answer = product.call("disconnectBankAccount", account, headers={"Authorization": None})

    after = given(owner.call("listNotifications", query={"bankAccountId": account})).json
    ensure_refused(answer)
    ensure_unchanged(before, after, by=answer)


@requirement("CON-TOK-04")
def test_403_for_every_call_with_the_token_of_an_organisation(
    product: Product, stock: Stock, draw: Draw
) -> None:
    place = made_place(product, stock, draw)
    token = given(product.ask_for_token(X_Company_Id=None), "/jwt")
    before = state(product, place)

    for operation in OPERATIONS:
        answer = make(product, operation, place, {"Authorization": f"Bearer {token}"})

        ensure_status(answer, 403)
        if operation not in READS:
            ensure_unchanged(before, afterwards(state, product, place), by=answer)
