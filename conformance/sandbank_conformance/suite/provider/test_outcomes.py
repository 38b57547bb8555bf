"""How a session may have ended: `success` or `failure`, and nothing else."""

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
from sandbank_conformance.marks import requirement, smoke, transition
from sandbank_conformance.owner import Owner
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.provider.reports import (
    FAILED,
    granted,
    offered,
    reported,
    status_of,
    waiting,
)
from sandbank_conformance.suite.provider.slips import NO_STATUS

BOTH = [pytest.param(False, id="alone"), pytest.param(True, id="with an account")]


@requirement("PRV-AUTH-19")
def test_an_onboarding_with_no_status_of_the_two_answers_400(
    provider: Provider, stock: Stock, draw: Draw
) -> None:
    session, accounts = stock.onboarding(shared=True), {"bankAccounts": [granted(draw)]}

    for status in NO_STATUS:
        answer = reported(provider, stock, session, {"data": {**accounts, **status}})

        ensure_status(answer, 400)


@requirement("PRV-AUTH-19")
def test_a_re_authorisation_with_no_status_of_the_two_answers_400(
    provider: Provider, stock: Stock
) -> None:
    session = stock.reauthorisation(shared=True)

    for status in NO_STATUS:
        answer = reported(provider, stock, session.id, {"data": status})

        ensure_status(answer, 400)


@smoke
@requirement("PRV-AUTH-19")
def test_a_failure_is_taken_in(provider: Provider, stock: Stock) -> None:
    session = stock.onboarding()

    answer = reported(provider, stock, session, FAILED)

    ensure_success(answer)


@requirement("PRV-AUTH-19")
@pytest.mark.parametrize("with_account", BOTH)
@transition("session", "open", "failed", "failed")
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
@transition("bank account", "authRequired", "reauthorisationFailed", "authRequired")
def test_a_re_authorisation_that_failed_leaves_its_account_as_it_was(
    provider: Provider, product: Product, stock: Stock
) -> None:
    session = stock.reauthorisation()
    waiting(product, session)
    given(reported(provider, stock, session.id, FAILED))

    status = status_of(product, session.account)

    ensure(status == "authRequired", expected="status authRequired", received=f"status {status}")


@requirement("PRV-AUTH-19")
def test_a_re_authorisation_that_failed_is_recorded_as_failed(
    provider: Provider, stock: Stock, owner: Owner
) -> None:
    session = stock.reauthorisation()
    given(reported(provider, stock, session.id, FAILED))

    shown = owner.call("getAuthorisation", session.id)

    ensure_member(shown, "/status", "failed")
