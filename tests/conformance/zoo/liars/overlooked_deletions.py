"""Servers whose mistakes in deletions an earlier suite overlooked."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.api import endpoint
from sandbank_server.api.calls import Answer, refused
from sandbank_server.api.user_banking import UserBankingApi
from sandbank_server.domain.refusals import Unknown
from sandbank_server.domain.uploads import UploadTransaction
from sandbank_server.service import (
    deletions,
    upload_reads,
    uploads,
    users,
    worlds,
)
from sandbank_server.service.keys import account_key, upload_transaction_key
from sandbank_server.service.removal import key_of
from zoo.animals import liar

Patch = pytest.MonkeyPatch


def _forgetting(patch: Patch, clear: Callable[[], None]) -> None:
    """What is remembered on the side goes when the owner replaces the world."""
    for name in ("replace", "restore_snapshot"):
        real = getattr(worlds, name)

        def replacing(*args: Any, real: Any = real) -> None:
            clear()
            real(*args)

        patch.setattr(worlds, name, replacing)


def _held(sandbox: Any, user_id: str, account_id: str) -> list[UploadTransaction]:
    table = sandbox.store.upload_transactions
    found: list[UploadTransaction] = table.find("account", account_key(user_id, account_id))
    return found


def _one(sandbox: Any, path: Any, transaction_id: str) -> Any:
    key = upload_transaction_key(path.user_id, path.account_id, transaction_id)
    return sandbox.store.upload_transactions.get(key)


@liar("UB-DEL-02", "UB-DEL-11")
def of_a_batch_of_accounts_only_the_first_takes_its_transactions_along(patch: Patch) -> None:
    """A batch removes all accounts it names, but the transactions of its first account only."""
    real = deletions.delete_accounts

    def deleting(sandbox: Any, caller: Any, path: Any, ids: Any) -> None:
        others = dict.fromkeys(each for each in ids if each != ids[0])
        left = [it for each in others for it in _held(sandbox, path.user_id, each)]
        real(sandbox, caller, path, ids)
        for transaction in left:
            sandbox.store.upload_transactions.put(transaction)

    patch.setattr(deletions, "delete_accounts", deleting)


@liar("UB-DEL-03")
def deleted_transactions_are_only_hidden_and_a_search_by_day_shows_them(patch: Patch) -> None:
    """The list with `from` forgets to leave out what is marked as deleted."""
    gone: dict[str, UploadTransaction] = {}
    _forgetting(patch, gone.clear)
    delete, kept, read = deletions.delete_transactions, uploads._kept, upload_reads.transactions

    def deleting(sandbox: Any, caller: Any, path: Any, ids: Any) -> None:
        held = [_one(sandbox, path, each) for each in ids]
        delete(sandbox, caller, path, ids)
        gone.update({key_of(each): each for each in held})

    def keeping(sandbox: Any, sent: Any) -> Any:
        gone.pop(key_of(sent), None)
        return kept(sandbox, sent)

    def reading(sandbox: Any, caller: Any, path: Any, wanted: Any) -> Any:
        page = read(sandbox, caller, path, wanted)
        if wanted.start is None or wanted.number > 1:
            return page
        before = wanted.before or ("~",)
        old = [
            each
            for each in gone.values()
            if (each.user_id, each.account_id) == (path.user_id, path.account_id)
            and wanted.start <= (each.booking_date,) < before
        ]
        shown = sorted([*page.values, *old], key=lambda it: (it.booking_date, it.transaction_id))
        return replace(page, total=page.total + len(old), values=tuple(shown[: wanted.limit]))

    patch.setattr(deletions, "delete_transactions", deleting)
    patch.setattr(uploads, "_kept", keeping)
    patch.setattr(upload_reads, "transactions", reading)


@liar("GEN-02", "UB-DEL-08")
def an_id_named_twice_is_deleted_once_and_then_unknown(patch: Patch) -> None:
    """A batch with a doubled transactionId answers 404 and has deleted all the same."""
    real = UserBankingApi.delete_transactions

    async def handling(self: Any, call: Any) -> Answer:
        answer = await real(self, call)
        ids = call.body["ids"]
        if len(set(ids)) == len(ids):
            return answer
        return refused(Unknown("UB-DEL-08", "not_found", "A transaction was not found."))

    patch.setattr(UserBankingApi, "delete_transactions", handling)


@liar("UB-DEL-03", "UB-DEL-08")
def blanks_around_a_transaction_id_are_cut_off_before_it_is_deleted(patch: Patch) -> None:
    """`" tx-1 "`, which names nothing, deletes `tx-1`."""
    real = deletions.delete_transactions

    def deleting(sandbox: Any, caller: Any, path: Any, ids: Any) -> None:
        real(sandbox, caller, path, [each.strip() for each in ids])

    patch.setattr(deletions, "delete_transactions", deleting)


@liar("UB-DEL-02", "UB-DEL-08")
def a_batch_finds_accounts_in_any_case(patch: Patch) -> None:
    """The ids of a batch deletion are compared by a collation that ignores case."""
    real = deletions.delete_accounts

    def deleting(sandbox: Any, caller: Any, path: Any, ids: Any) -> None:
        held = [it.account_id for it in sandbox.store.upload_accounts.find("user", path.user_id)]
        alike = {each.lower(): each for each in held} | {each: each for each in held}
        found = [alike.get(each, alike.get(each.lower(), each)) for each in ids]
        real(sandbox, caller, path, found)

    patch.setattr(deletions, "delete_accounts", deleting)


@liar("UB-DEL-06", "UB-ORD-01", "GEN-05")
def a_deletion_looks_for_the_user_before_it_asks_for_a_token(patch: Patch) -> None:
    """Without a token, DELETE answers 404 for a user that is not there, and 401 for one that is."""
    real = endpoint.Endpoint._judge_and_do

    async def judging(self: Any, request: Any, raw: bytes) -> Any:
        user_id = request.scope.get("path_params", {}).get("user-id")
        deleting = self._recorder.api == "user_banking" and request.scope["method"] == "DELETE"
        store = self._pipeline.sandbox.store
        if deleting and user_id is not None and store.users.get(user_id) is None:
            raise users.unknown_user()
        return await real(self, request, raw)

    patch.setattr(endpoint.Endpoint, "_judge_and_do", judging)


@liar("UB-USER-02")
def a_deleted_user_stays_in_the_list_until_the_next_is_made(patch: Patch) -> None:
    """The list of users is kept, and only making one renews it."""
    kept: dict[Any, Any] = {}
    _forgetting(patch, kept.clear)
    create, listing = users.create, users.users

    def creating(sandbox: Any, caller: Any, wish: Any) -> Any:
        kept.clear()
        return create(sandbox, caller, wish)

    def listed(sandbox: Any, caller: Any, wanted: Any) -> Any:
        page = listing(sandbox, caller, wanted)
        return kept.setdefault((caller.client_id, caller.tenant, wanted), page)

    patch.setattr(users, "create", creating)
    patch.setattr(users, "users", listed)
