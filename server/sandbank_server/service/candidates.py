"""What providers told a company of, kept under ids that stay."""

from dataclasses import replace

from sandbank_server.domain.authorisations import Authorisation, GrantedAccount
from sandbank_server.domain.candidates import AvailableAccount, BankAccountCandidate
from sandbank_server.service.identities import unused
from sandbank_server.service.keys import real_key
from sandbank_server.service.ports import Sandbox


def known(
    sandbox: Sandbox, company_id: str, bank_id: str, bank_identifier: str, account_identifier: str
) -> BankAccountCandidate | None:
    """The candidate of a real account, as its provider told of it last."""
    key = real_key(company_id, bank_id, bank_identifier, account_identifier)
    found = sandbox.store.bank_account_candidates.find("real", key)
    return found[0] if found else None


def remember(
    sandbox: Sandbox, company_id: str, bank_id: str, account: AvailableAccount
) -> BankAccountCandidate:
    """Keep what a provider tells of an account; the latest word counts."""
    candidates = sandbox.store.bank_account_candidates
    before = known(
        sandbox, company_id, bank_id, account.bank_identifier, account.account_identifier
    )
    if before is None:
        candidate = BankAccountCandidate(
            bank_account_candidate_id=unused(sandbox.ids, candidates.get),
            company_id=company_id,
            bank_id=bank_id,
            account=account,
        )
    else:
        candidate = before.told_again(account)
    if candidate != before:
        candidates.put(candidate)
    return candidate


def remember_granted(sandbox: Sandbox, authorisation: Authorisation) -> None:
    """Keep every account that a session's provider reported."""
    for granted in authorisation.granted:
        remember(sandbox, authorisation.company_id, authorisation.bank_id, _available(granted))


def remember_choice(sandbox: Sandbox, authorisation: Authorisation, chosen: GrantedAccount) -> None:
    """Keep that the user chose an account in a session, until it is connected."""
    candidate = remember(
        sandbox, authorisation.company_id, authorisation.bank_id, _available(chosen)
    )
    sandbox.store.bank_account_candidates.put(
        replace(candidate, chosen_in=authorisation.authorisation_id)
    )


def choice(sandbox: Sandbox, candidate: BankAccountCandidate) -> Authorisation | None:
    """The session in which the user chose a candidate, unless it has come to an account."""
    session = sandbox.store.authorisations.get(candidate.chosen_in or "")
    return session if session and session.bank_account_id is None else None


def _available(granted: GrantedAccount) -> AvailableAccount:
    return AvailableAccount(
        external_id=granted.bank_account_external_id,
        account_name=granted.account_name,
        bank_identifier=granted.bank_identifier,
        account_identifier=granted.account_identifier,
        branch_identifier=granted.branch_identifier,
    )
