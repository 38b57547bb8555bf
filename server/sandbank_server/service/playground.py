"""The playground bank: what the sandbox does in a provider's place when a user comes to log in."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sandbank_server.domain.authorisations import (
    Authorisation,
    AuthorisationKind,
    GrantedAccount,
    Report,
    ReportedStatus,
)
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.candidates import AvailableAccount
from sandbank_server.domain.refusals import Malformed, Unknown, Violation
from sandbank_server.service import authorisations, playground_accounts, sessions
from sandbank_server.service.bank_pages import is_played
from sandbank_server.service.callers import ProviderCaller
from sandbank_server.service.ports import Sandbox


class Decision(StrEnum):
    """What the user says to the bank."""

    APPROVE = "approve"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A user at the bank's login, and what the bank knows of them."""

    authorisation: Authorisation  # its status as of now
    bank_name: str
    accounts: tuple[GrantedAccount, ...]  # to choose from; none at a re-authorisation
    account: BankAccount | None = None  # that is authorised anew


def visit(sandbox: Sandbox, authorisation_id: str) -> Visit:
    """A user who comes with a session; `Unknown` where the bank was never told of it (CNX-04)."""
    authorisation = sessions.current(sandbox, authorisation_id)
    if not is_played(sandbox, authorisation):
        raise Unknown(
            "CNX-04",
            "unknown_authorisation",
            f"{authorisation.provider_id} serves the page of this session itself; the owner says "
            f"where with PUT /_sandbox/providers/{authorisation.provider_id}/connector.",
        )
    bank = sandbox.store.banks.get(authorisation.bank_id)
    onboards = authorisation.kind is AuthorisationKind.ONBOARDING
    account = sandbox.store.bank_accounts.get(authorisation.bank_account_id or "")
    return Visit(
        authorisation=authorisation,
        bank_name=bank.name if bank else "Playground Bank",
        accounts=accounts_at(sandbox, authorisation) if onboards else (),
        account=None if onboards else account,
    )


def accounts_at(sandbox: Sandbox, authorisation: Authorisation) -> tuple[GrantedAccount, ...]:
    """The user's accounts at the bank of a session: those known to the company, and new ones."""
    known = playground_accounts.accounts(
        sandbox, company_id=authorisation.company_id, bank_id=authorisation.bank_id
    )
    return tuple(map(as_granted, known))


def report(visited: Visit, decision: Decision, identifiers: Collection[str]) -> Report:
    """What the bank reports: the accounts of these accountIdentifiers, or that the user refused."""
    if decision is Decision.REFUSE:
        return Report(status=ReportedStatus.FAILURE)
    unknown = set(identifiers) - {each.account_identifier for each in visited.accounts}
    if unknown or (visited.accounts and not identifiers):
        message = "must name accounts that the user has at the bank, at least one"
        raise Malformed("CTL-14", violations=(Violation("/accountIdentifiers", message),))
    granted = (each for each in visited.accounts if each.account_identifier in identifiers)
    return Report(status=ReportedStatus.SUCCESS, bank_accounts=tuple(granted))


def decide(
    sandbox: Sandbox, authorisation_id: str, decision: Decision, identifiers: Collection[str] | None
) -> Authorisation:
    """The user's decision without a browser; None grants every account that the user has."""
    visited = visit(sandbox, authorisation_id)
    every = [each.account_identifier for each in visited.accounts]
    told = report(visited, decision, every if identifiers is None else identifiers)
    caller = ProviderCaller(provider_id=visited.authorisation.provider_id)
    return authorisations.report(sandbox, caller, authorisation_id, told)


def as_granted(account: AvailableAccount) -> GrantedAccount:
    """An account as the bank reports it once the user has granted access to it."""
    return GrantedAccount(
        bank_account_external_id=account.external_id,
        account_name=account.account_name,
        bank_identifier=account.bank_identifier,
        branch_identifier=account.branch_identifier or "n/a",
        account_identifier=account.account_identifier,
    )
