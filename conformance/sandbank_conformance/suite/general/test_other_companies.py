"""What belongs to a company is neither shown to another company, nor changed by it."""

from dataclasses import replace

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import ensure, ensure_refused, ensure_status, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.readings import accounts_of
from sandbank_conformance.run import Run
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.general.calls import Call, operations
from sandbank_conformance.suite.general.consumer_calls import account_body
from sandbank_conformance.suite.general.foreign import at, ensure_like_unknown, ensure_untouched
from sandbank_conformance.suite.general.ready import ready
from sandbank_conformance.suite.general.watching import again, watch

pytestmark = of_api("consumer")

OF_ACCOUNT = operations(lambda each: "{bankAccountId}" in each.path)
OF_RULE = operations(lambda each: "{ruleId}" in each.path)
OF_COMPANY = operations(lambda each: "{companyId}" in each.path)
ROLES = ["sibling", "stranger"]


@pytest.fixture(params=ROLES)
def other(request: pytest.FixtureRequest) -> Product:
    """The same product, for another company."""
    found: Product = request.getfixturevalue(request.param)
    return found


def _new(run: Run, draw: Draw, operation_id: str) -> Call:
    """A good call about an account that was made now."""
    call = ready(run, draw, operation_id)
    if operation_id == "listTransactions":
        return replace(call, ids=(run.stock.new_account(draw),))
    return call


@requirement("GEN-05")
@pytest.mark.parametrize("operation_id", OF_ACCOUNT)
def test_an_account_of_another_company_is_like_an_unknown_one(
    operation_id: str, other: Product, run: Run, draw: Draw
) -> None:
    call = _new(run, draw, operation_id)
    look = watch(call)
    before = look()
    nobodys = [tuple(draw.alike(each) for each in call.ids) for _ in range(2)]
    foreign = replace(call, caller=other)
    unknown = [foreign.send(ids=each) for each in nobodys]

    answer = foreign.send()

    ensure_untouched(before, again(look), by=answer)
    ensure_like_unknown(answer, unknown, {*call.ids, *nobodys[0], *nobodys[1]})


@smoke
@requirement("GEN-05")
@pytest.mark.parametrize("operation_id", OF_COMPANY)
def test_the_place_of_another_company_is_closed(
    operation_id: str, other: Product, run: Run, draw: Draw
) -> None:
    call = ready(run, draw, operation_id)

    answer = at(call, other)

    ensure_refused(answer, also=("CON-OFF-08",))


@requirement("GEN-05")
@pytest.mark.parametrize("operation_id", OF_ACCOUNT)
def test_the_place_of_another_company_does_not_tell_what_is_there(
    operation_id: str, other: Product, run: Run, draw: Draw
) -> None:
    call = _new(run, draw, operation_id)
    look = watch(call)
    before = look()
    nobodys = [tuple(draw.alike(each) for each in call.ids) for _ in range(2)]
    unknown = [at(replace(call, ids=each), other) for each in nobodys]

    answer = at(call, other)

    ensure_untouched(before, again(look), by=answer, also=("CON-OFF-08",))
    ensure_like_unknown(answer, unknown, {*call.ids, *nobodys[0], *nobodys[1]})


@requirement("GEN-05")
@pytest.mark.parametrize("operation_id", OF_RULE)
def test_a_rule_of_another_company_is_like_an_unknown_one_under_an_account_of_ones_own(
    operation_id: str, other: Product, run: Run, draw: Draw
) -> None:
    call = ready(run, draw, operation_id)
    look, rule = watch(call), call.ids[1]
    before = look()
    own = _own_account(other, run, draw)
    nobodys = [draw.alike(rule) for _ in range(2)]
    foreign = replace(call, caller=other)
    unknown = [foreign.send(ids=(own, each)) for each in nobodys]

    answer = foreign.send(ids=(own, rule))

    ensure_untouched(before, again(look), by=answer)
    ensure_like_unknown(answer, unknown, {rule, *nobodys})


@smoke
@requirement("GEN-05")
def test_a_list_of_accounts_holds_none_of_another_company(
    other: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)

    listed = other.call("listBankAccounts")

    ensure(
        account not in given(listed).received.body.decode("utf-8", "replace"),
        expected="no account of another company",
        received=f"{account}, which is another company's",
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
    before = accounts_of(product)[account]

    answer = other.call("createBankAccount", json={**body, "accountName": draw.word()})

    after = accounts_of(product).get(account)
    ensure_untouched(before, after, by=answer)


def _own_account(other: Product, run: Run, draw: Draw) -> str:
    made = other.call("createBankAccount", json=account_body(run, draw))
    return str(given(made, "/bankAccountId"))
