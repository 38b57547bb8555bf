"""Other choices about what an upload or a change does."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from typing import Any

import pytest

from sandbank_server.domain import uploads as domain
from sandbank_server.domain.refusals import Conflict
from sandbank_server.domain.upload_changes import AccountChange, TransactionChange
from sandbank_server.domain.uploads import AccountUpload, UploadAccount, UploadTransaction
from sandbank_server.service import upload_changes, uploads, users
from sandbank_server.service.callers import UploadCaller
from sandbank_server.service.keys import account_key, upload_transaction_key
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.protection import refuse_fetched_accounts
from sandbank_server.service.removal import key_of
from sandbank_server.service.users import AccountPath, UserPath
from zoo.animals import variant

RULE = "UB-READ-02"  # what an unknown account meets


@variant("UB-UP-01")
def replacing_an_account_keeps_the_fields_not_sent(patch: pytest.MonkeyPatch) -> None:
    """An account that replaces another takes over the fields that it does not name."""
    real = uploads._store

    def store(sandbox: Sandbox, held: uploads.Held, upload: AccountUpload) -> UploadAccount:
        old, new = held.get(upload.account.account_id), upload.account
        if old is not None:
            names = [each.name for each in fields(new) if getattr(new, each.name) is None]
            new = replace(new, **{name: getattr(old, name) for name in names})
        return real(sandbox, held, replace(upload, account=new))

    patch.setattr(uploads, "_store", store)


@variant("UB-UP-01")
def replacing_an_account_keeps_its_transactions(patch: pytest.MonkeyPatch) -> None:
    """An account that replaces another keeps the transactions there were."""
    real = uploads._store

    def store(sandbox: Sandbox, held: uploads.Held, upload: AccountUpload) -> UploadAccount:
        user_id, account_id = upload.account.user_id, upload.account.account_id
        table = sandbox.store.upload_transactions
        fresh = [
            each
            for each in upload.transactions
            if not table.get(upload_transaction_key(user_id, account_id, each.transaction_id))
        ]
        return real(sandbox, held, replace(upload, transactions=tuple(fresh)))

    patch.setattr(uploads, "_store", store)
    patch.setattr(uploads, "_remove", lambda *_: None)


@variant("UB-UP-01")
def another_number_takes_an_account_over(patch: pytest.MonkeyPatch) -> None:
    """An uploaded account replaces any one of its id, whatever their numbers."""
    patch.setattr(uploads, "refuse_other_numbers", lambda *_: None)


@variant("UB-UP-02")
def the_last_values_of_a_transaction_count(patch: pytest.MonkeyPatch) -> None:
    """A transaction that is uploaded again takes the new values, unless it was fetched."""

    def kept(sandbox: Sandbox, sent: UploadTransaction) -> UploadTransaction:
        held = sandbox.store.upload_transactions.get(key_of(sent))
        if held is not None and held.fetched:
            return held
        sandbox.store.upload_transactions.put(sent)
        return sent

    def last_of_each(sent: Sequence[UploadTransaction]) -> list[UploadTransaction]:
        return list({each.transaction_id: each for each in sent}.values())

    patch.setattr(uploads, "_kept", kept)
    patch.setattr(uploads, "first_of_each", last_of_each)
    patch.setattr(domain, "first_of_each", last_of_each)


@variant("UB-UP-02")
def a_known_transaction_answers_409(patch: pytest.MonkeyPatch) -> None:
    """Uploading a transaction that is there already answers 409, and stores nothing of it all."""
    real = uploads.upload_transactions

    def upload(
        sandbox: Sandbox, caller: UploadCaller, path: AccountPath, sent: Sequence[UploadTransaction]
    ) -> list[UploadTransaction]:
        account = users.account(sandbox, caller, path, RULE)
        table = sandbox.store.upload_transactions
        if not account.fetched and any(table.get(key_of(each)) for each in sent):
            raise Conflict("UB-UP-02", "conflict", "A transaction of this id is there already.")
        return real(sandbox, caller, path, sent)

    patch.setattr(uploads, "upload_transactions", upload)


@variant("UB-UP-03")
def changes_of_a_number_are_passed_over(patch: pytest.MonkeyPatch) -> None:
    """A change that names another number is made without it."""
    real = AccountChange.applied_to

    def none(*_: Any) -> Iterator[Any]:
        return iter(())

    def applied_to(self: AccountChange, account: UploadAccount) -> UploadAccount:
        names = {"account_number"} | ({"iban"} if account.account_number is None else set())
        rest = {name: value for name, value in self.changes.items() if name not in names}
        return real(replace(self, changes=rest), account)

    patch.setattr(AccountChange, "violations", none)
    patch.setattr(AccountChange, "applied_to", applied_to)


@variant("UB-UP-03")
def changes_of_the_unknown_are_passed_over(patch: pytest.MonkeyPatch) -> None:
    """Of several changes those are made whose accounts or transactions are there: 200."""
    change_accounts = upload_changes.change_accounts
    change_transactions = upload_changes.change_transactions

    def accounts(
        sandbox: Sandbox, caller: UploadCaller, path: UserPath, sent: Sequence[AccountChange]
    ) -> list[UploadAccount]:
        get = sandbox.store.upload_accounts.get
        known = [each for each in sent if get(account_key(path.user_id, each.account_id))]
        return change_accounts(sandbox, caller, path, known)

    def transactions(
        sandbox: Sandbox, caller: UploadCaller, path: AccountPath, sent: Sequence[TransactionChange]
    ) -> list[UploadTransaction]:
        get, place = sandbox.store.upload_transactions.get, (path.user_id, path.account_id)
        known = [each for each in sent if get(upload_transaction_key(*place, each.transaction_id))]
        return change_transactions(sandbox, caller, path, known)

    patch.setattr(upload_changes, "change_accounts", accounts)
    patch.setattr(upload_changes, "change_transactions", transactions)


@variant("UB-UP-03")
def null_changes_nothing(patch: pytest.MonkeyPatch) -> None:
    """Null in a change leaves an optional field as it was."""
    for kind in (AccountChange, TransactionChange):
        real = kind.applied_to

        def applied_to(self: Any, value: Any, real: Any = real) -> Any:
            kept = {name: new for name, new in self.changes.items() if new is not None}
            return real(replace(self, changes=kept), value)

        patch.setattr(kind, "applied_to", applied_to)


@variant("UB-UP-04")
def a_mixed_account_is_as_protected_as_a_fetched_one(patch: pytest.MonkeyPatch) -> None:
    """An account with fetched transactions is neither changed nor added to."""
    change, upload = upload_changes.change_accounts, uploads.upload_transactions

    def changed(
        sandbox: Sandbox, caller: UploadCaller, path: UserPath, sent: Sequence[AccountChange]
    ) -> list[UploadAccount]:
        users.user(sandbox, caller, path)
        get = sandbox.store.upload_accounts.get
        found = [get(account_key(path.user_id, each.account_id)) for each in sent]
        refuse_fetched_accounts(sandbox, "UB-UP-04", "changed", filter(None, found))
        return change(sandbox, caller, path, sent)

    def uploaded(
        sandbox: Sandbox, caller: UploadCaller, path: AccountPath, sent: Sequence[UploadTransaction]
    ) -> list[UploadTransaction]:
        account = users.account(sandbox, caller, path, RULE)
        refuse_fetched_accounts(sandbox, "UB-UP-04", "added to", [account])
        return upload(sandbox, caller, path, sent)

    patch.setattr(upload_changes, "change_accounts", changed)
    patch.setattr(uploads, "upload_transactions", uploaded)


@variant("UB-UP-04")
def a_fetched_account_can_be_added_to(patch: pytest.MonkeyPatch) -> None:
    """Transactions can be uploaded onto a fetched account; what was fetched stays as it is."""

    def upload(
        sandbox: Sandbox, caller: UploadCaller, path: AccountPath, sent: Sequence[UploadTransaction]
    ) -> list[UploadTransaction]:
        users.account(sandbox, caller, path, RULE)
        return [uploads._kept(sandbox, each) for each in uploads.first_of_each(sent)]

    patch.setattr(uploads, "upload_transactions", upload)
