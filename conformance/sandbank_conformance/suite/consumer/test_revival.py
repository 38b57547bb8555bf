"""What was disconnected never comes back, whatever is called afterwards."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import ensure, ensure_member, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke, transition
from sandbank_conformance.readings import accounts_of, transactions
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.rule_bodies import made_rule, rule_body

Get = Callable[[str], object]  # a fixture by its name


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A bank account that was disconnected."""

    account: str
    rule: str
    body: dict[str, str]  # what it was made of


def _gone(product: Product, stock: Stock, draw: Draw) -> Gone:
    body = stock.account_body(draw)
    account = str(given(product.call("createBankAccount", json=body), "/bankAccountId"))
    rule = made_rule(product, account, draw)["ruleId"]
    given(product.call("disconnectBankAccount", account))
    return Gone(account=account, rule=rule, body=body)


def _connected_anew(product: Product, gone: Gone, _: Draw) -> None:
    product.call("createBankAccount", json=gone.body)


def _claimed_by_its_id(product: Product, gone: Gone, _: Draw) -> None:
    claims = {"bankAccountId": gone.account, "status": "active"}
    product.call("createBankAccount", json={**gone.body, **claims})


def _disconnected_again(product: Product, gone: Gone, _: Draw) -> None:
    product.call("disconnectBankAccount", gone.account)


def _given_a_rule(product: Product, gone: Gone, draw: Draw) -> None:
    product.call("createRule", gone.account, json=rule_body(draw))


def _changed_in_its_rules(product: Product, gone: Gone, draw: Draw) -> None:
    place = (gone.account, gone.rule)
    product.call("replaceRule", *place, json=rule_body(draw))
    product.call("changeRule", *place, json={"ruleName": draw.word(), "status": "active"})


def _robbed_of_its_rule(product: Product, gone: Gone, _: Draw) -> None:
    product.call("deleteRule", gone.account, gone.rule)


def _read(product: Product, gone: Gone, _: Draw) -> None:
    for operation in ("getBankAccount", "listRules", "listTransactions"):
        product.call(operation, gone.account)
    product.call("listBankAccounts")


@smoke
@pytest.mark.parametrize(
    "attempt",
    [
        pytest.param(_connected_anew, id="connected anew"),
        pytest.param(_claimed_by_its_id, id="claimed by its id"),
        pytest.param(
            _disconnected_again,
            id="disconnected again",
            marks=transition("bank account", "cancelled", "disconnected", "refused"),
        ),
        pytest.param(_given_a_rule, id="given a rule"),
        pytest.param(_changed_in_its_rules, id="changed in its rules"),
        pytest.param(_robbed_of_its_rule, id="robbed of its rule"),
        pytest.param(_read, id="read"),
    ],
)
@requirement("CON-OFF-02")
def test_a_bank_account_stays_cancelled_when_it_is(
    attempt: Callable[[Product, Gone, Draw], None], product: Product, stock: Stock, draw: Draw
) -> None:
    gone = _gone(product, stock, draw)

    attempt(product, gone, draw)

    _ensure_cancelled(product, gone.account)


@requirement("CON-OFF-02")
def test_connecting_anew_makes_another_bank_account(
    product: Product, stock: Stock, draw: Draw
) -> None:
    gone = _gone(product, stock, draw)

    made = given(product.call("createBankAccount", json=gone.body))

    ensure(
        given(made, "/bankAccountId") != gone.account,
        expected="a new bankAccountId",
        received="that of the account that was disconnected",
    )


@requirement("CON-OFF-04")
def test_a_bank_account_connected_anew_begins_without_the_old_transactions(
    product: Product, stock: Stock
) -> None:
    account = stock.account(transactions=1)
    shown = given(product.call("getBankAccount", account))
    names = ("bankId", "accountIdentifier", "bankIdentifier")
    body = {name: given(shown, f"/{name}") for name in names}
    given(product.call("disconnectBankAccount", account))
    new = given(product.call("createBankAccount", json=body), "/bankAccountId")

    left = transactions(product, new)

    # An account without a statement is pending, and holds nothing of its own.
    pending = given(product.call("getBankAccount", new), "/status") == "pending"
    ensure(not (pending and left), expected="no transaction yet", received=f"{len(left)} of them")


def _ensure_cancelled(product: Product, account: str) -> None:
    shown = given(product.call("getBankAccount", account))
    ensure_member(shown, "/status", "cancelled")
    listed = accounts_of(product).get(account, {}).get("status", "cancelled")
    ensure(listed == "cancelled", expected="cancelled in the list", received=str(listed))
