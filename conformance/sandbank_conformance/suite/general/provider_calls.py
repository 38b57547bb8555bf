"""Good calls of the Provider API."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbank_conformance.callers import Provider
from sandbank_conformance.conditions import NotTestable, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.run import Run
from sandbank_conformance.suite.general.calls import WITHOUT_CREDENTIALS, Call, Maker
from sandbank_conformance.suite.general.consumer_calls import bank_of, product_of

Session = Callable[[Run, Draw], str]


def provider_of(run: Run) -> Provider:
    """The provider; the check is about the Provider API, so there is one."""
    assert run.provider is not None
    return run.provider


def report_body(draw: Draw) -> dict[str, Any]:
    """The report of an onboarding session in which one account was granted."""
    account = {
        "bankAccountExternalId": f"ext-{draw.word()}",
        "accountName": "Verify",
        "bankIdentifier": f"customer-{draw.word(6)}:verify",
        "branchIdentifier": draw.digits(6),
        "accountIdentifier": f"acct-{draw.word()}",
    }
    return {"data": {"status": "success", "bankAccounts": [account]}}


def spare_session(run: Run, _: Draw) -> str:
    """An open onboarding session to be used up; those that are held are kept for other checks."""
    provider = run.target.provider
    plenty = run.owner is not None and run.ground.is_ours
    if not plenty and not (provider and provider.sessions.onboarding_command):
        raise NotTestable('sessions to use up: [provider.sessions] onboarding-command = "…"')
    return run.stock.onboarding()


def _issue_provider_token(run: Run, _: Draw) -> Call:
    provider = provider_of(run)
    body = {
        "grant_type": "client_credentials",
        "client_id": provider.access.client_id,
        "client_secret": provider.access.client_secret,
        "audience": provider.access.audience,
    }
    return Call(
        caller=provider,
        operation_id="issueProviderToken",
        body=body,
        headers=lambda: WITHOUT_CREDENTIALS,
    )


def refused_session(run: Run, draw: Draw) -> str:
    """An open onboarding session; where they are few, one that nobody has."""
    try:
        return spare_session(run, draw)
    except NotTestable:
        return draw.uuid()


def _report(session: Session) -> Maker:
    def make(run: Run, draw: Draw) -> Call:
        return Call(
            caller=provider_of(run),
            operation_id="reportAuthorisation",
            ids=(session(run, draw),),
            body=report_body(draw),
        )

    return make


def _report_by_query(session: Session) -> Maker:
    def make(run: Run, draw: Draw) -> Call:
        return Call(
            caller=provider_of(run),
            operation_id="reportAuthorisationByQuery",
            query={"authorisationId": session(run, draw)},
            body=report_body(draw),
        )

    return make


def statement_body(run: Run, draw: Draw) -> dict[str, Any]:
    """A statement with one transaction of an account that was connected for it."""
    account = run.stock.new_account(draw)
    transaction = {
        "uniqueId": draw.word(),
        "bankAccountId": account,
        "transactionAmount": -12.5,
        "transactionType": "DEBIT",
        "datePosted": "2026-01-02",
        "description": "Verify",
    }
    return {
        "data": {
            "bankId": bank_of(run),
            "accountDetails": [{"bankAccountId": account}],
            "transactionDetails": [transaction],
        }
    }


def _post_statement(run: Run, draw: Draw) -> Call:
    body = statement_body(run, draw)
    return Call(caller=provider_of(run), operation_id="postStatement", body=body)


def _get_statement(run: Run, draw: Draw) -> Call:
    statement = str(given(_post_statement(run, draw).send(), "/data/_id"))
    return Call(caller=provider_of(run), operation_id="getStatement", ids=(statement,))


def _query_account(run: Run, draw: Draw) -> Call:
    product = product_of(run)
    account = given(product.call("getBankAccount", run.stock.new_account(draw)), "/externalId")
    body = {"data": {"bankId": bank_of(run), "externalId": account}}
    return Call(caller=provider_of(run), operation_id="queryAccount", body=body)


def _change_banks(run: Run, draw: Draw) -> Call:
    bank = {"name": f"Verify {draw.word()}", "countryCode": "GB", "externalRef": draw.word()}
    body = {"data": {"toCreate": [bank]}}
    return Call(caller=provider_of(run), operation_id="changeBanks", body=body)


MAKERS: Mapping[str, Maker] = {
    "issueProviderToken": _issue_provider_token,
    "reportAuthorisation": _report(spare_session),
    "reportAuthorisationByQuery": _report_by_query(spare_session),
    "postStatement": _post_statement,
    "getStatement": _get_statement,
    "queryAccount": _query_account,
    "changeBanks": _change_banks,
}

REFUSABLE: Mapping[str, Maker] = {
    "reportAuthorisation": _report(refused_session),
    "reportAuthorisationByQuery": _report_by_query(refused_session),
}
