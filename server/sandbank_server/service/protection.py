"""Data fetched from a bank is never deleted, replaced or changed by an upload (UB-DEL-07)."""

from collections.abc import Iterable

from sandbank_server.domain.deletions import named
from sandbank_server.domain.refusals import Forbidden
from sandbank_server.domain.uploads import UploadAccount
from sandbank_server.service.keys import account_key
from sandbank_server.service.ports import Sandbox


def holds_fetched(sandbox: Sandbox, account: UploadAccount) -> bool:
    """Whether an account was fetched, or holds a transaction that was; costs one look-up."""
    key = account_key(account.user_id, account.account_id)
    return account.fetched or sandbox.store.upload_transactions.count("fetched", key) > 0


def refuse_fetched(requirement: str, what: str, ids: Iterable[str]) -> None:
    """Refuse if there is any fetched id."""
    fetched = named(ids)
    if fetched:
        raise Forbidden(
            requirement,
            "forbidden",
            f"Data fetched from a bank cannot be {what}, and nothing was: {fetched}.",
        )
