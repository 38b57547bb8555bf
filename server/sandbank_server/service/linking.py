"""A product links a bank account, or has one authorised anew: where the user goes, and the poll."""

from dataclasses import dataclass

from sandbank_server.domain.authorisations import Authorisation, AuthorisationKind
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.organisations import Bank
from sandbank_server.domain.refusals import Conflict
from sandbank_server.service import auto_approval, bank_pages, banks, reach
from sandbank_server.service.callers import ProductCaller
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.reach import AccountPath, CompanyPath
from sandbank_server.service.session_openings import Opening, open_session
from sandbank_server.service.session_subjects import Subject, judge_connected, subject_of


@dataclass(frozen=True, slots=True, kw_only=True)
class BegunSession:
    """A session that a product began, and the page to which it sends its user."""

    authorisation: Authorisation
    redirect: str


def link(
    sandbox: Sandbox, caller: ProductCaller, path: CompanyPath, bank_id: str, *, base_url: str
) -> BegunSession:
    """An onboarding at a bank; nothing is connected by it until the product does so."""
    bank = banks.named(sandbox, bank_id, "/query/bankId")
    subject = Subject(company_id=reach.company(caller, path), bank_id=bank.bank_id)
    opening = Opening(
        provider_id=bank.provider_id,
        kind=AuthorisationKind.ONBOARDING,
        subject=subject,
        base_url=base_url,
        application_id=caller.application_id,
    )
    authorisation = open_session(sandbox, opening)
    auto_approval.apply(sandbox, authorisation)
    redirect = bank_pages.onboarding_page(sandbox, authorisation, base_url=base_url)
    return BegunSession(authorisation=authorisation, redirect=redirect)


def reauthorise(
    sandbox: Sandbox, caller: ProductCaller, path: AccountPath, *, base_url: str
) -> BegunSession:
    """A re-authorisation of a bank account that is connected; `Conflict` once it is not."""
    account = reach.bank_account(sandbox, caller, path)
    opening = Opening(
        provider_id=_bank_of(sandbox, account).provider_id,
        kind=AuthorisationKind.REAUTHORISATION,
        subject=subject_of(account),
        base_url=base_url,
        application_id=caller.application_id,
    )
    authorisation = open_session(sandbox, opening)
    auto_approval.apply(sandbox, authorisation)
    redirect = bank_pages.reauthorisation_page(sandbox, authorisation, account, base_url=base_url)
    return BegunSession(authorisation=authorisation, redirect=redirect)


def _bank_of(sandbox: Sandbox, account: BankAccount) -> Bank:
    judge_connected(account)
    bank = sandbox.store.banks.get(account.bank_id)
    if bank is None:  # its provider may have removed the bank since
        raise Conflict(
            "CON-LINK-01", "bank_gone", "The bank of this account does not exist any more."
        )
    return bank
