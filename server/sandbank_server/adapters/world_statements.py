"""What must hold of the statements of a world: one that is processing is still to be processed."""

from collections.abc import Mapping

from sandbank_server.adapters.located import Located, Tables, readable
from sandbank_server.adapters.reading import Reading
from sandbank_server.domain.bank_accounts import BankAccount
from sandbank_server.domain.statements import StatementStatus
from sandbank_server.domain.transactions import BankTransaction
from sandbank_server.service.keys import unique_id_key


def check_statements(tables: Tables, accounts: Mapping[str, BankAccount], reading: Reading) -> None:
    """Name every statement that could not have come to be as it is."""
    held = {_unique_id(place.value) for place in readable(tables["transactions"])}
    for place in readable(tables["statements"]):
        account = accounts.get(place.value.bank_account_id)
        _check_status(place, account, reading)
        _check_transactions(place, held, reading)


def _check_status(place: Located, account: BankAccount | None, reading: Reading) -> None:
    if place.value.status is StatementStatus.PROCESSING:
        if account is not None and not account.is_connected:
            message = "expected failed: its bank account is cancelled"
            reading.wrong(f"{place.pointer}/status", message)
    elif place.value.transactions:
        message = "only a statement that is processing has transactions"
        reading.wrong(f"{place.pointer}/transactions", message)


def _check_transactions(place: Located, held: set[str], reading: Reading) -> None:
    for number, transaction in enumerate(place.value.transactions):
        inner = f"{place.pointer}/transactions/{number}"
        if transaction.bank_account_id != place.value.bank_account_id:
            reading.wrong(f"{inner}/bankAccountId", "expected that of the statement")
        if _unique_id(transaction) in held:
            reading.wrong(f"{inner}/uniqueId", "is taken by another transaction")
        held.add(_unique_id(transaction))


def _unique_id(transaction: BankTransaction) -> str:
    return unique_id_key(transaction.bank_account_id, transaction.unique_id)
