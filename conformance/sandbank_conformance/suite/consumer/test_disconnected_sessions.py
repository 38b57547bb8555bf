"""What was disconnected does not come back by what a provider reports."""

from typing import Any

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import ensure, ensure_status, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke, transition
from sandbank_conformance.owner import Owner, there
from sandbank_conformance.races import at_once
from sandbank_conformance.run import Run
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.disconnecting import disconnect

SUCCESS: dict[str, Any] = {"data": {"status": "success"}}
EMPTY = {"data": {"status": "success", "bankAccounts": []}}
ALIVE = ("pending", "active", "authRequired")
FAILURE = {"data": {"status": "failure"}}

by_each_form = pytest.mark.parametrize("form", ["in the path", "in the query"])


def _report(provider: Provider, session: str, form: str, body: dict[str, Any]) -> Exchange:
    if form == "in the path":
        return provider.call("reportAuthorisation", session, json=body)
    query = {"authorisationId": session}
    return provider.call("reportAuthorisationByQuery", query=query, json=body)


def _ensure_over(product: Product, account: str, by: Exchange) -> None:
    """The bank account is not back, whether the session's report was refused or not."""
    also = ("CON-OFF-02", *(("GEN-02",) if by.refused else ()))
    shown = given(product.call("getBankAccount", account))
    page = product.call("listTransactions", account)
    for answer, place in ((shown, "/status"), (page, "/bankAccount/status")):
        ensure(
            answer.at(place) not in ALIVE,
            expected="cancelled",
            received=f"{answer.at(place)} at {answer.operation_id}",
            exchange=answer,
            also=also,
        )


@smoke
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            SUCCESS,
            id="success",
            marks=transition("bank account", "cancelled", "reauthorised", "refused"),
        ),
        pytest.param(EMPTY, id="success with an empty list"),
        pytest.param(
            FAILURE,
            id="failure",
            marks=transition("bank account", "cancelled", "reauthorisationFailed", "refused"),
        ),
    ],
)
@by_each_form
@requirement("CON-OFF-13")
def test_a_session_that_was_open_does_not_bring_its_account_back_by(
    form: str, body: dict[str, Any], product: Product, provider: Provider, stock: Stock
) -> None:
    session = stock.reauthorisation()
    disconnect(product, session.account)

    answer = _report(provider, session.id, form, body)

    _ensure_over(product, session.account, answer)


@requirement("CON-OFF-13")
def test_no_session_of_several_brings_its_account_back(
    product: Product, provider: Provider, stock: Stock
) -> None:
    account = stock.reauthorisation().account
    sessions = [stock.reauthorisation(account) for _ in range(2)]
    disconnect(product, account)

    for session in sessions:
        answer = _report(provider, session.id, "in the path", SUCCESS)

        _ensure_over(product, account, answer)


@requirement("CON-OFF-13")
def test_a_report_at_the_same_time_does_not_bring_the_account_back(
    product: Product, provider: Provider, stock: Stock, draw: Draw, run: Run
) -> None:
    session = stock.reauthorisation()
    given(product.call("getBankAccount", session.account))
    disconnect(product, stock.new_account(draw))

    disconnected, reported = at_once(
        run.wire,
        lambda: product.call("disconnectBankAccount", session.account),
        lambda: _report(provider, session.id, "in the path", SUCCESS),
    )

    given(disconnected)
    given(product.call("getBankAccount", session.account))  # the first may be of the time before
    _ensure_over(product, session.account, reported)


@requirement("CON-OFF-13")
def test_an_account_does_not_come_back_that_was_active_while_its_session_was_open(
    product: Product, provider: Provider, stock: Stock
) -> None:
    session = stock.reauthorisation(stock.account())
    disconnect(product, session.account)

    answer = _report(provider, session.id, "in the path", SUCCESS)

    _ensure_over(product, session.account, answer)


@requirement("CON-OFF-02")
def test_a_bank_account_stays_cancelled_when_an_earlier_report_is_sent_again(
    product: Product, provider: Provider, stock: Stock
) -> None:
    session = stock.reauthorisation()
    given(_report(provider, session.id, "in the path", SUCCESS))
    disconnect(product, session.account)

    answer = _report(provider, session.id, "in the path", SUCCESS)

    _ensure_over(product, session.account, answer)


@by_each_form
@requirement("CON-OFF-13", level="profile")
@transition("session", "revoked", "renewed", "refused")
def test_409_for_the_report_of_a_session_that_was_open(
    form: str, product: Product, provider: Provider, stock: Stock
) -> None:
    if form == "in the query":  # which not every target has
        given(_report(provider, stock.reauthorisation().id, form, SUCCESS))
    session = stock.reauthorisation()
    disconnect(product, session.account)

    answer = _report(provider, session.id, form, SUCCESS)

    ensure_status(answer, 409)


@requirement("CON-OFF-02")
def test_a_bank_account_stays_cancelled_when_a_new_session_grants_it(
    product: Product, provider: Provider, stock: Stock, draw: Draw
) -> None:
    body = stock.account_body(draw)
    account = str(given(product.call("createBankAccount", json=body), "/bankAccountId"))
    disconnect(product, account)
    granted = {
        "bankAccountExternalId": draw.word(),
        "accountName": "Verify",
        "bankIdentifier": body["bankIdentifier"],
        "branchIdentifier": "n/a",
        "accountIdentifier": body["accountIdentifier"],
    }

    report = {"data": {"status": "success", "bankAccounts": [granted]}}
    answer = given(_report(provider, stock.onboarding(), "in the path", report))

    _ensure_over(product, account, answer)


@requirement("CON-OFF-11")
def test_409_for_a_new_authorisation(
    product: Product, stock: Stock, draw: Draw, owner: Owner, provider: Provider
) -> None:
    account = stock.new_account(draw)
    disconnect(product, account)

    answer = there(owner.begin(provider.access.id, "reauthorisation", bankAccountId=account))

    ensure_status(answer, 409)
