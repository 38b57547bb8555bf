"""Servers that mistake one of several changes, whose mistakes an earlier suite overlooked."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from sandbank_server.domain.upload_changes import AccountChange, TransactionChange
from sandbank_server.domain.uploads import UploadTransaction
from sandbank_server.service import (
    upload_reads,
    uploads,
)
from sandbank_server.service.keys import account_key
from sandbank_server.service.removal import remove_account
from zoo.animals import Answered, Asked, Forward, liar, on_the_wire

Patch = pytest.MonkeyPatch


ACCOUNTS = re.compile(r"/user-banking/users/[^/]+/banking/accounts")


def _is(asked: Asked, method: str, path: re.Pattern[str]) -> bool:
    return asked.method == method and path.fullmatch(asked.path) is not None


def _sent(asked: Asked) -> Any:
    try:
        return json.loads(asked.body)
    except ValueError:
        return None


def _with(asked: Asked, body: Any) -> Asked:
    return replace(asked, body=json.dumps(body).encode())


def _json(status: int, body: Any, media_type: str = "application/json") -> Answered:
    empty = Answered(status=status, headers=((b"content-type", media_type.encode()),))
    return empty.with_body(json.dumps(body).encode())


def _failed() -> Answered:
    return _json(500, {"type": "internal_server_error", "message": "Something went wrong."})


def _held(sandbox: Any, user_id: str, account_id: str) -> list[UploadTransaction]:
    table = sandbox.store.upload_transactions
    found: list[UploadTransaction] = table.find("account", account_key(user_id, account_id))
    return found


@liar("UB-UP-01")
def of_several_accounts_only_the_first_is_replaced(patch: Patch) -> None:
    """Accounts that exist are left as they are when they are not the first of an upload."""
    real = uploads.upload_accounts

    def uploading(sandbox: Any, caller: Any, path: Any, sent: Any) -> Any:
        accounts, ids = sandbox.store.upload_accounts, [it.account.account_id for it in sent[1:]]
        keys = [account_key(path.user_id, each) for each in ids if each]
        old = [found for found in map(accounts.get, keys) if found is not None]
        held = [it for each in old for it in _held(sandbox, path.user_id, each.account_id)]
        answer = real(sandbox, caller, path, sent)
        for account in old:
            remove_account(sandbox, account)
            accounts.put(account)
        for transaction in held:
            sandbox.store.upload_transactions.put(transaction)
        return answer

    patch.setattr(uploads, "upload_accounts", uploading)


@liar("UB-UP-03")
def a_change_of_several_accounts_resets_names_that_later_ones_leave_out(patch: Patch) -> None:
    """From the second account of a PATCH on, name, owner and bankName are as sent, or gone."""
    real = AccountChange.applied_to

    def applied_to(self: Any, account: Any) -> Any:
        lost = {n: None for n in ("name", "owner", "bank_name") if n not in self.changes}
        changed = real(self, account)
        return changed if self.place in ("", "/0") else replace(changed, **lost)

    patch.setattr(AccountChange, "applied_to", applied_to)


@liar("UB-UP-03")
def a_changed_booking_date_takes_the_value_date_along(patch: Patch) -> None:
    """PATCH of bookingDate alone sets an uploaded valueDate to the same day."""
    real = TransactionChange.applied_to

    def applied_to(self: Any, transaction: Any) -> Any:
        changed = real(self, transaction)
        alone = "booking_date" in self.changes and "value_date" not in self.changes
        if not alone or changed.value_date is None:
            return changed
        return replace(changed, value_date=changed.booking_date)

    patch.setattr(TransactionChange, "applied_to", applied_to)


@liar("UB-UP-03")
def a_change_of_several_accounts_judges_the_number_of_the_first_only(patch: Patch) -> None:
    """From the second account of a PATCH on, another accountNumber is taken over."""
    real = AccountChange.violations

    def violations(self: Any, account: Any) -> Any:
        return real(self, account) if self.place in ("", "/0") else iter(())

    patch.setattr(AccountChange, "violations", violations)


CLEARED = "\x00null"


@liar("UB-UP-03")
def null_clears_the_number_of_an_account_that_has_an_iban(patch: Patch) -> None:
    """PATCH with `accountNumber: null` is accepted where the iban still tells the account."""
    judged, applied = AccountChange.violations, AccountChange.applied_to

    def violations(self: Any, account: Any) -> Any:
        cleared = self.changes.get("account_number") == CLEARED and account.iban
        return iter(()) if cleared else judged(self, account)

    def applied_to(self: Any, account: Any) -> Any:
        changed = applied(self, account)
        cleared = changed.account_number == CLEARED
        return replace(changed, account_number=None) if cleared else changed

    async def wire(asked: Asked, forward: Forward) -> Answered:
        sent = _sent(asked) if _is(asked, "PATCH", ACCOUNTS) else None
        items = sent if isinstance(sent, list) else [sent]
        nulls = [it for it in items if isinstance(it, dict) and it.get("accountNumber", 0) is None]
        for item in nulls:
            item["accountNumber"] = CLEARED
        return await forward(_with(asked, sent) if nulls else asked)

    patch.setattr(AccountChange, "violations", violations)
    patch.setattr(AccountChange, "applied_to", applied_to)
    on_the_wire(patch, wire)


@liar("GEN-01")
def a_page_far_beyond_the_last_is_an_internal_error(patch: Patch) -> None:
    """An offset beyond 32 bits breaks the list of transactions."""
    real = upload_reads.transactions

    def reading(sandbox: Any, caller: Any, path: Any, wanted: Any) -> Any:
        page = real(sandbox, caller, path, wanted)
        if wanted.number * wanted.limit > 2**31:
            raise OverflowError("offset out of range")
        return page

    patch.setattr(upload_reads, "transactions", reading)


@liar("GEN-01", "GEN-04")
def a_body_nested_too_deep_is_an_internal_error(patch: Patch) -> None:
    """The parser's recursion limit is an error that nobody catches."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        deep = asked.body.count(b"[") > 100 and asked.body.count(b"[[") > 90
        deep = deep or (asked.body.count(b'{"') > 100 and asked.body.count(b"}}}}") > 20)
        answer = await forward(asked)
        inside = asked.path.startswith("/user-banking/users") and answer.status == 400
        return _failed() if deep and inside else answer

    on_the_wire(patch, wire)


@liar("UB-ERR-01")
def wrong_credentials_get_the_error_of_oauth(patch: Patch) -> None:
    """401 of POST /auth has error and error_description, but no type and message."""

    async def wire(asked: Asked, forward: Forward) -> Answered:
        answer = await forward(asked)
        if asked.path != "/user-banking/auth" or answer.status != 401:
            return answer
        return _json(401, {"error": "invalid_client", "error_description": "Bad credentials."})

    on_the_wire(patch, wire)
