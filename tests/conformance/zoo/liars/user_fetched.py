"""Liars about data that was fetched from a bank: how it is deleted all the same."""

from collections.abc import Callable, Sequence

import pytest

from sandbank_server.api.endpoint import Endpoint
from sandbank_server.api.incoming import Request
from sandbank_server.domain.refusals import Forbidden, Refusal
from sandbank_server.service import deletions, users
from sandbank_server.service.callers import UploadCaller
from sandbank_server.service.keys import account_key, upload_transaction_key
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.removal import key_of, remove_account
from sandbank_server.service.users import AccountPath
from zoo.animals import liar
from zoo.liars.excuses import after_refusals
from zoo.liars.unguarded import by_login, overlook

Ids = Sequence[str]
Chosen = Callable[[Sandbox, AccountPath, Ids], Ids]  # of ids that are refused those that count


def _delete_fetched(patch: pytest.MonkeyPatch, chosen: Chosen) -> None:
    """Where a batch of transactions holds fetched ones, deletes those chosen."""
    real = deletions.delete_transactions

    def deviating(sandbox: Sandbox, caller: UploadCaller, path: AccountPath, ids: Ids) -> None:
        try:
            real(sandbox, caller, path, ids)
        except Forbidden as refusal:
            taken = chosen(sandbox, path, ids) if refusal.requirement == "UB-DEL-07" else ()
            if not taken:
                raise
            for each in taken:
                key = upload_transaction_key(path.user_id, path.account_id, each)
                sandbox.store.upload_transactions.remove(key)

    patch.setattr(deletions, "delete_transactions", deviating)


def _is_fetched(sandbox: Sandbox, path: AccountPath, transaction_id: str) -> bool:
    key = upload_transaction_key(path.user_id, path.account_id, transaction_id)
    found = sandbox.store.upload_transactions.get(key)
    return found is not None and found.fetched


@liar("UB-DEL-07", "UB-DEL-08")
def deletes_a_fetched_transaction_that_is_named_alone(patch: pytest.MonkeyPatch) -> None:
    """A fetched transaction is protected from batches only."""
    _delete_fetched(patch, lambda _box, _path, ids: ids if len(ids) == 1 else ())


@liar("UB-DEL-07", "UB-DEL-08")
def judges_a_batch_by_its_first_id(patch: pytest.MonkeyPatch) -> None:
    """Fetched transactions go with a batch that begins with an uploaded one."""
    _delete_fetched(patch, lambda box, path, ids: () if _is_fetched(box, path, ids[0]) else ids)


@liar("UB-DEL-07", "UB-DEL-08")
def passes_over_fetched_transactions(patch: pytest.MonkeyPatch) -> None:
    """Of a batch the uploaded transactions are deleted, and it answers 204."""
    _delete_fetched(
        patch, lambda box, path, ids: [it for it in ids if not _is_fetched(box, path, it)]
    )


@liar("UB-DEL-07")
def deletes_fetched_accounts_singly(patch: pytest.MonkeyPatch) -> None:
    """A fetched account is protected from batches only."""
    real = deletions.delete_account

    def deviating(sandbox: Sandbox, caller: UploadCaller, path: AccountPath) -> None:
        account = users.account(sandbox, caller, path, "UB-DEL-09")
        if account.fetched:
            remove_account(sandbox, account)
        else:
            real(sandbox, caller, path)

    patch.setattr(deletions, "delete_account", deviating)


@liar("UB-DEL-07")
def fetched_transactions_go_with_an_uploaded_account(patch: pytest.MonkeyPatch) -> None:
    """An account that was uploaded is deleted singly, whatever it holds."""
    overlook(patch, (deletions, "delete_account"), (deletions, "refuse_fetched_accounts"), by_login)


@liar("UB-DEL-07", "UB-DEL-08")
def fetched_transactions_go_with_a_batch_of_accounts(patch: pytest.MonkeyPatch) -> None:
    """Accounts that were uploaded are deleted together, whatever they hold."""
    overlook(
        patch, (deletions, "delete_accounts"), (deletions, "refuse_fetched_accounts"), by_login
    )


@liar("GEN-02")
def a_refused_account_loses_what_was_uploaded(patch: pytest.MonkeyPatch) -> None:
    """The deletion of a mixed account answers 403, but its uploaded transactions are gone."""

    def then(endpoint: Endpoint, request: Request, _raw: bytes, refusal: Refusal) -> None:
        if endpoint._operation_id != "deleteAccount" or refusal.requirement != "UB-DEL-07":
            return
        table = endpoint._pipeline.sandbox.store.upload_transactions
        path = request.scope["path_params"]
        for held in table.find("account", account_key(path["user-id"], path["account-id"])):
            if not held.fetched:
                table.remove(key_of(held))

    after_refusals(patch, then)
