"""The rule that decided a refusal: the journal tells the owner, whatever the caller was told."""

from collections.abc import Callable

import pytest

from sandbank_conformance.callers import need
from sandbank_conformance.conditions import NotTestable, ensure_member, ensure_status, given, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.owner import Owner
from sandbank_conformance.run import Run
from sandbank_conformance.suite.general.consumer_calls import rule_body

Act = Callable[[Run, Draw], Exchange]
FAILED = {"data": {"status": "failure"}}


def _session_of_another(run: Run, _: Draw) -> Exchange:
    rival = need(run.rival, 'a second provider: [provider.rival] client-id = "…"')
    return rival.call("reportAuthorisation", run.stock.onboarding(), json=FAILED)


def _session_of_nobody(run: Run, draw: Draw) -> Exchange:
    return need(run.provider, "a provider").call("reportAuthorisation", draw.uuid(), json=FAILED)


def _wrong_secret_of_a_provider(run: Run, draw: Draw) -> Exchange:
    return need(run.provider, "a provider").ask_for_token(client_secret=draw.word())


def _wrong_secret_of_a_client(run: Run, draw: Draw) -> Exchange:
    return need(run.uploader, "a client").ask_for_token(client_secret=draw.word())


def _account_of_another(run: Run, _: Draw) -> Exchange:
    sibling = need(run.sibling, 'a second company: [consumer.sibling] company = "…"')
    held = need(sibling.access.accounts, '[[consumer.sibling.accounts]] id = "…"')
    return need(run.product, "a product").call("getBankAccount", held[0].id)


def _account_of_nobody(run: Run, draw: Draw) -> Exchange:
    return need(run.product, "a product").call("getBankAccount", draw.uuid())


def _company_with_a_token_of_its_organisation(run: Run, _: Draw) -> Exchange:
    product = need(run.product, "a product")
    token = given(product.ask_for_token(X_Company_Id=None), "/jwt")
    return product.call("listBankAccounts", headers={"Authorization": f"Bearer {token}"})


def _rule_of_another(run: Run, draw: Draw) -> Exchange:
    sibling = need(run.sibling, 'a second company: [consumer.sibling] company = "…"')
    held = need(sibling.access.accounts, '[[consumer.sibling.accounts]] id = "…"')
    rule = given(sibling.call("createRule", held[0].id, json=rule_body(draw)), "/ruleId")
    own = run.stock.account(shared=True)
    return need(run.product, "a product").call("getRule", own, rule)


def _rule_of_nobody(run: Run, draw: Draw) -> Exchange:
    own = run.stock.account(shared=True)
    return need(run.product, "a product").call("getRule", own, draw.uuid())


def _session_of_a_disconnected_account(run: Run, _: Draw) -> Exchange:
    session = run.stock.reauthorisation()
    given(need(run.product, "a product").call("disconnectBankAccount", session.account))
    return need(run.provider, "a provider").call("reportAuthorisation", session.id, json=FAILED)


def _user_of_another(run: Run, _: Draw) -> Exchange:
    other = need(run.other_uploader, 'a second client: [user-banking.other] client-id = "…"')
    return other.call("getUser", need(run.uploads, "uploads").user())


def _user_of_nobody(run: Run, draw: Draw) -> Exchange:
    return need(run.uploader, "a client").call("getUser", draw.uuid())


def _refused(answer: Exchange) -> Exchange:
    """What was refused, as it should be; whether it is, others are about."""
    if not answer.refused:
        raise NotTestable(f"a refusal to find in the journal: {told(answer)}")
    return answer


CASES = [
    pytest.param(each, rule, marks=of_api(api), id=each.__name__.strip("_").replace("_", " "))
    for each, rule, api in (
        (_session_of_another, "PRV-AUTH-18", "provider"),
        (_session_of_nobody, "PRV-AUTH-02", "provider"),
        (_wrong_secret_of_a_provider, "PRV-TOK-02", "provider"),
        (_wrong_secret_of_a_client, "UB-TOK-02", "user_banking"),
        (_account_of_another, "GEN-05", "consumer"),
        (_account_of_nobody, "CON-OFF-07", "consumer"),
        (_company_with_a_token_of_its_organisation, "CON-TOK-04", "consumer"),
        (_rule_of_another, "GEN-05", "consumer"),
        (_rule_of_nobody, "CON-RULE-03", "consumer"),
        (_session_of_a_disconnected_account, "CON-OFF-13", "provider"),
        (_user_of_another, "GEN-05", "user_banking"),
        (_user_of_nobody, "UB-USER-01", "user_banking"),
    )
]


@requirement("CTL-09")
@pytest.mark.parametrize(("act", "rule"), CASES)
def test_the_journal_names_what_decided_about(
    act: Act, rule: str, owner: Owner, run: Run, draw: Draw
) -> None:
    answer = act(run, draw)

    ensure_decided(owner, answer, rule)


def ensure_decided(owner: Owner, answer: Exchange, rule: str) -> None:
    """The journal says that this rule decided about what was refused."""
    refused = _refused(answer)
    listed = owner.call("listJournal", query={"limit": 1})
    ensure_status(listed, 200)
    ensure_member(listed, "/0/operationId", refused.operation_id)
    ensure_member(listed, "/0/requirement", rule)


UNKNOWN = [
    pytest.param("listAccountTransactions", "UB-READ-02", id="reading"),
    pytest.param("uploadTransactions", "UB-READ-02", id="uploading"),
    pytest.param("changeTransactions", "UB-UP-03", id="changing"),
    pytest.param("deleteTransactions", "UB-DEL-09", id="deleting"),
    pytest.param("deleteAccount", "UB-DEL-09", id="deleting it"),
]


@requirement("GEN-07")
@of_api("user_banking")
@pytest.mark.parametrize(("operation_id", "rule"), UNKNOWN)
def test_the_narrower_rule_is_named_where_there_is_no_account(
    operation_id: str, rule: str, owner: Owner, run: Run, draw: Draw
) -> None:
    uploader, uploads = need(run.uploader, "a client"), need(run.uploads, "uploads")
    bodies = {
        "uploadTransactions": {"json": uploads.transaction_body(draw)},
        "changeTransactions": {"json": {"transactionId": draw.word(), "purpose": "Changed"}},
        "deleteTransactions": {"json": {"ids": [draw.word()]}},
    }
    path = (uploads.user(), draw.word())
    _refused(uploader.call(operation_id, *path, **bodies.get(operation_id, {})))

    listed = given(owner.call("listJournal", query={"limit": 1}))

    if listed.at("/0/operationId") != operation_id:
        raise NotTestable("a journal that begins with the last call")
    ensure_member(listed, "/0/requirement", rule)
