"""The Provider API: providers report how their users' sessions ended, and post statements."""

from sandbank_server.api.bank_parse import parse_bank_changes
from sandbank_server.api.calls import Answer, Call, accepted, nothing, ok
from sandbank_server.api.provider_parse import parse_credentials, parse_report
from sandbank_server.api.provider_present import (
    present_accepted,
    present_changed_banks,
    present_found_account,
    present_statement,
)
from sandbank_server.api.statement_parse import parse_statement
from sandbank_server.domain.refusals import Conflict
from sandbank_server.service import (
    account_queries,
    authorisations,
    bank_changes,
    provider_tokens,
    statements,
)
from sandbank_server.service.callers import Anyone, ProviderCaller
from sandbank_server.service.ports import Sandbox

# RFC 6749, section 5.1: nothing on the way may keep a token.
_NOT_KEPT = {"Cache-Control": "no-store", "Pragma": "no-cache"}


class ProviderApi:
    """The operations of provider.yaml."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def issue_provider_token(self, call: Call[Anyone]) -> Answer:
        """A token for a provider's credentials."""
        token = provider_tokens.issue(self._sandbox, parse_credentials(call.body))
        lifetime = int(provider_tokens.LIFETIME.total_seconds())
        body = {"access_token": token, "token_type": "Bearer", "expires_in": lifetime}
        return Answer(status=200, body=body, headers=_NOT_KEPT)

    async def report_authorisation(self, call: Call[ProviderCaller]) -> Answer:
        """The end of a session, its id in the path."""
        return self._report(call, call.path["authorisationId"])

    async def report_authorisation_by_query(self, call: Call[ProviderCaller]) -> Answer:
        """The end of a session, its id in the query."""
        authorisation_id = call.parameter("authorisationId") or ""
        if not authorisation_id.strip():
            raise _no_single_id()
        return self._report(call, authorisation_id)

    async def post_statement(self, call: Call[ProviderCaller]) -> Answer:
        """A statement of one bank account."""
        statement = statements.post(self._sandbox, call.caller, parse_statement(call.body))
        return accepted(present_accepted(statement))

    async def get_statement(self, call: Call[ProviderCaller]) -> Answer:
        """How far a statement is."""
        statement_id = call.path["statementId"]
        return ok(present_statement(statements.get(self._sandbox, call.caller, statement_id)))

    async def query_account(self, call: Call[ProviderCaller]) -> Answer:
        """A bank account, by what the provider calls it."""
        data = call.body["data"]
        found = account_queries.find(self._sandbox, call.caller, data["bankId"], data["externalId"])
        return ok(present_found_account(found))

    async def change_banks(self, call: Call[ProviderCaller]) -> Answer:
        """The provider's banks: more of them, others, fewer."""
        changes = parse_bank_changes(call.body)
        return ok(present_changed_banks(bank_changes.change(self._sandbox, call.caller, changes)))

    def _report(self, call: Call[ProviderCaller], authorisation_id: str) -> Answer:
        told = parse_report(call.body)
        authorisations.report(self._sandbox, call.caller, authorisation_id, told)
        return nothing()


def _no_single_id() -> Conflict:
    return Conflict(
        "PRV-AUTH-21",
        "authorisation_id_missing",
        "Give the authorisationId once, in the path or as the query parameter.",
    )
