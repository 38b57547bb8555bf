"""States are judged late, and what only the kind of a thing tells comes last."""

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import NotTestable, ensure_status, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.run import Run
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.general.consumer_calls import rule_body
from sandbank_conformance.suite.general.provider_calls import report_body
from sandbank_conformance.suite.general.ready import refusable


@requirement("GEN-07")
@pytest.mark.parametrize("operation_id", ["replaceRule", "changeRule", "deleteRule"])
@of_api("consumer")
def test_the_rule_comes_before_the_state_of_its_account(
    operation_id: str, product: Product, run: Run, draw: Draw
) -> None:
    call = refusable(run, draw, operation_id)
    account, nobodys = call.ids[0], draw.alike(call.ids[1])
    if call.send(ids=(account, nobodys)).status != 404:
        raise NotTestable("a 404 for a rule that is not there")
    given(product.call("disconnectBankAccount", account))

    answer = call.send(ids=(account, nobodys))

    ensure_status(answer, 404)


@requirement("GEN-07")
@of_api("consumer")
def test_the_body_comes_before_the_state_of_an_account(
    product: Product, stock: Stock, draw: Draw
) -> None:
    account, nameless = stock.new_account(draw), {**rule_body(draw), "ruleName": ""}
    of_its_body = product.call("createRule", account, json=nameless)
    if not of_its_body.refused:
        raise NotTestable("a rule that is refused because it has no name")
    given(product.call("disconnectBankAccount", account))

    answer = product.call("createRule", account, json=nameless)

    ensure_status(answer, of_its_body.status)


@smoke
@requirement("GEN-07")
@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"data": {"status": "success"}}, id="no accounts"),
        pytest.param({"data": {"status": "success", "bankAccounts": []}}, id="an empty list"),
    ],
)
@of_api("provider")
def test_the_state_of_a_session_comes_before_what_its_kind_decides(
    body: object, provider: Provider, stock: Stock, draw: Draw
) -> None:
    session = stock.expired_session()
    of_its_state = provider.call("reportAuthorisation", session, json=report_body(draw))
    if of_its_state.succeeded:
        raise NotTestable("a session that is refused because it has expired")

    answer = provider.call("reportAuthorisation", session, json=body)

    ensure_status(answer, of_its_state.status)


@requirement("GEN-07")
@of_api("provider")
def test_the_use_of_a_renewal_comes_before_the_accounts_in_its_report(
    run: Run, provider: Provider, draw: Draw
) -> None:
    if not run.ground.is_ours:
        raise NotTestable("sessions to use up, which only the control API can begin")
    session = run.stock.reauthorisation().id
    renewed = {"data": {"status": "success"}}
    given(provider.call("reportAuthorisation", session, json=renewed))
    of_its_state = provider.call("reportAuthorisation", session, json=renewed)
    if of_its_state.succeeded:
        raise NotTestable("a session that is refused because it has been used")

    answer = provider.call("reportAuthorisation", session, json=report_body(draw))

    ensure_status(answer, of_its_state.status)
