"""Uploaded and fetched accounts."""

from __future__ import annotations

import copy
import secrets
from typing import Any

from .ub_access import UPLOAD, need_account, need_body, need_user
from .ub_fields import (
    ACCOUNT_FIELDS,
    ACCOUNT_READERS,
    many,
    new_account,
    not_cleared,
    read_fields,
    required,
    settle,
)
from .ub_transactions import HELD, deletion, merge, read_ids
from .web import Call, Refusal, Reply
from .world import UploadAccount


def shown(account: UploadAccount) -> dict[str, Any]:
    return {name: account.fields.get(name) for name in ACCOUNT_FIELDS} | {
        "transactionCount": len(account.transactions)
    }


def list_accounts(call: Call) -> Reply:
    """By id, the last first."""
    accounts = need_user(call).accounts
    return Reply(200, [shown(accounts[name]) for name in sorted(accounts, reverse=True)])


def get_account(call: Call) -> Reply:
    return Reply(200, shown(need_account(call, need_user(call))))


def _same_number(old: dict[str, Any], new: dict[str, Any]) -> bool:
    if old.get("accountNumber") is None and new.get("accountNumber") is None:
        return bool(old.get("iban") == new.get("iban"))
    return bool(old.get("accountNumber") == new.get("accountNumber"))


def _store(
    accounts: dict[str, UploadAccount], fields: dict[str, Any], transactions: list[dict[str, Any]]
) -> UploadAccount:
    """Metadata is replaced as a whole; transactions held stay and new ones are merged in."""
    fields["accountId"] = name = fields.get("accountId") or f"A{secrets.randbelow(10**10):010d}"
    held = accounts.get(name)
    if held is None:
        held = accounts[name] = UploadAccount({})
    elif held.holds_fetched:
        raise Refusal(409, HELD, "conflict")
    elif not _same_number(held.fields, fields):
        raise Refusal(400, f"{name} has another account number", "accountNumberMismatch")
    held.fields = fields
    merge(held, transactions)
    return held


def upload_accounts(call: Call) -> Reply:
    user = need_user(call, UPLOAD)
    wrong: list[str] = []
    read = [new_account(item, f"[{i}]", wrong) for i, item in enumerate(many(need_body(call)))]
    settle(wrong)
    staged = copy.deepcopy(user.accounts)
    stored = [_store(staged, fields, transactions) for fields, transactions in read]
    user.accounts = staged
    return Reply(201, [shown(account) for account in stored])


def _changed(accounts: dict[str, UploadAccount], fields: dict[str, Any]) -> UploadAccount | None:
    """An unknown account is passed over; its number stays whatever the body says."""
    account = accounts.get(fields.pop("accountId"))
    fields.pop("accountNumber", None)
    if account is None:
        return None
    if account.holds_fetched:
        raise Refusal(409, HELD, "conflict")
    account.fields.update(fields)
    if account.fields.get("accountNumber") is None and account.fields.get("iban") is None:
        raise Refusal(400, "accountNumber or iban is required", "validationError")
    return account


def change_accounts(call: Call) -> Reply:
    user = need_user(call, UPLOAD)
    wrong: list[str] = []
    changes = []
    for i, item in enumerate(many(need_body(call))):
        fields = read_fields(item, ACCOUNT_READERS, f"[{i}]", wrong)
        required(fields, ("accountId",), f"[{i}]", wrong)
        not_cleared(fields, ("accountNumber", "currency", "type"), f"[{i}]", wrong)
        changes.append(fields)
    settle(wrong)
    staged = copy.deepcopy(user.accounts)
    changed = [_changed(staged, fields) for fields in changes]
    user.accounts = staged
    return Reply(200, [shown(account) for account in changed if account is not None])


def delete_accounts(call: Call) -> Reply:
    accounts = need_user(call, UPLOAD).accounts
    ids = read_ids(need_body(call))
    kept = [name for name in ids if name in accounts and accounts[name].holds_fetched]
    gone = [name for name in ids if name in accounts and name not in kept]
    for name in gone:
        del accounts[name]
    return deletion(ids, gone, kept)


def delete_account(call: Call) -> Reply:
    """Deleting what is gone is fine; a body is not."""
    accounts = need_user(call, UPLOAD).accounts
    if call.body:
        raise Refusal(400, "A request body is not expected", "validationError")
    account = accounts.get(call.ids["account-id"])
    if account is not None and account.holds_fetched:
        raise Refusal(409, HELD, "conflict")
    if account is not None:
        del accounts[call.ids["account-id"]]
    return Reply(200, {"deleted": 0 if account is None else 1})
