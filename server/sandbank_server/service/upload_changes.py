"""Uploaded accounts and transactions are changed in part, all named ones or none."""

from collections.abc import Sequence

from sandbank_server.domain.refusals import Malformed
from sandbank_server.domain.upload_changes import AccountChange, TransactionChange
from sandbank_server.domain.uploads import UploadAccount, UploadTransaction
from sandbank_server.service import users
from sandbank_server.service.callers import UploadCaller
from sandbank_server.service.keys import account_key, upload_transaction_key
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.protection import all_known, refuse_fetched
from sandbank_server.service.users import AccountPath, UserPath


def change_accounts(
    sandbox: Sandbox, caller: UploadCaller, path: UserPath, changes: Sequence[AccountChange]
) -> list[UploadAccount]:
    """Change uploaded accounts in the order sent; an unknown or fetched one keeps them all."""
    user = users.user(sandbox, caller, path)
    accounts = _accounts(sandbox, user.user_id, changes)
    refuse_fetched(
        "UB-UP-04", "changed", (each.account_id for each in accounts.values() if each.fetched)
    )
    violations = tuple(
        violation
        for change in changes
        for violation in change.violations(accounts[change.account_id])
    )
    if violations:
        raise Malformed("UB-UP-03", violations=violations)
    for change in changes:
        accounts[change.account_id] = change.applied_to(accounts[change.account_id])
    for account in accounts.values():
        sandbox.store.upload_accounts.put(account)
    return list(accounts.values())


def _accounts(
    sandbox: Sandbox, user_id: str, changes: Sequence[AccountChange]
) -> dict[str, UploadAccount]:
    ids = (change.account_id for change in changes)
    found = {each: sandbox.store.upload_accounts.get(account_key(user_id, each)) for each in ids}
    return all_known("UB-UP-03", "accounts", "changed", found)


def change_transactions(
    sandbox: Sandbox,
    caller: UploadCaller,
    path: AccountPath,
    changes: Sequence[TransactionChange],
) -> list[UploadTransaction]:
    """Change uploaded transactions in the order sent; an unknown or fetched one keeps them all."""
    account = users.account(sandbox, caller, path, "UB-UP-03")
    transactions = _transactions(sandbox, account, changes)
    refuse_fetched(
        "UB-UP-04",
        "changed",
        (each.transaction_id for each in transactions.values() if each.fetched or account.fetched),
    )
    for change in changes:
        changed = change.applied_to(transactions[change.transaction_id])
        transactions[change.transaction_id] = changed
    for transaction in transactions.values():
        sandbox.store.upload_transactions.put(transaction)
    return list(transactions.values())


def _transactions(
    sandbox: Sandbox, account: UploadAccount, changes: Sequence[TransactionChange]
) -> dict[str, UploadTransaction]:
    ids = (change.transaction_id for change in changes)
    found = {
        each: sandbox.store.upload_transactions.get(
            upload_transaction_key(account.user_id, account.account_id, each)
        )
        for each in ids
    }
    return all_known("UB-UP-03", "transactions", "changed", found)
