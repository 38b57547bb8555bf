"""Connecting bank accounts, and reading them."""

from dataclasses import dataclass, replace

from sandbank_server.domain.bank_accounts import BankAccount, BankAccountStatus
from sandbank_server.domain.candidates import BankAccountCandidate
from sandbank_server.domain.notifications import account_created
from sandbank_server.domain.organisations import Bank
from sandbank_server.domain.refusals import Conflict
from sandbank_server.service import banks, candidates, notifications, reach
from sandbank_server.service.callers import ProductCaller
from sandbank_server.service.identities import unused
from sandbank_server.service.keys import real_key
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.reach import CompanyPath


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBankAccount:
    """What is known of an account that is to be connected."""

    bank_id: str
    bank_identifier: str
    account_identifier: str
    account_type: str | None = None
    account_name: str | None = None
    account_key: str | None = None
    branch_identifier: str | None = None
    default_currency: str | None = None
    requested_start_date: str | None = None


def create(
    sandbox: Sandbox, caller: ProductCaller, path: CompanyPath, new: NewBankAccount
) -> BankAccount:
    """A new `pending` account; `Conflict` while the same real one is connected (PRV-AUTH-13)."""
    bank = banks.named(sandbox, new.bank_id, "/bankId")
    company_id = reach.company(caller, path)
    told = candidates.known(
        sandbox, company_id, new.bank_id, new.bank_identifier, new.account_identifier
    )
    if told is None:
        return connect(sandbox, company_id, bank, new)
    return connect_told(sandbox, bank, new, told)


def connect_told(
    sandbox: Sandbox, bank: Bank, new: NewBankAccount, told: BankAccountCandidate
) -> BankAccount:
    """Connect an account that the provider told of, so that it knows it by the name it gave."""
    session = candidates.choice(sandbox, told)
    start = new.requested_start_date or (session.requested_start_date if session else None)
    name = told.account.account_name if new.account_name is None else new.account_name
    whole = replace(new, account_name=name, requested_start_date=start)
    account = connect(sandbox, told.company_id, bank, whole, external_id=told.account.external_id)
    if session:  # its choice is used: what is connected after a disconnection begins anew
        sandbox.store.authorisations.put(replace(session, bank_account_id=account.bank_account_id))
    return account


def connect(
    sandbox: Sandbox,
    company_id: str,
    bank: Bank,
    new: NewBankAccount,
    *,
    external_id: str | None = None,
) -> BankAccount:
    """Store a pending account and tell its provider, unless it is connected already."""
    judge_unconnected(sandbox, company_id, new)
    account = _pending(sandbox, company_id, bank, new, external_id or sandbox.ids.new())
    sandbox.store.bank_accounts.put(account)
    notifications.record_for_bank(sandbox, account, account_created(account))
    return account


def judge_unconnected(sandbox: Sandbox, company_id: str, new: NewBankAccount) -> None:
    """Refuse what the company has connected already."""
    if has_connection(sandbox, company_id, new):
        raise Conflict(
            "PRV-AUTH-13",
            "bank_account_connected",
            "This real account is connected already; disconnect it first to connect it anew.",
        )


def has_connection(sandbox: Sandbox, company_id: str, new: NewBankAccount) -> bool:
    """Whether the company has a connection to the same real account that is not cancelled."""
    key = real_key(company_id, new.bank_id, new.bank_identifier, new.account_identifier)
    return any(account.is_connected for account in sandbox.store.bank_accounts.find("real", key))


def listed(sandbox: Sandbox, caller: ProductCaller, path: CompanyPath) -> list[BankAccount]:
    """Every bank account of the company, cancelled ones too, in the order they came."""
    return sandbox.store.bank_accounts.find("company", reach.company(caller, path))


def _pending(
    sandbox: Sandbox, company_id: str, bank: Bank, new: NewBankAccount, external_id: str
) -> BankAccount:
    return BankAccount(
        bank_account_id=unused(sandbox.ids, sandbox.store.bank_accounts.get),
        company_id=company_id,
        bank_id=bank.bank_id,
        status=BankAccountStatus.PENDING,
        bank_identifier=new.bank_identifier,
        account_identifier=new.account_identifier,
        external_id=external_id,
        account_type=new.account_type,
        account_name=new.account_name,
        account_key=new.account_key,
        branch_identifier=new.branch_identifier,
        default_currency=new.default_currency,
        requested_start_date=new.requested_start_date,
        data_provider=bank.data_provider,
    )
