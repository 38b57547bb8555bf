"""Accounts and transactions come in by upload."""

from collections.abc import Sequence

from sandbank_server.domain.uploads import (
    AccountUpload,
    UploadAccount,
    UploadTransaction,
    first_of_each,
)
from sandbank_server.service import users
from sandbank_server.service.callers import UploadCaller
from sandbank_server.service.identities import unused
from sandbank_server.service.keys import account_key
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.protection import (
    refuse_fetched,
    refuse_fetched_accounts,
    refuse_other_numbers,
)
from sandbank_server.service.removal import Deletion, key_of, record, remove_account
from sandbank_server.service.users import AccountPath, UserPath

Held = dict[str, UploadAccount]  # accounts that are stored, by accountId


def upload_accounts(
    sandbox: Sandbox, caller: UploadCaller, path: UserPath, uploads: Sequence[AccountUpload]
) -> list[UploadAccount]:
    """Create or replace accounts, all or none; of one accountId sent twice the last one stays."""
    user = users.user(sandbox, caller, path)
    held = _held(sandbox, user.user_id, uploads)
    refuse_fetched_accounts(sandbox, "UB-UP-04", "replaced", held.values())
    refuse_other_numbers(held, uploads)
    _remove(sandbox, caller, held)
    return [_store(sandbox, held, upload) for upload in _last_of_each(uploads)]


def _held(sandbox: Sandbox, user_id: str, uploads: Sequence[AccountUpload]) -> Held:
    ids = dict.fromkeys(each.account.account_id for each in uploads if each.account.account_id)
    found = (sandbox.store.upload_accounts.get(account_key(user_id, each)) for each in ids)
    return {account.account_id: account for account in found if account is not None}


def _remove(sandbox: Sandbox, caller: UploadCaller, held: Held) -> None:
    count = sum(remove_account(sandbox, account) for account in held.values())
    if held:
        deletion = Deletion(
            client=caller.client_id, action="uploadAccounts", ids=tuple(held), count=count
        )
        record(sandbox, deletion)


def _last_of_each(uploads: Sequence[AccountUpload]) -> list[AccountUpload]:
    # An account without an id is like no other, so its place stands for one.
    last = {}
    for upload in uploads:
        account_id = upload.account.account_id
        last[account_id, "" if account_id else upload.place] = upload
    return list(last.values())


def _store(sandbox: Sandbox, held: Held, upload: AccountUpload) -> UploadAccount:
    user_id, accounts = upload.account.user_id, sandbox.store.upload_accounts
    account_id = upload.account.account_id or unused(
        sandbox.ids, lambda made: accounts.get(account_key(user_id, made))
    )
    replaced = held.get(account_id)
    sequence = replaced.sequence if replaced else sandbox.store.sequence()
    stored = upload.stored_as(account_id, sequence)
    accounts.put(stored.account)
    for transaction in stored.transactions:
        sandbox.store.upload_transactions.put(transaction)
    return stored.account


def upload_transactions(
    sandbox: Sandbox,
    caller: UploadCaller,
    path: AccountPath,
    transactions: Sequence[UploadTransaction],
) -> list[UploadTransaction]:
    """Store each transactionId once; what is there already stays as it is and is given back."""
    account = users.account(sandbox, caller, path, "UB-READ-02")
    if account.fetched:
        refuse_fetched("UB-UP-04", "added to by upload", (account.account_id,))
    return [_kept(sandbox, transaction) for transaction in first_of_each(transactions)]


def _kept(sandbox: Sandbox, transaction: UploadTransaction) -> UploadTransaction:
    held = sandbox.store.upload_transactions.get(key_of(transaction))
    if held is None:
        sandbox.store.upload_transactions.put(transaction)
    return held or transaction
