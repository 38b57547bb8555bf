"""What later liars make of users that expire, and of batches."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from sandbank_server.service import (
    deletions,
    uploads,
    users,
)
from sandbank_server.service.keys import account_key, upload_transaction_key
from zoo.animals import liar
from zoo.liars.calls_again import forgetting

Patch = pytest.MonkeyPatch


@liar("UB-USER-02")
def users_that_expire_are_not_listed(patch: Patch) -> None:
    """The list of users asks for those whose expiry is null."""
    real = users.users

    def listed(sandbox: Any, caller: Any, wanted: Any) -> Any:
        everybody = real(sandbox, caller, replace(wanted, number=1, limit=1_000_000))
        lasting = [each for each in everybody.values if each.expires_at is None]
        first = (wanted.number - 1) * wanted.limit
        page = replace(everybody, number=wanted.number, limit=wanted.limit, total=len(lasting))
        return replace(page, values=tuple(lasting[first : first + wanted.limit]))

    patch.setattr(users, "users", listed)


@liar("UB-USER-02")
def a_user_that_is_called_upon_lives_on(patch: Patch) -> None:
    """Each call that names a user begins its lifetime anew."""
    create, reached = users.create, users.user
    lifetimes: dict[str, int] = {}

    def created_user(sandbox: Any, caller: Any, wish: Any) -> Any:
        made = create(sandbox, caller, wish)
        if wish.expires_in is not None:
            lifetimes[made.user_id] = wish.expires_in
        return made

    def user(sandbox: Any, caller: Any, path: Any) -> Any:
        found = reached(sandbox, caller, path)
        if found.user_id in lifetimes:
            later = sandbox.clock.now() + timedelta(seconds=lifetimes[found.user_id])
            found = replace(found, expires_at=later)
            sandbox.store.users.put(found)
        return found

    patch.setattr(users, "create", created_user)
    patch.setattr(users, "user", user)
    forgetting(patch, lifetimes)


@liar("UB-DEL-02", "UB-DEL-08")
def a_batch_overlooks_accounts_without_transactions(patch: Patch) -> None:
    """Accounts are deleted through a join with their transactions: one that has none stays."""
    real = deletions.delete_accounts

    def delete_accounts(sandbox: Any, caller: Any, path: Any, ids: Any) -> None:
        store = sandbox.store
        keys = [account_key(path.user_id, each) for each in dict.fromkeys(ids)]
        bare = [key for key in keys if not store.upload_transactions.count("account", key)]
        spared = [found for key in bare if (found := store.upload_accounts.get(key))]
        real(sandbox, caller, path, ids)
        for account in spared:
            store.upload_accounts.put(account)

    patch.setattr(deletions, "delete_accounts", delete_accounts)


@liar("UB-DEL-03", "UB-DEL-08")
def of_more_than_a_hundred_ids_the_first_hundred_are_deleted(patch: Patch) -> None:
    """A deletion of transactions works off one chunk of a hundred ids and forgets the others."""
    real = deletions.delete_transactions

    def delete_transactions(sandbox: Any, caller: Any, path: Any, ids: Any) -> None:
        table = sandbox.store.upload_transactions
        late = list(dict.fromkeys(ids))[100:]
        keys = [upload_transaction_key(path.user_id, path.account_id, each) for each in late]
        spared = [found for key in keys if (found := table.get(key))]
        real(sandbox, caller, path, ids)
        for transaction in spared:
            table.put(transaction)

    patch.setattr(deletions, "delete_transactions", delete_transactions)


@liar("UB-DEL-03", "UB-DEL-08")
def an_id_with_a_comma_names_two_transactions(patch: Patch) -> None:
    """Ids are joined with commas and cut at them again, so `tx-1,tx-2` deletes tx-1 and tx-2."""
    real = deletions.delete_transactions

    def parts(each: str) -> list[str]:
        return [part for part in each.split(",") if part] or [each]

    def delete_transactions(sandbox: Any, caller: Any, path: Any, ids: Any) -> None:
        real(sandbox, caller, path, [part for each in ids for part in parts(each)])

    patch.setattr(deletions, "delete_transactions", delete_transactions)


@liar("UB-DEL-07")
def a_fetched_transaction_moves_to_the_account_it_is_uploaded_to(patch: Patch) -> None:
    """Transactions have one key for each user: an upload takes a fetched one from its account."""
    real = uploads.upload_transactions

    def upload_transactions(sandbox: Any, caller: Any, path: Any, sent: Any) -> Any:
        stored = real(sandbox, caller, path, sent)
        table = sandbox.store.upload_transactions
        for account in sandbox.store.upload_accounts.find("user", path.user_id):
            for each in sent if account.account_id != path.account_id else ():
                key = upload_transaction_key(path.user_id, account.account_id, each.transaction_id)
                held = table.get(key)
                if held is not None and held.fetched:
                    table.remove(key)
        return stored

    patch.setattr(uploads, "upload_transactions", upload_transactions)
