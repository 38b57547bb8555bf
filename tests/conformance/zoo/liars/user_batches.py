"""Liars about deletions by `ids`: what goes with the things named, and what is left of them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import pytest

from sandbank_server.domain.refusals import Refusal
from sandbank_server.domain.uploads import UploadAccount, UploadTransaction
from sandbank_server.service import deletions, users
from sandbank_server.service.callers import UploadCaller
from sandbank_server.service.keys import account_key
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.protection import refuse_fetched_accounts
from sandbank_server.service.removal import key_of, remove_account
from sandbank_server.service.users import AccountPath, UserPath
from zoo.animals import liar
from zoo.liars.keepsakes import copy_at
from zoo.liars.retelling import at

V = TypeVar("V")
Ids = Sequence[str]

_ACCOUNTS = "/user-banking/users/[^/]+/banking/accounts"
_TRANSACTIONS = f"{_ACCOUNTS}/[^/]+/transactions"
OF_ACCOUNTS = at("DELETE", _ACCOUNTS)
OF_TRANSACTIONS = at("DELETE", _TRANSACTIONS)


@liar("UB-DEL-02", "UB-DEL-08")
def a_batch_leaves_its_last_account(patch: pytest.MonkeyPatch) -> None:
    """Of several accounts the last one named is not deleted."""
    real = deletions.delete_accounts

    def deviating(sandbox: Sandbox, caller: UploadCaller, path: UserPath, ids: Ids) -> None:
        last = copy_at(sandbox, account_key(path.user_id, ids[-1]))
        real(sandbox, caller, path, ids)
        if last is not None and len(set(ids)) > 1:
            sandbox.store.upload_accounts.put(last.account)
            for transaction in last.transactions:
                sandbox.store.upload_transactions.put(transaction)

    patch.setattr(deletions, "delete_accounts", deviating)


@liar("UB-DEL-03", "UB-DEL-08")
def a_batch_deletes_its_first_transaction(patch: pytest.MonkeyPatch) -> None:
    """Of several transactions the first one named is deleted."""
    real = deletions.delete_transactions

    def deviating(sandbox: Sandbox, caller: UploadCaller, path: AccountPath, ids: Ids) -> None:
        before = copy_at(sandbox, account_key(path.user_id, path.account_id))
        real(sandbox, caller, path, ids)
        for transaction in before.transactions if before else ():
            if transaction.transaction_id in ids and transaction.transaction_id != ids[0]:
                sandbox.store.upload_transactions.put(transaction)

    patch.setattr(deletions, "delete_transactions", deviating)


def _remove_if_uploaded(sandbox: Sandbox, accounts: Sequence[UploadAccount]) -> None:
    for account in accounts:
        try:
            refuse_fetched_accounts(sandbox, "UB-DEL-07", "deleted", (account,))
        except Refusal:
            continue
        remove_account(sandbox, account)


@liar("UB-DEL-02")
def a_batch_of_several_accounts_takes_all(patch: pytest.MonkeyPatch) -> None:
    """Whoever names several accounts loses every account that was uploaded."""
    real = deletions.delete_accounts

    def deviating(sandbox: Sandbox, caller: UploadCaller, path: UserPath, ids: Ids) -> None:
        real(sandbox, caller, path, ids)
        if len(set(ids)) > 1:
            _remove_if_uploaded(sandbox, sandbox.store.upload_accounts.find("user", path.user_id))

    patch.setattr(deletions, "delete_accounts", deviating)


@liar("UB-DEL-02")
def a_batch_takes_accounts_of_these_ids_from_all_users(patch: pytest.MonkeyPatch) -> None:
    """Other users of the tenant lose their accounts of the same ids."""
    real = deletions.delete_accounts

    def deviating(sandbox: Sandbox, caller: UploadCaller, path: UserPath, ids: Ids) -> None:
        real(sandbox, caller, path, ids)
        owner = users.user(sandbox, caller, path)
        for user in sandbox.store.users.all():
            if (user.client_id, user.tenant) == (owner.client_id, owner.tenant):
                held = sandbox.store.upload_accounts.find("user", user.user_id)
                _remove_if_uploaded(sandbox, [it for it in held if it.account_id in ids])

    patch.setattr(deletions, "delete_accounts", deviating)


def _after_transactions(
    patch: pytest.MonkeyPatch,
    then: Callable[[Sandbox, UploadAccount, list[UploadTransaction]], None],
) -> None:
    """Does something after transactions were deleted; told are their account and they."""
    real = deletions.delete_transactions

    def deviating(sandbox: Sandbox, caller: UploadCaller, path: AccountPath, ids: Ids) -> None:
        key = account_key(path.user_id, path.account_id)
        held = sandbox.store.upload_transactions.find("account", key)
        real(sandbox, caller, path, ids)
        account = sandbox.store.upload_accounts.get(key)
        if account is not None:
            then(sandbox, account, [it for it in held if it.transaction_id in ids])

    patch.setattr(deletions, "delete_transactions", deviating)


@liar("UB-DEL-03")
def the_last_transaction_takes_its_account_along(patch: pytest.MonkeyPatch) -> None:
    """An account without transactions is of no use, and is removed with the last of them."""

    def then(sandbox: Sandbox, account: UploadAccount, _gone: list[UploadTransaction]) -> None:
        key = account_key(account.user_id, account.account_id)
        if sandbox.store.upload_transactions.count("account", key) == 0:
            remove_account(sandbox, account)

    _after_transactions(patch, then)


@liar("UB-DEL-03")
def takes_deleted_amounts_off_the_balance(patch: pytest.MonkeyPatch) -> None:
    """The account's balance becomes what it would be without the transactions deleted."""

    def then(sandbox: Sandbox, account: UploadAccount, gone: list[UploadTransaction]) -> None:
        if account.balance is not None:
            balance = account.balance - sum(it.amount for it in gone)
            sandbox.store.upload_accounts.put(replace(account, balance=balance))

    _after_transactions(patch, then)


@liar("UB-DEL-03")
def deletes_transactions_of_these_ids_from_all_accounts(patch: pytest.MonkeyPatch) -> None:
    """The user's other accounts lose their uploaded transactions of the same ids."""

    def then(sandbox: Sandbox, account: UploadAccount, gone: list[UploadTransaction]) -> None:
        table = sandbox.store.upload_transactions
        for other in sandbox.store.upload_accounts.find("user", account.user_id):
            for transaction in gone:
                twin = table.get(key_of(replace(transaction, account_id=other.account_id)))
                if twin is not None and not twin.fetched:
                    table.remove(key_of(twin))

    _after_transactions(patch, then)


@liar("UB-DEL-03")
def deletes_transactions_that_look_the_same(patch: pytest.MonkeyPatch) -> None:
    """Uploaded transactions of the same day and amount as one deleted go with it."""

    def then(sandbox: Sandbox, account: UploadAccount, gone: list[UploadTransaction]) -> None:
        looks = {(it.booking_date, it.amount) for it in gone}
        key = account_key(account.user_id, account.account_id)
        for other in sandbox.store.upload_transactions.find("account", key):
            if (other.booking_date, other.amount) in looks and not other.fetched:
                sandbox.store.upload_transactions.remove(key_of(other))

    _after_transactions(patch, then)
