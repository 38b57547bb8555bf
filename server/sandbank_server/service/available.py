"""What a company could link beside what it has, by the access that its users have granted."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.candidates import AvailableAccount, BankAccountCandidate
from sandbank_server.domain.organisations import Bank
from sandbank_server.domain.refusals import Conflict, Unknown
from sandbank_server.service import (
    bank_accounts,
    candidates,
    connectors,
    playground_accounts,
    reach,
)
from sandbank_server.service.bank_accounts import NewBankAccount
from sandbank_server.service.callers import ProductCaller
from sandbank_server.service.connector_port import Enquiry
from sandbank_server.service.keys import offer_key
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.reach import AccountPath, CompanyPath

Told = Mapping[str, Sequence[AvailableAccount]]  # by bankAccountId, what its provider lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A candidate, and whether the company has it connected."""

    candidate: BankAccountCandidate
    connected: bool


def enquiries(
    sandbox: Sandbox, caller: ProductCaller, path: CompanyPath, bank_account_ids: Sequence[str]
) -> Mapping[str, Enquiry]:
    """Whom to ask about connected accounts, by their ids; a played provider is not asked."""
    asked = {}
    for account in _connected(sandbox, caller, path, bank_account_ids):
        bank = sandbox.store.banks.get(account.bank_id)
        provider = sandbox.store.providers.get(bank.provider_id) if bank else None
        if provider is None:
            continue
        url = connectors.callback_urls(provider, bank).available_accounts
        if url:
            asked[account.bank_account_id] = Enquiry(
                url=url,
                headers=connectors.credentials(sandbox, provider),
                external_id=account.external_id,
            )
    return asked


async def ask(sandbox: Sandbox, asked: Mapping[str, Enquiry]) -> Told:
    """What providers list, all asked at once; nothing of the store is touched."""
    told = await asyncio.gather(*map(sandbox.available_accounts.listed, asked.values()))
    return dict(zip(asked, told, strict=True))


def offers(
    sandbox: Sandbox,
    caller: ProductCaller,
    path: CompanyPath,
    bank_account_ids: Sequence[str],
    told: Told,
) -> list[Offer]:
    """Every candidate at the banks of these accounts, in the order they were first told of.

    What providers listed just now is among them; where they did not, what is known has to do.
    """
    accounts = _connected(sandbox, caller, path, bank_account_ids)
    for account in accounts:
        asked = account.bank_account_id in told
        for each in told[account.bank_account_id] if asked else _played(sandbox, account):
            candidates.remember(sandbox, account.company_id, account.bank_id, each)
    company_id, banks = accounts[0].company_id, dict.fromkeys(each.bank_id for each in accounts)
    table = sandbox.store.bank_account_candidates
    found = (table.find("offer", offer_key(company_id, bank_id)) for bank_id in banks)
    return [_offer(sandbox, each) for candidates_of_bank in found for each in candidates_of_bank]


def link(
    sandbox: Sandbox,
    caller: ProductCaller,
    path: CompanyPath,
    candidate_id: str,
    requested_start_date: str | None = None,
) -> BankAccount:
    """A new `pending` account from a candidate; `Conflict` while it is connected."""
    candidate = _candidate(sandbox, reach.company(caller, path), candidate_id)
    new = _new(candidate, requested_start_date)
    if bank_accounts.has_connection(sandbox, candidate.company_id, new):
        raise Conflict(
            "CON-LINK-02",
            "candidate_connected",
            "This account is connected already; disconnect it first to link it anew.",
        )
    return bank_accounts.connect_told(sandbox, _bank(sandbox, candidate), new, candidate)


def _connected(
    sandbox: Sandbox, caller: ProductCaller, path: CompanyPath, bank_account_ids: Sequence[str]
) -> list[BankAccount]:
    places = (
        AccountPath(
            company_id=path.company_id,
            organisation_id=path.organisation_id,
            bank_account_id=each,
        )
        for each in bank_account_ids
    )
    accounts = [reach.bank_account(sandbox, caller, each) for each in places]
    if not all(each.is_connected for each in accounts):
        raise Conflict(
            "CON-OFF-11",
            "bank_account_cancelled",
            "The bank account was disconnected; nothing can be linked by its access.",
        )
    return accounts


def _offer(sandbox: Sandbox, candidate: BankAccountCandidate) -> Offer:
    connected = bank_accounts.has_connection(sandbox, candidate.company_id, _new(candidate))
    return Offer(candidate=candidate, connected=connected)


def _played(sandbox: Sandbox, account: BankAccount) -> Sequence[AvailableAccount]:
    bank = sandbox.store.banks.get(account.bank_id)
    provider = sandbox.store.providers.get(bank.provider_id) if bank else None
    if bank is None or provider is None or not provider.played:
        return ()
    return playground_accounts.beside(sandbox, account)


def _candidate(sandbox: Sandbox, company_id: str, candidate_id: str) -> BankAccountCandidate:
    found = sandbox.store.bank_account_candidates.get(candidate_id)
    if found is None or found.company_id != company_id:
        raise Unknown(
            "CON-LINK-02",
            "unknown_candidate",
            "The company has no candidate of this bankAccountCandidateId.",
            truth="GEN-05" if found else None,
        )
    return found


def _bank(sandbox: Sandbox, candidate: BankAccountCandidate) -> Bank:
    bank = sandbox.store.banks.get(candidate.bank_id)
    if bank is None:  # its provider may have removed the bank since
        raise Conflict(
            "CON-LINK-02", "bank_gone", "The bank of this account does not exist any more."
        )
    return bank


def _new(
    candidate: BankAccountCandidate, requested_start_date: str | None = None
) -> NewBankAccount:
    account = candidate.account
    return NewBankAccount(
        bank_id=candidate.bank_id,
        bank_identifier=account.bank_identifier,
        account_identifier=account.account_identifier,
        account_type=account.account_type,
        account_name=account.account_name,
        branch_identifier=account.branch_identifier,
        requested_start_date=requested_start_date,
    )
