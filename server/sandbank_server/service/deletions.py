"""Uploaded accounts and transactions are deleted for good, a batch whole or not at all."""

from collections.abc import Iterable, Sequence

from sandbank_server.domain.deletions import batch, named
from sandbank_server.domain.refusals import Unknown
from sandbank_server.service import users
from sandbank_server.service.callers import UploadCaller
from sandbank_server.service.keys import account_key, upload_transaction_key
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.protection import holds_fetched, refuse_fetched
from sandbank_server.service.removal import Deletion, key_of, record, remove_account
from sandbank_server.service.users import AccountPath, UserPath


def delete_account(sandbox: Sandbox, caller: UploadCaller, path: AccountPath) -> None:
    """Delete one account with all its transactions, unless any of it was fetched."""
    account = users.account(sandbox, caller, path, "UB-DEL-09")
    if holds_fetched(sandbox, account):
        refuse_fetched("UB-DEL-07", "deleted", (account.account_id,))
    count = remove_account(sandbox, account)
    _record(sandbox, caller, "deleteAccount", (account.account_id,), count)


def delete_accounts(
    sandbox: Sandbox, caller: UploadCaller, path: UserPath, ids: Sequence[str]
) -> None:
    """Delete exactly the named accounts; an unknown or fetched one keeps them all."""
    distinct = batch(ids)
    user = users.user(sandbox, caller, path)
    found = {
        each: sandbox.store.upload_accounts.get(account_key(user.user_id, each))
        for each in distinct
    }
    _refuse_unknown("accounts", (each for each in distinct if found[each] is None))
    accounts = [account for account in found.values() if account is not None]
    refuse_fetched(
        "UB-DEL-07",
        "deleted",
        (each.account_id for each in accounts if holds_fetched(sandbox, each)),
    )
    count = sum(remove_account(sandbox, account) for account in accounts)
    _record(sandbox, caller, "deleteAccounts", distinct, count)


def delete_transactions(
    sandbox: Sandbox, caller: UploadCaller, path: AccountPath, ids: Sequence[str]
) -> None:
    """Delete exactly the named transactions; an unknown or fetched one keeps them all."""
    distinct = batch(ids)
    account = users.account(sandbox, caller, path, "UB-DEL-09")
    table = sandbox.store.upload_transactions
    found = {
        each: table.get(upload_transaction_key(account.user_id, account.account_id, each))
        for each in distinct
    }
    _refuse_unknown("transactions", (each for each in distinct if found[each] is None))
    transactions = [transaction for transaction in found.values() if transaction is not None]
    refuse_fetched(
        "UB-DEL-07",
        "deleted",
        (each.transaction_id for each in transactions if each.fetched or account.fetched),
    )
    for transaction in transactions:
        table.remove(key_of(transaction))
    sandbox.journal.forget_user(account.user_id, account.account_id)
    _record(sandbox, caller, "deleteTransactions", distinct, len(distinct))


def _record(
    sandbox: Sandbox, caller: UploadCaller, action: str, ids: tuple[str, ...], count: int
) -> None:
    record(sandbox, Deletion(client=caller.client_id, action=action, ids=ids, count=count))


def _refuse_unknown(things: str, ids: Iterable[str]) -> None:
    unknown = named(ids)
    if unknown:
        raise Unknown(
            "UB-DEL-08",
            "not_found",
            f"There are no such {things}, so nothing was deleted: {unknown}.",
        )
