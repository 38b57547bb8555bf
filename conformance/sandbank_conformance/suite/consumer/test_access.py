"""Who may call for a company: its own product with a good token, and nobody else."""

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import (
    ensure_refused,
    ensure_unchanged,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.readings import afterwards
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.company_calls import (
    OPERATIONS,
    Place,
    is_reached,
    made_place,
    make,
    state,
)
from sandbank_conformance.suite.consumer.essentials import ensure_spared, essentials
from sandbank_conformance.suite.consumer.faults import FAULTS, TELLING, Fault
from sandbank_conformance.suite.general.foreign import Asked

SOME = ("listBankAccounts", "getBankAccount", "createRule", "disconnectBankAccount")
REFUSED = (
    "no token",
    "a token of another company",
    "the path of another company",
    "no x-application",
)

every_fault = pytest.mark.parametrize("fault", FAULTS, indirect=True)


def _operations(fault: Fault) -> tuple[str, ...]:
    """All of them for a fault that is often overlooked at one of them, else some."""
    return OPERATIONS if fault.name in TELLING else SOME


def _called(product: Product, operation: str, place: Place, fault: Fault) -> Exchange:
    answer = make(product, operation, place, fault.headers, fault.path)
    reached = answer.succeeded and is_reached(product, operation, place, answer)
    ensure_refused(answer, also=fault.also if reached else ())
    return answer


@smoke
@every_fault
@requirement("CON-OFF-08")
def test_no_call_has_an_effect_with(
    fault: Fault, product: Product, stock: Stock, draw: Draw
) -> None:
    place = made_place(product, stock, draw)
    before = state(product, place)

    answers = [_called(product, each, place, fault) for each in _operations(fault)]

    after = afterwards(state, product, place)
    if before != after:
        _look_closer(product, stock, draw, fault)
    ensure_unchanged(before, after, by=answers[-1], also=("GEN-02", *fault.also))


def _look_closer(product: Product, stock: Stock, draw: Draw, fault: Fault) -> None:
    """Which of the calls had an effect though it was refused."""
    for operation in _operations(fault):
        place = made_place(product, stock, draw)
        before = state(product, place)
        answer = _called(product, operation, place, fault)
        after = afterwards(state, product, place)
        ensure_unchanged(before, after, by=answer, also=("GEN-02", *fault.also))


@pytest.mark.parametrize("fault", REFUSED, indirect=True)
@requirement("CON-OFF-08")
def test_a_refused_disconnection_leaves_rules_and_transactions_with(
    fault: Fault, product: Product, stock: Stock
) -> None:
    account = stock.account(transactions=1, rules=1, shared=True)
    before = essentials(product, account)

    answer = product.client.ask(
        "disconnectBankAccount",
        {**product.fixed, "bankAccountId": account, **fault.path},
        caller=product.name,
        headers={**product.headers, **fault.headers},
    )

    ensure_refused(answer, also=fault.also)
    ensure_spared(product, account, before, by=answer, also=("GEN-02", *fault.also))


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


@requirement("CON-OFF-08")
def test_a_token_is_not_good_for_ever(product: Product, owner: Owner) -> None:
    old = given(product.ask_for_token(), "/jwt")
    given(product.call("listBankAccounts", headers={"Authorization": f"Bearer {old}"}))
    owner.advance("P400D")
    new = given(product.ask_for_token(), "/jwt")
    given(product.call("listBankAccounts", headers={"Authorization": f"Bearer {new}"}))

    answer = product.call("listBankAccounts", headers={"Authorization": f"Bearer {old}"})

    ensure_refused(answer)


@pytest.mark.parametrize("other", ["sibling", "stranger"])
@requirement("GEN-05")
def test_no_answer_tells_that_there_is_the_company_of_a(
    other: str, product: Product, stock: Stock, draw: Draw, request: pytest.FixtureRequest
) -> None:
    place = made_place(product, stock, draw)
    company = request.getfixturevalue(other).access.company
    asked = Asked((company,), draw)

    for operation in SOME:

        def ask(ids: tuple[str, ...], operation: str = operation) -> Exchange:
            return make(product, operation, place, path={"companyId": ids[0]})

        asked.by(ask)
    asked.ensure_told_nothing()
