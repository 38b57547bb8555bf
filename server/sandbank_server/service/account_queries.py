"""A provider asks for a bank account by what it calls it itself."""

from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.refusals import Unknown
from sandbank_server.service.callers import ProviderCaller
from sandbank_server.service.keys import external_key
from sandbank_server.service.ports import Sandbox


def find(sandbox: Sandbox, caller: ProviderCaller, bank_id: str, external_id: str) -> BankAccount:
    """The account of an externalId at one of the caller's banks, or `Unknown`.

    Of several it is the newest that is connected, else the newest of all: the same account may
    have been connected before, or by another company.
    """
    bank = sandbox.store.banks.get(bank_id)
    foreign = bank is not None and bank.provider_id != caller.provider_id
    key = external_key(bank_id, external_id)
    found = [] if foreign else sandbox.store.bank_accounts.find("external", key)
    if not found:
        raise Unknown(
            "PRV-QUERY-01",
            "unknown_bank_account",
            "None of your banks has this bankId and a bank account of this externalId.",
            truth="GEN-05" if foreign else None,
        )
    connected = [account for account in found if account.is_connected]
    return (connected or found)[-1]
