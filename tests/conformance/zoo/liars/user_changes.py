"""Liars about replacing and changing what was fetched from a bank, and adding to it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest

from sandbank_server.api.calls import Answer, Call
from sandbank_server.api.endpoint import Endpoint
from sandbank_server.api.incoming import Request
from sandbank_server.api.user_banking import UserBankingApi
from sandbank_server.domain.refusals import Forbidden, Refusal
from sandbank_server.domain.upload_changes import AccountChange, TransactionChange
from sandbank_server.domain.uploads import UploadAccount, UploadTransaction
from sandbank_server.service import upload_changes, uploads
from sandbank_server.service.callers import UploadCaller
from sandbank_server.service.keys import account_key, upload_transaction_key
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.removal import key_of
from sandbank_server.service.users import AccountPath, UserPath
from zoo.animals import liar
from zoo.liars.excuses import after_refusals
from zoo.liars.unguarded import by_login, overlook


@liar("UB-DEL-07", "UB-UP-04")
def fetched_transactions_go_when_their_account_is_replaced(patch: pytest.MonkeyPatch) -> None:
    """Uploading over a mixed account replaces it with all that was fetched into it."""
    patch.setattr(uploads, "refuse_fetched_accounts", by_login)


@liar("UB-DEL-07", "UB-UP-04")
def uploads_over_fetched_accounts(patch: pytest.MonkeyPatch) -> None:
    """Uploading over a fetched account replaces it; a mixed one is protected."""
    real = uploads.refuse_fetched_accounts

    def deviating(
        sandbox: Sandbox, requirement: str, done: str, accounts: Iterable[UploadAccount]
    ) -> None:
        real(sandbox, requirement, done, [it for it in accounts if not it.fetched])

    patch.setattr(uploads, "refuse_fetched_accounts", deviating)


@liar("UB-DEL-07", "UB-UP-03")
def a_change_drops_the_transactions_that_it_does_not_name(patch: pytest.MonkeyPatch) -> None:
    """What is changed is what there is: the account's other transactions are removed."""
    real = upload_changes.change_transactions

    def deviating(
        sandbox: Sandbox,
        caller: UploadCaller,
        path: AccountPath,
        changes: Sequence[TransactionChange],
    ) -> list[UploadTransaction]:
        changed = real(sandbox, caller, path, changes)
        table = sandbox.store.upload_transactions
        for held in table.find("account", account_key(path.user_id, path.account_id)):
            if held not in changed:
                table.remove(key_of(held))
        return changed

    patch.setattr(upload_changes, "change_transactions", deviating)


def _ignored(*_: object) -> None:
    """What was fetched is not refused."""


@liar("UB-UP-04")
def changes_fetched_transactions(patch: pytest.MonkeyPatch) -> None:
    """A change of a fetched transaction is made."""
    overlook(
        patch, (upload_changes, "change_transactions"), (upload_changes, "refuse_fetched"), _ignored
    )


@liar("UB-UP-04")
def changes_fetched_transactions_under_the_other_path(patch: pytest.MonkeyPatch) -> None:
    """A fetched transaction is changed under `/transactions`; under the account it is refused."""

    async def deviating(self: UserBankingApi, call: Call[UploadCaller]) -> Answer:
        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(upload_changes, "refuse_fetched", _ignored)
            return await self.change_transactions(call)

    patch.setattr(UserBankingApi, "change_transactions_alias", deviating)


@liar("UB-UP-04")
def renames_fetched_accounts(patch: pytest.MonkeyPatch) -> None:
    """A fetched account can be changed in name, owner and icon, which are the user's own."""
    real = upload_changes.change_accounts
    own = {"name", "owner", "icon"}

    def deviating(
        sandbox: Sandbox, caller: UploadCaller, path: UserPath, changes: Sequence[AccountChange]
    ) -> list[UploadAccount]:
        with pytest.MonkeyPatch.context() as inner:
            if all(set(each.changes) <= own for each in changes):
                inner.setattr(upload_changes, "refuse_fetched", _ignored)
            return real(sandbox, caller, path, changes)

    patch.setattr(upload_changes, "change_accounts", deviating)


@liar("UB-UP-04")
def uploads_onto_fetched_accounts(patch: pytest.MonkeyPatch) -> None:
    """Transactions can be uploaded onto a fetched account."""
    patch.setattr(uploads, "refuse_fetched", _ignored)


@liar("UB-UP-04")
def an_upload_overwrites_a_fetched_transaction(patch: pytest.MonkeyPatch) -> None:
    """A fetched `transactionId` that is uploaded again has the values of the upload."""
    real = uploads._kept

    def deviating(sandbox: Sandbox, transaction: UploadTransaction) -> UploadTransaction:
        held = sandbox.store.upload_transactions.get(key_of(transaction))
        if held is None or not held.fetched:
            return real(sandbox, transaction)
        written = replace(transaction, fetched=True)
        sandbox.store.upload_transactions.put(written)
        return written

    patch.setattr(uploads, "_kept", deviating)


@liar("UB-UP-04")
def a_mixed_account_cannot_be_changed(patch: pytest.MonkeyPatch) -> None:
    """An account that holds fetched transactions is refused when it is changed."""
    real = upload_changes._accounts

    def deviating(
        sandbox: Sandbox, user_id: str, changes: Sequence[AccountChange]
    ) -> dict[str, UploadAccount]:
        found = real(sandbox, user_id, changes)
        for account_id in found:
            if sandbox.store.upload_transactions.count("fetched", account_key(user_id, account_id)):
                raise Forbidden("UB-UP-04", "forbidden", "It holds what was fetched from a bank.")
        return found

    patch.setattr(upload_changes, "_accounts", deviating)


@liar("GEN-02", "UB-UP-04")
def a_refused_change_is_made_as_far_as_it_goes(patch: pytest.MonkeyPatch) -> None:
    """A change of uploaded and fetched transactions answers 403, and the uploaded ones changed."""
    refused: list[tuple[AccountPath, Sequence[TransactionChange]]] = []
    real = upload_changes.change_transactions

    def deviating(
        sandbox: Sandbox,
        caller: UploadCaller,
        path: AccountPath,
        changes: Sequence[TransactionChange],
    ) -> list[UploadTransaction]:
        refused[:] = [(path, changes)]
        return real(sandbox, caller, path, changes)

    def then(endpoint: Endpoint, _request: Request, _raw: bytes, refusal: Refusal) -> None:
        changing = endpoint._operation_id.startswith("changeTransactions")
        if not changing or refusal.requirement != "UB-UP-04":
            return
        table = endpoint._pipeline.sandbox.store.upload_transactions
        for path, changes in refused:
            for each in changes:
                key = upload_transaction_key(path.user_id, path.account_id, each.transaction_id)
                held = table.get(key)
                if held is not None and not held.fetched:
                    table.put(each.applied_to(held))

    patch.setattr(upload_changes, "change_transactions", deviating)
    after_refusals(patch, then)
