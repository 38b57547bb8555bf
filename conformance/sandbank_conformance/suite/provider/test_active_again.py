"""Re-authorisations: a report without accounts, and an account that is active again."""

from typing import Any

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import (
    NotTestable,
    ensure,
    ensure_success,
    given,
)
from sandbank_conformance.marks import requirement, smoke, transition
from sandbank_conformance.readings import accounts_of
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.provider.reports import (
    RENEWED,
    onboarded,
    reported,
    status_of,
    waiting,
)

NO_ACCOUNTS = [
    pytest.param(RENEWED, id="without bankAccounts"),
    pytest.param(onboarded(), id="with empty bankAccounts"),
]


@smoke
@requirement("PRV-AUTH-10")
@pytest.mark.parametrize("body", NO_ACCOUNTS)
@transition("bank account", "authRequired", "reauthorised", "active")
def test_a_re_authorised_account_is_active_again(
    provider: Provider, product: Product, stock: Stock, body: Any
) -> None:
    session = stock.reauthorisation()
    waiting(product, session)
    given(reported(provider, stock, session.id, body))

    status = status_of(product, session.account)

    ensure(status == "active", expected="status active", received=f"status {status}")


@requirement("PRV-AUTH-10")
@pytest.mark.parametrize("body", NO_ACCOUNTS)
def test_a_re_authorisation_may_be_reported_without_accounts(
    provider: Provider, stock: Stock, body: Any
) -> None:
    session = stock.reauthorisation()

    answer = reported(provider, stock, session.id, body)

    ensure_success(answer)  # that it is a 204 is PRV-AUTH-01's question


@requirement("PRV-AUTH-10")
def test_a_re_authorised_account_is_listed_as_active(
    provider: Provider, product: Product, stock: Stock
) -> None:
    session = stock.reauthorisation()
    if _listed_as(product, session.account) != "authRequired":
        raise NotTestable("a list of bank accounts with one that is authRequired")
    given(reported(provider, stock, session.id, RENEWED))

    status = _listed_as(product, session.account)

    ensure(status == "active", expected="status active", received=f"status {status}")


@requirement("PRV-AUTH-10")
def test_a_re_authorised_account_is_active_beside_its_transactions(
    provider: Provider, product: Product, stock: Stock
) -> None:
    session = stock.reauthorisation()
    if _shown_as(product, session.account) != "authRequired":
        raise NotTestable("transactions that come with their account, which is authRequired")
    given(reported(provider, stock, session.id, RENEWED))

    status = _shown_as(product, session.account)

    ensure(status == "active", expected="status active", received=f"status {status}")


def _listed_as(product: Product, account: str) -> Any:
    """The status of a bank account in the list of all."""
    return accounts_of(product).get(account, {}).get("status")


def _shown_as(product: Product, account: str) -> Any:
    """The status of a bank account beside its transactions."""
    return given(product.call("listTransactions", account)).at("/bankAccount/status")
