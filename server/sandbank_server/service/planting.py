"""The owner plants data as if it had been fetched from a bank."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sandbank_server.domain.refusals import Conflict, Malformed, Violation, named
from sandbank_server.domain.uploads import AccountUpload, UploadAccount, UploadTransaction
from sandbank_server.domain.users import User
from sandbank_server.service.identities import unused
from sandbank_server.service.keys import account_key
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.protection import refuse_other_numbers
from sandbank_server.service.removal import key_of
from sandbank_server.service.users import unknown_user


def plant_fetched_accounts(
    sandbox: Sandbox, user_id: str, tenant: str | None, plantings: Sequence[AccountUpload]
) -> list[UploadAccount]:
    """Plant fetched accounts with fetched transactions; one already there keeps its own fields.

    An uploaded account so named becomes a mixed one. All are planted, or none.
    """
    user = _user(sandbox, user_id, tenant)
    named_accounts = _with_ids(sandbox, user, plantings)
    held = _held(sandbox, named_accounts)
    violations = tuple(_violations(held, named_accounts))
    if violations:
        raise Malformed("UB-UP-05", violations=violations)
    refuse_other_numbers(held, [each for each in named_accounts if _names_number(held, each)])
    _refuse_known_transactions(sandbox, named_accounts)
    for planting in named_accounts:
        held.setdefault(planting.account.account_id, planting.account)
    for account in held.values():
        sandbox.store.upload_accounts.put(account)
    for transaction in _transactions(named_accounts):
        sandbox.store.upload_transactions.put(transaction)
    return list(held.values())


def _user(sandbox: Sandbox, user_id: str, tenant: str | None) -> User:
    user = sandbox.store.users.get(user_id)
    if user is None or tenant not in (None, user.tenant):
        raise unknown_user()
    return user


def _with_ids(
    sandbox: Sandbox, user: User, plantings: Sequence[AccountUpload]
) -> list[AccountUpload]:
    accounts = sandbox.store.upload_accounts
    return [
        planting.stored_as(
            planting.account.account_id
            or unused(sandbox.ids, lambda made: accounts.get(account_key(user.user_id, made))),
            sandbox.store.sequence(),
        )
        for planting in plantings
    ]


def _held(sandbox: Sandbox, plantings: Sequence[AccountUpload]) -> dict[str, UploadAccount]:
    found = (
        sandbox.store.upload_accounts.get(
            account_key(each.account.user_id, each.account.account_id)
        )
        for each in plantings
    )
    return {account.account_id: account for account in found if account is not None}


def _violations(
    held: dict[str, UploadAccount], plantings: Sequence[AccountUpload]
) -> Iterator[Violation]:
    planted: set[str] = set(held)
    for planting in plantings:
        account = planting.account
        if account.account_id not in planted:
            yield from _missing(planting.place, account)
        planted.add(account.account_id)


def _missing(place: str, account: UploadAccount) -> Iterator[Violation]:
    demanded = {
        "bankLoginId": account.bank_login_id,
        "currency": account.currency,
        "type": account.type,
        "accountNumber": account.account_number or account.iban,
    }
    for name, value in demanded.items():
        if not value:
            message = "is missing, which only an account that is there already may leave out"
            yield Violation(f"{place}/{name}", message)


def _names_number(held: dict[str, UploadAccount], planting: AccountUpload) -> bool:
    """Whether it says which real account is meant; one that is there already need not be told."""
    account = planting.account
    there = held.get(account.account_id)
    by_iban = there is None or there.account_number is None
    return account.account_number is not None or (by_iban and account.iban is not None)


def _refuse_known_transactions(sandbox: Sandbox, plantings: Sequence[AccountUpload]) -> None:
    seen: set[str] = set()
    known: list[str] = []
    for transaction in _transactions(plantings):
        key = key_of(transaction)
        if key in seen or sandbox.store.upload_transactions.get(key) is not None:
            known.append(transaction.transaction_id)
        seen.add(key)
    if known:
        raise Conflict(
            "UB-UP-04",
            "transactions_exist",
            f"The account holds transactions of these ids already: {named(known)}.",
        )


def _transactions(plantings: Sequence[AccountUpload]) -> Iterator[UploadTransaction]:
    for planting in plantings:
        for transaction in planting.transactions:
            yield replace(transaction, fetched=True)
