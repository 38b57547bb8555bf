"""Good calls of the Provider API."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbank_conformance.callers import Provider
from sandbank_conformance.conditions import NotTestable
from sandbank_conformance.draw import Draw
from sandbank_conformance.run import Run
from sandbank_conformance.statements import Statements
from sandbank_conformance.suite.general.calls import WITHOUT_CREDENTIALS, Call, Maker
from sandbank_conformance.suite.provider.known import known
from sandbank_conformance.suite.provider.provider_banks import bank_body

Session = Callable[[Run, Draw], str]

READER = 'a product to connect bank accounts: [consumer] url = "…"'


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


def _statements(run: Run) -> Statements:
    if run.statements is None:
        raise NotTestable(READER)
    return run.statements


def _post_statement(run: Run, draw: Draw) -> Call:
    statements = _statements(run)
    account = statements.pending(draw)
    body = statements.body(account, *statements.drawn(draw, account))
    return Call(caller=provider_of(run), operation_id="postStatement", body=body)


def _get_statement(run: Run, draw: Draw) -> Call:
    statement = _statements(run).id_of(_post_statement(run, draw).send())
    return Call(caller=provider_of(run), operation_id="getStatement", ids=(statement,))


def _query_account(run: Run, draw: Draw) -> Call:
    if run.product is None:
        raise NotTestable(READER)
    body = known(run.product, run.stock, draw).query
    return Call(caller=provider_of(run), operation_id="queryAccount", body=body)


def _change_banks(run: Run, draw: Draw) -> Call:
    body = {"data": {"toCreate": [bank_body(draw)]}}
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
