"""What later liars keep, tell and compare of clients and of what was deleted."""

from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.service import (
    deletions,
    due,
    protection,
    upload_tokens,
    uploads,
    users,
)
from sandbank_server.service.keys import upload_transaction_key
from zoo.animals import Answered, Asked, Forward, liar, on_the_wire

Patch = pytest.MonkeyPatch


class _Deaf:
    """A journal that forgets nothing."""

    def clear(self) -> None: ...

    def forget_bank_account(self, bank_account_id: str) -> None: ...

    def forget_user(self, user_id: str, account_id: str | None = None) -> None: ...


@liar("CTL-09", "UB-DEL-10")
def the_trail_names_only_the_first_id_of_a_batch(patch: Patch) -> None:
    """The line of a batch in the audit trail has room for one id."""
    real = deletions.record

    def record(sandbox: Any, deletion: Any) -> None:
        real(sandbox, replace(deletion, ids=deletion.ids[:1]))

    patch.setattr(deletions, "record", record)


@liar("UB-ERR-01")
def a_body_that_is_too_large_meets_the_page_of_a_proxy(patch: Patch) -> None:
    """413 of the User banking API is a page in HTML."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answered = await forward(asked)
        if answered.status == 413 and asked.path.startswith("/user-banking"):
            page = b"<html><body><h1>413 Request Entity Too Large</h1></body></html>"
            return answered.with_body(page).with_header("content-type", "text/html")
        return answered

    on_the_wire(patch, wire)


@liar("UB-TOK-01", "UB-TOK-02")
def blanks_around_a_clients_secret_do_not_count(patch: Patch) -> None:
    """The fields of the form are trimmed, the secret among them."""
    real = upload_tokens.same_secret
    patch.setattr(upload_tokens, "same_secret", lambda given, known: real(given.strip(), known))


@liar("GEN-05")
def an_upload_is_answered_with_the_transaction_of_another_client(patch: Patch) -> None:
    """What was stored is read back by accountId and transactionId only, and others use the same."""
    real = uploads.upload_transactions

    def upload_transactions(sandbox: Any, caller: Any, path: Any, sent: Any) -> Any:
        stored = real(sandbox, caller, path, sent)
        table = sandbox.store.upload_transactions
        everybody = sandbox.store.users.all()
        others = [each.user_id for each in everybody if each.client_id != caller.client_id]

        def read_back(own: Any) -> Any:
            keys = (upload_transaction_key(it, own.account_id, own.transaction_id) for it in others)
            return next((found for key in keys if (found := table.get(key))), own)

        return [read_back(each) for each in stored]

    patch.setattr(uploads, "upload_transactions", upload_transactions)


@liar("CON-OFF-04")
def the_journal_keeps_the_calls_of_a_user_that_expired(patch: Patch) -> None:
    """Kept calls lose the data of a user that is deleted, but not of one whose time is over."""
    real = due._expire
    patch.setattr(
        due, "_expire", lambda sandbox, user: real(replace(sandbox, journal=_Deaf()), user)
    )


@liar("UB-ORD-01")
def another_number_is_noticed_before_fetched_data(patch: Patch) -> None:
    """An upload with a fetched account and another one in conflict answers 409, and not 403."""
    real = uploads.upload_accounts

    def upload_accounts(sandbox: Any, caller: Any, path: Any, sent: Any) -> Any:
        user = users.user(sandbox, caller, path)
        held = uploads._held(sandbox, user.user_id, sent)
        own = {
            name: account
            for name, account in held.items()
            if not protection._holds_fetched(sandbox, account)
        }
        known = [each for each in sent if each.account.account_id in own]
        protection.refuse_other_numbers(own, known)
        return real(sandbox, caller, path, sent)

    patch.setattr(uploads, "upload_accounts", upload_accounts)
