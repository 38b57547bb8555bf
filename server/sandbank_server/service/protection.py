"""What keeps a batch from being carried out: ids nobody knows, and data fetched from a bank."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from sandbank_server.domain.refusals import Conflict, Forbidden, Unknown, named
from sandbank_server.domain.uploads import AccountUpload, UploadAccount
from sandbank_server.service.keys import account_key
from sandbank_server.service.ports import Sandbox

V = TypeVar("V")


def all_known(
    requirement: str, things: str, done: str, found: Mapping[str, V | None]
) -> dict[str, V]:
    """What was found for each id; refused if there is an id for which nothing was."""
    known = {each: value for each, value in found.items() if value is not None}
    if len(known) < len(found):
        unknown = named(each for each in found if each not in known)
        detail = f"There are no such {things}, so nothing was {done}: {unknown}."
        raise Unknown(requirement, "not_found", detail)
    return known


def refuse_fetched(requirement: str, done: str, ids: Iterable[str], more: str = "") -> None:
    """Refuse if there is any fetched id (UB-DEL-07)."""
    fetched = named(ids)
    if fetched:
        detail = f"Data fetched from a bank cannot be {done}, and nothing was: {fetched}.{more}"
        raise Forbidden(requirement, "forbidden", detail)


def refuse_fetched_accounts(
    sandbox: Sandbox, requirement: str, done: str, accounts: Iterable[UploadAccount]
) -> None:
    """Refuse if any account was fetched or, what a client may not know, holds what was."""
    held = [account for account in accounts if _holds_fetched(sandbox, account)]
    mixed = named(account.account_id for account in held if not account.fetched)
    more = f" Accounts that hold transactions fetched from a bank: {mixed}." if mixed else ""
    refuse_fetched(requirement, done, (account.account_id for account in held), more)


def _holds_fetched(sandbox: Sandbox, account: UploadAccount) -> bool:
    key = account_key(account.user_id, account.account_id)
    return account.fetched or sandbox.store.upload_transactions.count("fetched", key) > 0


def refuse_other_numbers(
    held: Mapping[str, UploadAccount], uploads: Sequence[AccountUpload]
) -> None:
    """Refuse if an accountId comes with another number than it has, or came with before."""
    known = dict(held)
    others: list[str] = []
    for upload in uploads:
        account_id = upload.account.account_id
        if account_id and not known.setdefault(account_id, upload.account).same_number(
            upload.account
        ):
            others.append(account_id)
    if others:
        raise Conflict(
            "UB-UP-01",
            "conflict",
            "An accountId keeps its accountNumber (its iban where it has none); "
            f"these came with another one: {named(others)}.",
        )
