"""A provider reports how an onboarding or re-authorisation session ended."""

from sandbank_server.domain.authorisations import (
    Authorisation,
    AuthorisationEvent,
    AuthorisationKind,
    AuthorisationStatus,
    Report,
    ReportedStatus,
    each_once,
)
from sandbank_server.domain.bank_accounts import BankAccountEvent
from sandbank_server.domain.refusals import Conflict, Malformed, Violation
from sandbank_server.service import candidates
from sandbank_server.service.callers import ProviderCaller
from sandbank_server.service.ports import Sandbox

# What a re-authorisation's end does to the session, and to its bank account.
_OUTCOMES = {
    ReportedStatus.SUCCESS: (AuthorisationEvent.RENEWED, BankAccountEvent.REAUTHORISED),
    ReportedStatus.FAILURE: (AuthorisationEvent.FAILED, BankAccountEvent.REAUTHORISATION_FAILED),
}


def report(
    sandbox: Sandbox, caller: ProviderCaller, authorisation_id: str, told: Report
) -> Authorisation:
    """End a session once, within its life, by its own provider; what it leaves is returned."""
    authorisation = _of_provider(sandbox, caller, authorisation_id)
    _judge_open(sandbox, authorisation)
    if authorisation.kind is AuthorisationKind.ONBOARDING:
        return _onboard(sandbox, authorisation, told)
    return _reauthorise(sandbox, authorisation, told)


def _of_provider(sandbox: Sandbox, caller: ProviderCaller, authorisation_id: str) -> Authorisation:
    found = sandbox.store.authorisations.get(authorisation_id)
    if found is None or found.provider_id != caller.provider_id:
        raise Conflict(
            "PRV-AUTH-02",
            "unknown_authorisation",
            "This authorisationId is not right: no session of yours has it.",
            truth="PRV-AUTH-18" if found else None,
        )
    return found


def _judge_open(sandbox: Sandbox, authorisation: Authorisation) -> None:
    status = authorisation.status_at(sandbox.clock.now())
    if status is AuthorisationStatus.EXPIRED:
        raise Conflict(
            "PRV-AUTH-17", "authorisation_expired", "The session lived 20 minutes and has expired."
        )
    if status is AuthorisationStatus.REVOKED:
        raise _disconnected()
    if status is not AuthorisationStatus.OPEN:
        raise Conflict(
            "PRV-AUTH-17", "authorisation_used", "The session has been used; it is used once."
        )


def _disconnected() -> Conflict:
    return Conflict(
        "CON-OFF-13",
        "bank_account_disconnected",
        "The bank account of this session was disconnected; nothing can revive it.",
    )


def _onboard(sandbox: Sandbox, authorisation: Authorisation, told: Report) -> Authorisation:
    if told.status is ReportedStatus.FAILURE:
        return _end(sandbox, authorisation, AuthorisationEvent.FAILED)
    if not told.bank_accounts:
        violation = Violation(
            "/data/bankAccounts", "must hold every account that was granted, one or many"
        )
        raise Malformed("PRV-AUTH-09", violations=(violation,))
    granted = authorisation.granting(each_once(told.bank_accounts))
    candidates.remember_granted(sandbox, granted)
    sandbox.store.authorisations.put(granted)
    return granted


def _reauthorise(sandbox: Sandbox, authorisation: Authorisation, told: Report) -> Authorisation:
    event, fate = _OUTCOMES[told.status]
    account = sandbox.store.bank_accounts.get(authorisation.bank_account_id or "")
    moved = account.after(fate) if account else None
    if moved is None:  # a world may hold an open session of a cancelled account
        raise _disconnected()
    if told.bank_accounts:
        violation = Violation(
            "/data/bankAccounts", "must be absent or empty for a re-authorisation"
        )
        raise Malformed("PRV-AUTH-11", violations=(violation,))
    sandbox.store.bank_accounts.put(moved)
    return _end(sandbox, authorisation, event)


def _end(
    sandbox: Sandbox, authorisation: Authorisation, event: AuthorisationEvent
) -> Authorisation:
    ended = authorisation.moved(event)
    sandbox.store.authorisations.put(ended)
    return ended
