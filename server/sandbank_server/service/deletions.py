"""Uploaded accounts and transactions are deleted for good, a batch whole or not at all."""

from collections.abc import Sequence

from sandbank_server.service import users
from sandbank_server.service.callers import UploadCaller
from sandbank_server.service.keys import account_key, upload_transaction_key
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.protection import all_known, refuse_fetched, refuse_fetched_accounts
from sandbank_server.service.removal import Deletion, key_of, record, remove_account
from sandbank_server.service.users import AccountPath, UserPath


def delete_account(sandbox: Sandbox, caller: UploadCaller, path: AccountPath) -> None:
    """Delete one account with all its transactions, unless any of it was fetched."""
    account = users.account(sandbox, caller, path, "UB-DEL-09")
    refuse_fetched_accounts(sandbox, "UB-DEL-07", "deleted", (account,))
    count = remove_account(sandbox, account)
    _record(sandbox, caller, "deleteAccount", (account.account_id,), count)


def delete_accounts(
    sandbox: Sandbox, caller: UploadCaller, path: UserPath, ids: Sequence[str]
) -> None:
    """Delete exactly the named accounts; an unknown or fetched one keeps them all."""
    user = users.user(sandbox, caller, path)
    table = sandbox.store.upload_accounts
    found = {each: table.get(account_key(user.user_id, each)) for each in ids}
    accounts = all_known("UB-DEL-08", "accounts", "deleted", found)
    refuse_fetched_accounts(sandbox, "UB-DEL-07", "deleted", accounts.values())
    count = sum(remove_account(sandbox, account) for account in accounts.values())
    _record(sandbox, caller, "deleteAccounts", tuple(accounts), count)


def delete_transactions(
    sandbox: Sandbox, caller: UploadCaller, path: AccountPath, ids: Sequence[str]
) -> None:
    """Delete exactly the named transactions; an unknown or fetched one keeps them all."""
    account = users.account(sandbox, caller, path, "UB-DEL-09")
    table = sandbox.store.upload_transactions
    found = {
        each: table.get(upload_transaction_key(account.user_id, account.account_id, each))
        for each in ids
    }
    transactions = all_known("UB-DEL-08", "transactions", "deleted", found)
    refuse_fetched(
        "UB-DEL-07",
        "deleted",
        (id_ for id_, each in transactions.items() if each.fetched or account.fetched),
    )
    for transaction in transactions.values():
        table.remove(key_of(transaction))
    sandbox.journal.forget_user(account.user_id, account.account_id)
    _record(sandbox, caller, "deleteTransactions", tuple(transactions), len(transactions))


def _record(
    sandbox: Sandbox, caller: UploadCaller, action: str, ids: tuple[str, ...], count: int
) -> None:
    record(sandbox, Deletion(client=caller.client_id, action=action, ids=ids, count=count))
