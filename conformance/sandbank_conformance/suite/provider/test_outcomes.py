"""How a session may have ended: `success` or `failure`, and nothing else."""

from typing import Any

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import (
    ensure,
    ensure_member,
    ensure_status,
    ensure_success,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.readings import bank_account
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.provider.reports import (
    FAILED,
    RENEWED,
    ensure_account_unchanged,
    ensure_still_open,
    granted,
    offered,
    onboarded,
    reported,
    status_of,
    waiting,
)

NO_STATUS = [
    pytest.param({}, id="missing"),
    pytest.param({"status": "granted"}, id="another word"),
    pytest.param({"status": "Success"}, id="a capital letter"),
    pytest.param({"status": ""}, id="empty"),
    pytest.param({"status": True}, id="true"),
    pytest.param({"status": None}, id="null"),
    pytest.param({"status": ["success"]}, id="a list"),
]
BOTH = [pytest.param(False, id="alone"), pytest.param(True, id="with an account")]


@requirement("PRV-AUTH-19")
@pytest.mark.parametrize("status", NO_STATUS)
def test_an_onboarding_with_no_status_of_the_two_answers_400(
    provider: Provider, stock: Stock, draw: Draw, status: dict[str, Any]
) -> None:
    session, right = stock.onboarding(shared=True), onboarded(granted(draw))
    body = {"data": {"bankAccounts": right["data"]["bankAccounts"], **status}}

    answer = reported(provider, stock, session, body)

    ensure_status(answer, 400)
    ensure_still_open(provider, stock, session, right, answer)


@requirement("PRV-AUTH-19")
@pytest.mark.parametrize("status", NO_STATUS)
def test_a_re_authorisation_with_no_status_of_the_two_answers_400(
    provider: Provider, product: Product, stock: Stock, status: dict[str, Any]
) -> None:
    session = stock.reauthorisation(shared=True)
    account = waiting(product, session)
    before = bank_account(product, account)

    answer = reported(provider, stock, session.id, {"data": status})

    ensure_status(answer, 400)
    ensure_account_unchanged(product, account, before, answer)
    ensure_still_open(provider, stock, session.id, RENEWED, answer)


@smoke
@requirement("PRV-AUTH-19")
def test_a_failure_is_taken_in(provider: Provider, stock: Stock) -> None:
    session = stock.onboarding()

    answer = reported(provider, stock, session, FAILED)

    ensure_success(answer)


@requirement("PRV-AUTH-19")
@pytest.mark.parametrize("with_account", BOTH)
def test_an_onboarding_that_failed_offers_no_account(
    provider: Provider, stock: Stock, owner: Owner, draw: Draw, with_account: bool
) -> None:
    session = stock.onboarding()
    accounts = {"bankAccounts": [granted(draw)]} if with_account else {}
    given(reported(provider, stock, session, {"data": {"status": "failure", **accounts}}))

    found = offered(owner, session)

    ensure(not found, expected="no candidate", received=str(found))
    ensure_member(owner.call("getAuthorisation", session), "/status", "failed")


@requirement("PRV-AUTH-19")
def test_a_re_authorisation_that_failed_leaves_its_account_as_it_was(
    provider: Provider, product: Product, stock: Stock
) -> None:
    session = stock.reauthorisation()
    account = waiting(product, session)
    given(reported(provider, stock, session.id, FAILED))

    status = status_of(product, account)

    ensure(status == "authRequired", expected="status authRequired", received=f"status {status}")


@requirement("PRV-AUTH-19")
def test_a_re_authorisation_that_failed_is_recorded_as_failed(
    provider: Provider, stock: Stock, owner: Owner
) -> None:
    session = stock.reauthorisation()
    given(reported(provider, stock, session.id, FAILED))

    shown = owner.call("getAuthorisation", session.id)

    ensure_member(shown, "/status", "failed")
