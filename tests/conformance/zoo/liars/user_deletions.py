"""Liars about what stays behind when accounts and transactions are deleted, and what comes back."""

from dataclasses import replace

import pytest

from sandbank_server.domain.refusals import Conflict, Unknown
from sandbank_server.domain.uploads import AccountUpload, UploadAccount, UploadTransaction
from sandbank_server.service import upload_reads, uploads
from sandbank_server.service.callers import UploadCaller
from sandbank_server.service.keys import account_key
from sandbank_server.service.paging import Page, Wanted
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.removal import key_of
from sandbank_server.service.users import AccountPath, UserPath
from zoo.animals import liar
from zoo.liars.keepsakes import Kept, keep_accounts, keep_transactions, key_at

Accounts = list[UploadAccount]


@liar("UB-DEL-01")
def a_deleted_account_stays_in_the_list(patch: pytest.MonkeyPatch) -> None:
    """An account that was deleted singly is still listed, though nobody can read it."""
    kept = keep_accounts(patch, "delete_account")
    real = upload_reads.accounts

    def deviating(sandbox: Sandbox, caller: UploadCaller, path: UserPath) -> Accounts:
        held = real(sandbox, caller, path)
        gone = [it.account for it in kept.values() if it.account.user_id == path.user_id]
        ids = {it.account_id for it in held}
        return [*held, *(it for it in gone if it.account_id not in ids)]

    patch.setattr(upload_reads, "accounts", deviating)


@liar("UB-DEL-01", "UB-READ-02")
def a_deleted_account_is_still_read_by_its_id(patch: pytest.MonkeyPatch) -> None:
    """An account that was deleted singly is gone from the list only."""
    kept = keep_accounts(patch, "delete_account")
    real = upload_reads.account

    def deviating(sandbox: Sandbox, caller: UploadCaller, path: AccountPath) -> UploadAccount:
        try:
            return real(sandbox, caller, path)
        except Unknown as refusal:
            if refusal.requirement == upload_reads.RULE and key_at(path) in kept:
                return kept[key_at(path)].account
            raise

    patch.setattr(upload_reads, "account", deviating)


def _serve_transactions(patch: pytest.MonkeyPatch, kept: dict[str, Kept]) -> None:
    real = upload_reads.transactions

    def deviating(
        sandbox: Sandbox, caller: UploadCaller, path: AccountPath, wanted: Wanted
    ) -> Page[UploadTransaction]:
        try:
            return real(sandbox, caller, path, wanted)
        except Unknown as refusal:
            if refusal.requirement != upload_reads.RULE or key_at(path) not in kept:
                raise
        found = kept[key_at(path)].transactions
        return Page(number=1, limit=wanted.limit, total=len(found), values=found)

    patch.setattr(upload_reads, "transactions", deviating)


@liar("UB-DEL-01", "UB-READ-02")
def transactions_are_read_after_their_account(patch: pytest.MonkeyPatch) -> None:
    """The transactions of an account that was deleted singly are served under its id."""
    _serve_transactions(patch, keep_accounts(patch, "delete_account"))


@liar("UB-DEL-02", "UB-READ-02")
def transactions_are_read_after_a_batch(patch: pytest.MonkeyPatch) -> None:
    """The transactions of accounts that were deleted together are served under their ids."""
    _serve_transactions(patch, keep_accounts(patch, "delete_accounts"))


def _bring_back(patch: pytest.MonkeyPatch, kept: dict[str, Kept]) -> None:
    """An account that is uploaded again finds the transactions that it had."""
    real = uploads._store

    def deviating(sandbox: Sandbox, held: uploads.Held, upload: AccountUpload) -> UploadAccount:
        stored = real(sandbox, held, upload)
        old = kept.pop(account_key(stored.user_id, stored.account_id), None)
        for transaction in old.transactions if old else ():
            if sandbox.store.upload_transactions.get(key_of(transaction)) is None:
                sandbox.store.upload_transactions.put(transaction)
        return stored

    patch.setattr(uploads, "_store", deviating)


