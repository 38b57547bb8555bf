"""Re-authorisations: a report without accounts, and an account that is active again."""

from typing import Any

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import (
    NotTestable,
    ensure,
    ensure_member,
    ensure_status,
    given,
)
from sandbank_conformance.marks import requirement, smoke
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
def test_a_re_authorised_account_is_active_again(
    provider: Provider, product: Product, stock: Stock, body: Any
) -> None:
    session = stock.reauthorisation()
    account = waiting(product, session)
    given(reported(provider, stock, session.id, body))

    status = status_of(product, account)

    ensure(status == "active", expected="status active", received=f"status {status}")


@requirement("PRV-AUTH-10")
@pytest.mark.parametrize("body", NO_ACCOUNTS)
def test_reporting_a_re_authorisation_answers_204(
    provider: Provider, stock: Stock, body: Any
) -> None:
    session = stock.reauthorisation()

    answer = reported(provider, stock, session.id, body)

    ensure_status(answer, 204)


@requirement("PRV-AUTH-10")
def test_a_re_authorised_account_is_listed_as_active(
    provider: Provider, product: Product, stock: Stock
) -> None:
    session = stock.reauthorisation()
    account = waiting(product, session)
    if account not in accounts_of(product):
        raise NotTestable("a list of bank accounts that holds the one of the re-authorisation")
    given(reported(provider, stock, session.id, RENEWED))

    status = accounts_of(product).get(account, {}).get("status")

    ensure(status == "active", expected="status active", received=f"status {status}")


@requirement("PRV-AUTH-10")
def test_a_re_authorised_account_is_active_beside_its_transactions(
    provider: Provider, product: Product, stock: Stock
) -> None:
    session = stock.reauthorisation()
    account = waiting(product, session)
    given(product.call("listTransactions", account), "/bankAccount/status")
    given(reported(provider, stock, session.id, RENEWED))

    page = product.call("listTransactions", account)

    ensure_member(page, "/bankAccount/status", "active")
