"""Which accounts a customer has at the bank that the sandbox plays."""

from dataclasses import replace

from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.candidates import AvailableAccount
from sandbank_server.service.ports import Sandbox

# What every customer has beside the accounts that the company has or had connected.
NEW_ACCOUNTS = tuple(
    AvailableAccount(
        external_id=f"ext-{n}",
        account_name=name,
        bank_identifier="customer-1:playground",
        account_identifier=f"acct-{n}",
        branch_identifier="n/a",
        account_type=account_type,
    )
    for n, name, account_type in (
        (21, "Current account", "business"),
        (22, "Rainy day savings", "savings"),
        (23, "Travel card", "creditCard"),
    )
)


def accounts(sandbox: Sandbox, *, company_id: str, bank_id: str) -> tuple[AvailableAccount, ...]:
    """A customer's accounts: those known to the company, and new ones.

    What other companies have connected is none of this company's business (GEN-05).
    """
    known = {
        (each.bank_identifier, each.account_identifier): _as_available(each)
        for each in sandbox.store.bank_accounts.find("company", company_id)
        if each.bank_id == bank_id
    }
    for new in NEW_ACCOUNTS:
        known.setdefault((new.bank_identifier, new.account_identifier), new)
    return tuple(known.values())


def beside(sandbox: Sandbox, account: BankAccount) -> tuple[AvailableAccount, ...]:
    """The accounts of the customer who has this one, itself included."""
    customer = account.bank_identifier
    known = accounts(sandbox, company_id=account.company_id, bank_id=account.bank_id)
    theirs = {each.account_identifier: each for each in known if each.bank_identifier == customer}
    for new in NEW_ACCOUNTS:
        theirs.setdefault(new.account_identifier, replace(new, bank_identifier=customer))
    return tuple(theirs.values())


def _as_available(account: BankAccount) -> AvailableAccount:
    return AvailableAccount(
        external_id=account.external_id,
        account_name=account.account_name or account.account_identifier,
        bank_identifier=account.bank_identifier,
        account_identifier=account.account_identifier,
        branch_identifier=account.branch_identifier or "n/a",
        account_type=account.account_type,
    )
