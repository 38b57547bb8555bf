"""What the Control API shows."""

from sandbank_server.api.calls import Json
from sandbank_server.domain.authorisations import Authorisation
from sandbank_server.domain.notifications import Attempt, Notification
from sandbank_server.domain.statements import Statement
from sandbank_server.service.notifications import message
from sandbank_server.service.records import AuditEntry
from sandbank_server.service.sessions import Candidate


def present_begun(authorisation: Authorisation) -> dict[str, Json]:
    """What the connector would be called with."""
    return {
        "authorisationId": authorisation.authorisation_id,
        "redirectUri": authorisation.redirect_uri,
        "state": authorisation.state,
        "expiresAt": authorisation.expires_at,
    }


def present_authorisation(authorisation: Authorisation) -> dict[str, Json]:
    """A session, and where it stands now."""
    shown = {
        "authorisationId": authorisation.authorisation_id,
        "providerId": authorisation.provider_id,
        "kind": authorisation.kind.value,
        "companyId": authorisation.company_id,
        "bankId": authorisation.bank_id,
        "status": authorisation.status.value,
        "redirectUri": authorisation.redirect_uri,
        "state": authorisation.state,
        "expiresAt": authorisation.expires_at,
    }
    if authorisation.bank_account_id is not None:
        shown["bankAccountId"] = authorisation.bank_account_id
    return shown


def present_candidate(candidate: Candidate) -> dict[str, Json]:
    """One account the user may choose, and whether it is connected already."""
    account = candidate.account
    return {
        "bankAccountExternalId": account.bank_account_external_id,
        "accountName": account.account_name,
        "bankIdentifier": account.bank_identifier,
        "branchIdentifier": account.branch_identifier,
        "accountIdentifier": account.account_identifier,
        "connected": candidate.connected,
    }


def present_notification(notification: Notification) -> dict[str, Json]:
    """One event, as the provider gets it, and how its delivery went."""
    return {
        "notificationId": notification.notification_id,
        "providerId": notification.provider_id,
        "at": notification.at,
        "event": message(notification.event),
        "attempts": [_attempt(each) for each in notification.attempts],
        "outcome": notification.outcome.value,
    }


def present_posted(statement: Statement, count: int) -> dict[str, Json]:
    """A statement that was posted in a provider's place."""
    return {
        "statementId": statement.statement_id,
        "status": statement.status.value,
        "count": count,
    }


def _attempt(attempt: Attempt) -> dict[str, Json]:
    shown: dict[str, Json] = {"at": attempt.at}
    if attempt.status is not None:
        shown["status"] = attempt.status
    if attempt.error is not None:
        shown["error"] = attempt.error
    return shown


def present_audit(entry: AuditEntry) -> dict[str, Json]:
    """One deletion."""
    return {
        "at": entry.at,
        "api": entry.api,
        "client": entry.client,
        "action": entry.action,
        "ids": list(entry.ids),
        "count": entry.count,
    }
