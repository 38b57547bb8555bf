"""What liars keep of what was deleted: copies that are hidden beside the store."""

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from sandbank_server.adapters.tinydb_store import TinyDbStore
from sandbank_server.domain.uploads import UploadAccount, UploadTransaction
from sandbank_server.service import deletions
from sandbank_server.service.callers import UploadCaller
from sandbank_server.service.keys import account_key, upload_transaction_key
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.users import AccountPath, UserPath


@dataclass(frozen=True, slots=True)
class Kept:
    """An account as it was when it was deleted, and its transactions."""

    account: UploadAccount
    transactions: tuple[UploadTransaction, ...]


def key_at(path: AccountPath) -> str:
    """The key of the account that a path names."""
    return account_key(path.user_id, path.account_id)


def keep_accounts(patch: pytest.MonkeyPatch, operation: str) -> dict[str, Kept]:
    """What `delete_account` or `delete_accounts` deletes from now on, by key."""
    kept: dict[str, Kept] = {}
    real = getattr(deletions, operation)

    def deviating(
        sandbox: Sandbox, caller: UploadCaller, path: UserPath, *ids: Sequence[str]
    ) -> None:
        named = ids[0] if ids else (path.account_id,)  # type: ignore[attr-defined]
        before = {
            key: copy_at(sandbox, key) for key in (account_key(path.user_id, it) for it in named)
        }
        real(sandbox, caller, path, *ids)
        kept.update({key: copy for key, copy in before.items() if copy is not None})

    patch.setattr(deletions, operation, deviating)
    forget_with_the_world(patch, kept)
    return kept


def copy_at(sandbox: Sandbox, key: str) -> Kept | None:
    """An account as it is now."""
    account = sandbox.store.upload_accounts.get(key)
    found = sandbox.store.upload_transactions.find("account", key)
    return Kept(account, tuple(found)) if account else None


def keep_transactions(patch: pytest.MonkeyPatch) -> dict[str, UploadTransaction]:
    """The transactions that are deleted by their ids from now on, by key."""
    kept: dict[str, UploadTransaction] = {}
    real = deletions.delete_transactions

    def deviating(
        sandbox: Sandbox, caller: UploadCaller, path: AccountPath, ids: Sequence[str]
    ) -> None:
        table = sandbox.store.upload_transactions
        keys = [upload_transaction_key(path.user_id, path.account_id, each) for each in ids]
        before = {key: table.get(key) for key in keys}
        real(sandbox, caller, path, ids)
        kept.update({key: copy for key, copy in before.items() if copy is not None})

    patch.setattr(deletions, "delete_transactions", deviating)
    forget_with_the_world(patch, kept)
    return kept


def forget_with_the_world(patch: pytest.MonkeyPatch, kept: MutableMapping[Any, Any]) -> None:
    """Empties what is kept when another world is loaded."""
    real = TinyDbStore._replace

    def deviating(self: TinyDbStore, images: Any) -> None:
        kept.clear()
        real(self, images)

    patch.setattr(TinyDbStore, "_replace", deviating)
