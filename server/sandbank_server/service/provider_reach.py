"""What a provider reaches: the bank accounts of its own banks."""

from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.refusals import Unknown
from sandbank_server.service.callers import ProviderCaller
from sandbank_server.service.ports import Sandbox


def bank_account(
    sandbox: Sandbox, caller: ProviderCaller, bank_id: str, bank_account_id: str
) -> BankAccount:
    """The bank account at the bank; another provider's is as unknown as one that never was."""
    account = sandbox.store.bank_accounts.get(bank_account_id)
    named = (bank_id, account.bank_id) if account else (bank_id,)
    foreign = any(_is_anothers(sandbox, caller, each) for each in named)
    if account is None or account.bank_id != bank_id or foreign:
        raise Unknown(
            "PRV-STMT-10",
            "unknown_bank_account",
            "None of your banks has this bankId and a bank account of this bankAccountId.",
            truth="GEN-05" if foreign else None,
        )
    return account


def _is_anothers(sandbox: Sandbox, caller: ProviderCaller, bank_id: str) -> bool:
    bank = sandbox.store.banks.get(bank_id)
    return bank is not None and bank.provider_id != caller.provider_id
