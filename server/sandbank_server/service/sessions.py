"""Sessions as the sandbox's owner drives them, in place of a user in a browser."""

from dataclasses import dataclass, replace

from sandbank_server.domain.authorisations import (
    Authorisation,
    AuthorisationEvent,
    AuthorisationKind,
    AuthorisationStatus,
    GrantedAccount,
)
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.organisations import Bank
from sandbank_server.domain.refusals import Conflict, Malformed, Unknown, Violation
from sandbank_server.service import bank_accounts, banks
from sandbank_server.service.bank_accounts import NewBankAccount
from sandbank_server.service.candidates import remember_choice
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.session_openings import Opening, open_session
from sandbank_server.service.session_subjects import NewSession, subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A granted account, and whether the company has it connected already."""

    account: GrantedAccount
    connected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What the user chose, and the bank account that came of it where the owner began it all."""

    candidate: Candidate
    account: BankAccount | None


def begin(
    sandbox: Sandbox,
    *,
    provider_id: str,
    kind: str,
    base_url: str,
    bank_account_id: str | None = None,
    company_id: str | None = None,
) -> Authorisation:
    """An open session of 20 minutes, told to its provider; its return leg is at `base_url`."""
    new = NewSession(
        provider_id=provider_id,
        kind=AuthorisationKind(kind),
        bank_account_id=bank_account_id,
        company_id=company_id,
    )
    opening = Opening(
        provider_id=provider_id, kind=new.kind, subject=subject(sandbox, new), base_url=base_url
    )
    return open_session(sandbox, opening)


def current(sandbox: Sandbox, authorisation_id: str) -> Authorisation:
    """The session with its status as of now: an open one may have expired."""
    authorisation = sandbox.store.authorisations.get(authorisation_id)
    if authorisation is None:
        raise Unknown("CTL-06", "unknown_authorisation", "There is no session of this id.")
    return replace(authorisation, status=authorisation.status_at(sandbox.clock.now()))


def candidates(sandbox: Sandbox, authorisation_id: str) -> list[Candidate]:
    """The accounts of a granted session in the order they were reported; none of another."""
    authorisation = current(sandbox, authorisation_id)
    return [_candidate(sandbox, authorisation, each) for each in authorisation.granted]


def choose(
    sandbox: Sandbox,
    authorisation_id: str,
    account_identifier: str,
    requested_start_date: str | None = None,
    *,
    bank_identifier: str | None = None,
) -> Chosen:
    """Choose one of the accounts a session offers; the session is then completed.

    The account is connected where the owner began the session. A product that began it is told
    of the choice by its poll, and connects the account itself. `bank_identifier` is needed only
    where two accounts share an `account_identifier`.
    """
    authorisation = _granted(sandbox, authorisation_id)
    granted = _offered(authorisation, account_identifier, bank_identifier)
    account = _connected(sandbox, authorisation, granted, requested_start_date)
    completed = replace(
        authorisation.moved(AuthorisationEvent.CHOSEN),
        bank_account_id=account.bank_account_id if account else None,
        chosen=granted,
        requested_start_date=requested_start_date,
    )
    sandbox.store.authorisations.put(completed)
    remember_choice(sandbox, completed, granted)
    return Chosen(candidate=Candidate(account=granted, connected=False), account=account)


def _connected(
    sandbox: Sandbox,
    authorisation: Authorisation,
    granted: GrantedAccount,
    requested_start_date: str | None,
) -> BankAccount | None:
    bank = _bank(sandbox, authorisation)
    new = _new_bank_account(authorisation, granted, requested_start_date)
    bank_accounts.judge_unconnected(sandbox, authorisation.company_id, new)
    if authorisation.poll_route:
        return None
    external_id = granted.bank_account_external_id
    return bank_accounts.connect(
        sandbox, authorisation.company_id, bank, new, external_id=external_id
    )


def decline(sandbox: Sandbox, authorisation_id: str) -> Authorisation:
    """The user chooses none of the accounts a session offers; the session has failed then."""
    declined = _granted(sandbox, authorisation_id).moved(AuthorisationEvent.DECLINED)
    sandbox.store.authorisations.put(declined)
    return declined


def _granted(sandbox: Sandbox, authorisation_id: str) -> Authorisation:
    authorisation = current(sandbox, authorisation_id)
    if authorisation.status is not AuthorisationStatus.GRANTED:
        raise Conflict(
            "CTL-07",
            "authorisation_not_granted",
            f"The session offers nothing to choose from: it is {authorisation.status}.",
        )
    return authorisation


def _candidate(
    sandbox: Sandbox, authorisation: Authorisation, granted: GrantedAccount
) -> Candidate:
    new = _new_bank_account(authorisation, granted)
    connected = bank_accounts.has_connection(sandbox, authorisation.company_id, new)
    return Candidate(account=granted, connected=connected)


def _offered(
    authorisation: Authorisation, account_identifier: str, bank_identifier: str | None
) -> GrantedAccount:
    offered = {
        each.bank_identifier: each
        for each in authorisation.granted
        if each.account_identifier == account_identifier
    }
    if not offered:
        raise _wrong_choice("/accountIdentifier", "is none of the accounts that are offered")
    if bank_identifier is None and len(offered) > 1:
        raise _wrong_choice("/bankIdentifier", "is missing: several accounts fit without it")
    wanted = next(iter(offered)) if bank_identifier is None else bank_identifier
    if wanted not in offered:
        raise _wrong_choice("/bankIdentifier", "is not the bankIdentifier of an account that fits")
    return offered[wanted]


def _wrong_choice(pointer: str, message: str) -> Malformed:
    return Malformed("CTL-07", violations=(Violation(pointer, message),))


def _bank(sandbox: Sandbox, authorisation: Authorisation) -> Bank:
    bank = banks.offered(sandbox, authorisation.bank_id)
    if bank is None:  # its provider may have removed it meanwhile
        raise Conflict("CTL-07", "bank_gone", "The bank of the session does not exist any more.")
    return bank


def _new_bank_account(
    authorisation: Authorisation,
    granted: GrantedAccount,
    requested_start_date: str | None = None,
) -> NewBankAccount:
    return NewBankAccount(
        bank_id=authorisation.bank_id,
        bank_identifier=granted.bank_identifier,
        account_identifier=granted.account_identifier,
        account_name=granted.account_name,
        branch_identifier=granted.branch_identifier,
        requested_start_date=requested_start_date,
    )
