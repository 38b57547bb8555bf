"""What belongs to a company is neither shown to another company, nor changed by it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import (
    NotTestable,
    ensure,
    ensure_refused,
    ensure_status,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.readings import accounts_of
from sandbank_conformance.run import Run
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.general.calls import OPERATIONS, Call, operations
from sandbank_conformance.suite.general.consumer_calls import account_body
from sandbank_conformance.suite.general.foreign import (
    Apart,
    Asked,
    Ids,
    at,
    at_home,
    ensure_untouched,
)
from sandbank_conformance.suite.general.ready import ready, together

pytestmark = of_api("consumer")

OF_ACCOUNT = [name for name, each in OPERATIONS.items() if "{bankAccountId}" in each.path]
OF_RULE = [name for name, each in OPERATIONS.items() if "{ruleId}" in each.path]
OF_COMPANY = operations(
    lambda each: "{companyId}" in each.path and "{bankAccountId}" not in each.path
)


@pytest.fixture
def others(run: Run) -> list[Product]:
    """The same product, for other companies: of its own organisation and of another one."""
    found = [each for each in (run.sibling, run.stranger) if each is not None]
    if not found:
        raise NotTestable('another company: [consumer.stranger] organisation = "…"')
    return found


@pytest.fixture(params=["sibling", "stranger"])
def other(request: pytest.FixtureRequest) -> Product:
    """The same product, for another company."""
    found: Product = request.getfixturevalue(request.param)
    return found


def _about_an_account(run: Run, draw: Draw, operation_ids: Sequence[str]) -> list[Call]:
    """Good calls about an account that was made now."""
    calls = together(run, draw, operation_ids)
    account = next((call.ids[0] for call in calls if call.operation_id != "listTransactions"), "")
    account = account or run.stock.new_account(draw)
    return [replace(call, ids=(account, *call.ids[1:])) for call in calls]


def _asked(
    ask: Callable[[Call, Product, Ids], Exchange], others: list[Product], draw: Draw, call: Call
) -> Asked:
    asked = Asked(call.ids, draw)
    for other in others:
        asked.by(partial(ask, call, other))
    return asked


@requirement("GEN-05")
def test_an_account_of_another_company_is_like_an_unknown_one(
    others: list[Product], run: Run, draw: Draw
) -> None:
    apart = Apart(
        make=partial(_about_an_account, run, draw), ask=partial(_asked, at_home, others, draw)
    )

    apart.ensure(OF_ACCOUNT)


@requirement("GEN-05")
def test_a_cancelled_account_of_another_company_is_like_an_unknown_one(
    others: list[Product], product: Product, run: Run, draw: Draw
) -> None:
    def cancelled(operation_ids: Sequence[str]) -> list[Call]:
        calls = _about_an_account(run, draw, operation_ids)
        given(product.call("disconnectBankAccount", calls[0].ids[0]))
        return calls

    apart = Apart(make=cancelled, ask=partial(_asked, at_home, others, draw))

    apart.ensure(OF_ACCOUNT)


@smoke
@requirement("GEN-05")
def test_the_place_of_another_company_is_closed_and_does_not_tell_what_is_there(
    others: list[Product], run: Run, draw: Draw
) -> None:
    apart = Apart(
        make=partial(_about_an_account, run, draw),
        ask=partial(_asked, at, others, draw),
        changed=("CON-OFF-08",),
    )

    answers = apart.ensure(OF_ACCOUNT)

    for answer in answers:
        ensure_refused(answer, also=("CON-OFF-08",))


@smoke
@requirement("GEN-05")
@pytest.mark.parametrize("operation_id", OF_COMPANY)
def test_the_place_of_another_company_is_closed(
    operation_id: str, other: Product, run: Run, draw: Draw
) -> None:
    call = ready(run, draw, operation_id)

    answer = at(call, other, call.ids)

    ensure_refused(answer, also=("CON-OFF-08",))


@requirement("GEN-05")
def test_a_rule_of_another_company_is_like_an_unknown_one_under_an_account_of_ones_own(
    others: list[Product], run: Run, draw: Draw
) -> None:
    own = {other.name: _own_account(other, run, draw) for other in others}

    def ask(call: Call) -> Asked:
        asked = Asked(call.ids[1:], draw)
        for other in others:
            asked.by(partial(at_home, call, other, under=(own[other.name],)))
        return asked

    apart = Apart(make=partial(together, run, draw), ask=ask)

    apart.ensure(OF_RULE)


@smoke
@requirement("GEN-05")
def test_a_list_of_accounts_holds_none_of_another_company(
    other: Product, product: Product, stock: Stock, draw: Draw
) -> None:
    accounts = [stock.new_account(draw), stock.new_account(draw)]
    given(product.call("disconnectBankAccount", accounts[0]))

    listed = other.call("listBankAccounts")

    text = given(listed).received.body.decode("utf-8", "replace")
    found = [each for each in accounts if each in text]
    ensure(
        not found,
        expected="no account of another company, be it cancelled or not",
        received=f"{', '.join(found)}, which another company has",
        exchange=listed,
    )


@requirement("GEN-05")
def test_connecting_does_not_tell_what_another_company_has_connected(
    other: Product, product: Product, run: Run, draw: Draw
) -> None:
    body = account_body(run, draw)
    given(product.call("createBankAccount", json=body))
    new = given(other.call("createBankAccount", json=account_body(run, draw)))

    answer = other.call("createBankAccount", json={**body, "accountKey": draw.word()})

    ensure_status(answer, new.status)


@requirement("GEN-05")
def test_connecting_changes_nothing_for_another_company(
    other: Product, product: Product, run: Run, draw: Draw
) -> None:
    body = account_body(run, draw)
    account = str(given(product.call("createBankAccount", json=body), "/bankAccountId"))
    before = accounts_of(product).get(account)
    if before is None:
        raise NotTestable(f"the bank account {account}, just made, in the list")

    answer = other.call("createBankAccount", json={**body, "accountName": draw.word()})

    after = accounts_of(product).get(account)
    ensure_untouched(before, after, by=answer)


def _own_account(other: Product, run: Run, draw: Draw) -> str:
    made = other.call("createBankAccount", json=account_body(run, draw))
    return str(given(made, "/bankAccountId"))
