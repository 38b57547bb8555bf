"""From requests of the Provider API to what its use cases take."""

from sandbank_server.api.calls import Json
from sandbank_server.domain.authorisations import GrantedAccount, Report, ReportedStatus
from sandbank_server.domain.refusals import Malformed, Violation
from sandbank_server.domain.texts import is_blank
from sandbank_server.service.provider_tokens import ProviderCredentials

GRANT_TYPE = "client_credentials"
_PARAMETERS = ("grant_type", "client_id", "client_secret", "audience")


def parse_credentials(body: Json) -> ProviderCredentials:
    """The credentials in a call for a token; `Malformed` in the words of RFC 6749."""
    given = body if isinstance(body, dict) else {}
    grant_type = given.get("grant_type")
    if _says_something(grant_type) and grant_type != GRANT_TYPE:
        raise Malformed(
            "PRV-TOK-01", f"grant_type must be {GRANT_TYPE}.", code="unsupported_grant_type"
        )
    violations = tuple(
        Violation(
            f"/{name}", "must be a string that is not empty" if name in given else "is missing"
        )
        for name in _PARAMETERS
        if not _says_something(given.get(name))
    )
    if violations:
        raise Malformed("PRV-TOK-01", "The request for a token is not complete.", violations)
    return ProviderCredentials(
        client_id=given["client_id"],
        client_secret=given["client_secret"],
        audience=given["audience"],
    )


def _says_something(value: Json) -> bool:
    return isinstance(value, str) and not is_blank(value)


def parse_report(body: Json) -> Report:
    """How a session ended."""
    data = body["data"]
    return Report(
        status=ReportedStatus(data["status"]),
        bank_accounts=tuple(_granted(each) for each in data.get("bankAccounts", ())),
    )


def _granted(account: Json) -> GrantedAccount:
    return GrantedAccount(
        bank_account_external_id=account["bankAccountExternalId"],
        account_name=account["accountName"],
        bank_identifier=account["bankIdentifier"],
        branch_identifier=account["branchIdentifier"],
        account_identifier=account["accountIdentifier"],
    )
