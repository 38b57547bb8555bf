"""Servers that mix up clients and tenants, whose mistakes an earlier suite overlooked."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from sandbank_server.domain.refusals import Conflict
from sandbank_server.service import (
    deletions,
    uploads,
    users,
    worlds,
)
from sandbank_server.service.removal import key_of
from zoo.animals import Answered, Asked, Forward, liar, on_the_wire

Patch = pytest.MonkeyPatch


def _json(status: int, body: Any, media_type: str = "application/json") -> Answered:
    empty = Answered(status=status, headers=((b"content-type", media_type.encode()),))
    return empty.with_body(json.dumps(body).encode())


def _forgetting(patch: Patch, clear: Callable[[], None]) -> None:
    """What is remembered on the side goes when the owner replaces the world."""
    for name in ("replace", "restore_snapshot"):
        real = getattr(worlds, name)

        def replacing(*args: Any, real: Any = real) -> None:
            clear()
            real(*args)

        patch.setattr(worlds, name, replacing)


@liar("UB-DEL-11")
def a_repeated_upload_of_transactions_is_answered_from_memory(patch: Patch) -> None:
    """An upload that came before in the same words is taken for a retry, deletion or not."""
    seen: set[Any] = set()
    _forgetting(patch, seen.clear)
    real = uploads.upload_transactions

    def uploading(sandbox: Any, caller: Any, path: Any, sent: Any) -> Any:
        users.account(sandbox, caller, path, "UB-READ-02")
        if tuple(sent) in seen:
            return list(sent)
        stored = real(sandbox, caller, path, sent)
        seen.add(tuple(sent))
        return stored

    patch.setattr(uploads, "upload_transactions", uploading)


@liar("UB-DEL-06")
def another_scheme_than_bearer_answers_403(patch: Patch) -> None:
    """`Authorization: Basic …` is refused as forbidden, not as unauthorised."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answer = await forward(asked)
        scheme = (asked.header("authorization") or "Bearer").split(" ")[0].lower()
        upload = asked.path.startswith("/user-banking/users")
        if not upload or answer.status != 401 or scheme == "bearer":
            return answer
        return _json(403, {"type": "forbidden", "message": "The scheme is not allowed."})

    on_the_wire(patch, wire)


@liar("UB-USER-01")
def tenants_are_told_apart_without_their_case(patch: Patch) -> None:
    """`…-North` and `…-north` are one tenant."""
    real = users.tenant_of
    patch.setattr(users, "tenant_of", lambda client, asked: real(client, asked).lower())


@liar("GEN-05")
def an_account_id_that_another_client_uses_is_taken(patch: Patch) -> None:
    """An upload answers 409 if a user of another client has an account of this accountId."""
    real = uploads.upload_accounts

    def uploading(sandbox: Any, caller: Any, path: Any, sent: Any) -> Any:
        users.user(sandbox, caller, path)
        ids = {each.account.account_id for each in sent}
        for account in sandbox.store.upload_accounts.all():
            owner = sandbox.store.users.get(account.user_id)
            if account.account_id in ids and owner and owner.client_id != caller.client_id:
                raise Conflict("UB-UP-01", "conflict", "An accountId is in use already.")
        return real(sandbox, caller, path, sent)

    patch.setattr(uploads, "upload_accounts", uploading)


@liar("GEN-05")
def deleting_an_account_empties_those_of_the_same_id_of_other_clients(patch: Patch) -> None:
    """The transactions of a deleted account are removed by accountId, without the user."""
    real = deletions.delete_account

    def deleting(sandbox: Any, caller: Any, path: Any) -> None:
        real(sandbox, caller, path)
        for each in list(sandbox.store.upload_transactions.all()):
            owner = sandbox.store.users.get(each.user_id)
            foreign = owner is not None and owner.client_id != caller.client_id
            if foreign and each.account_id == path.account_id and not each.fetched:
                sandbox.store.upload_transactions.remove(key_of(each))

    patch.setattr(deletions, "delete_account", deleting)