@liar("UB-DEL-01", "UB-DEL-11")
def transactions_come_back_with_their_account(patch: pytest.MonkeyPatch) -> None:
    """An account that was deleted singly and is uploaded again has its transactions again."""
    _bring_back(patch, keep_accounts(patch, "delete_account"))


@liar("UB-DEL-02", "UB-DEL-11")
def transactions_come_back_after_a_batch(patch: pytest.MonkeyPatch) -> None:
    """Accounts that were deleted together have their transactions again when uploaded again."""
    _bring_back(patch, keep_accounts(patch, "delete_accounts"))


@liar("UB-DEL-01", "UB-DEL-11")
def metadata_comes_back_with_its_account(patch: pytest.MonkeyPatch) -> None:
    """An account that was deleted singly and is uploaded again has its old texts again."""
    kept = keep_accounts(patch, "delete_account")
    real = uploads._store

    def deviating(sandbox: Sandbox, held: uploads.Held, upload: AccountUpload) -> UploadAccount:
        stored = real(sandbox, held, upload)
        old = kept.pop(account_key(stored.user_id, stored.account_id), None)
        if old is None:
            return stored
        texts = ("name", "owner", "bank_name", "iban", "bic", "bank_code", "icon", "balance")
        told = {each: getattr(stored, each) or getattr(old.account, each) for each in texts}
        sandbox.store.upload_accounts.put(replace(stored, **told))
        return replace(stored, **told)

    patch.setattr(uploads, "_store", deviating)


@liar("UB-DEL-11")
def the_id_of_a_deleted_account_is_taken(patch: pytest.MonkeyPatch) -> None:
    """An `accountId` that was deleted singly answers 409 when it is uploaded again."""
    kept = keep_accounts(patch, "delete_account")
    real = uploads._store

    def deviating(sandbox: Sandbox, held: uploads.Held, upload: AccountUpload) -> UploadAccount:
        if account_key(upload.account.user_id, upload.account.account_id) in kept:
            raise Conflict("UB-DEL-11", "conflict", "The accountId has been used.")
        return real(sandbox, held, upload)

    patch.setattr(uploads, "_store", deviating)


@liar("UB-DEL-11")
def the_id_of_a_deleted_transaction_is_taken(patch: pytest.MonkeyPatch) -> None:
    """A `transactionId` that was deleted answers 409 when it is uploaded again."""
    kept = keep_transactions(patch)
    real = uploads._kept

    def deviating(sandbox: Sandbox, transaction: UploadTransaction) -> UploadTransaction:
        if key_of(transaction) in kept:
            raise Conflict("UB-DEL-11", "conflict", "The transactionId has been used.")
        return real(sandbox, transaction)

    patch.setattr(uploads, "_kept", deviating)


@liar("UB-DEL-11")
def a_deleted_transaction_comes_back_as_it_was(patch: pytest.MonkeyPatch) -> None:
    """A `transactionId` that was deleted and is uploaded again has its old values."""
    kept = keep_transactions(patch)
    real = uploads._kept

    def deviating(sandbox: Sandbox, transaction: UploadTransaction) -> UploadTransaction:
        return real(sandbox, kept.pop(key_of(transaction), transaction))

    patch.setattr(uploads, "_kept", deviating)


@liar("UB-DEL-03")
def a_deleted_transaction_is_shown_once_more(patch: pytest.MonkeyPatch) -> None:
    """The first page that is read after a deletion comes from before it."""
    kept = keep_transactions(patch)
    real = upload_reads.transactions

    def deviating(
        sandbox: Sandbox, caller: UploadCaller, path: AccountPath, wanted: Wanted
    ) -> Page[UploadTransaction]:
        page = real(sandbox, caller, path, wanted)
        here = [key for key, it in kept.items() if _is_at(it, path)]
        gone = {key: kept.pop(key) for key in here}
        held = sandbox.store.upload_transactions
        old = [it for key, it in gone.items() if held.get(key) is None]
        return replace(page, total=page.total + len(old), values=(*page.values, *old))

    patch.setattr(upload_reads, "transactions", deviating)


def _is_at(transaction: UploadTransaction, path: AccountPath) -> bool:
    place = (transaction.user_id, transaction.account_id)
    return place == (path.user_id, path.account_id)
