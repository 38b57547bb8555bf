"""Uploaded and fetched transactions of an account."""

from __future__ import annotations

import copy
from typing import Any

from .fields import DAY, day
from .ub_access import UPLOAD, need_account, need_body, need_user, page_of, whole
from .ub_fields import (
    TRANSACTION_FIELDS,
    TRANSACTION_READERS,
    many,
    new_transaction,
    not_cleared,
    one_value_date,
    read_fields,
    required,
    settle,
)
from .web import Call, Refusal, Reply
from .world import UploadAccount, UploadTransaction

PAGE = 25
HELD = "Data fetched from a bank is subject to retention and cannot be modified or removed"


def shown(item: UploadTransaction) -> dict[str, Any]:
    return {name: item.fields.get(name) for name in TRANSACTION_FIELDS} | {
        "origin": "BANK" if item.fetched else "UPLOAD"
    }


def merge(account: UploadAccount, items: list[dict[str, Any]]) -> list[UploadTransaction]:
    """The last values of an id count, unless the bank brought it."""
    result = []
    for fields in items:
        name = fields["transactionId"]
        held = account.transactions.get(name)
        if held is not None and held.fetched:
            raise Refusal(409, HELD, "conflict")
        made = UploadTransaction({**fields, "accountId": account.fields["accountId"]})
        account.transactions[name] = made
        result.append(made)
    return result


def upload_transactions(call: Call) -> Reply:
    """201 if something is new, else 200."""
    account = need_account(call, need_user(call, UPLOAD))
    wrong: list[str] = []
    read = [new_transaction(item, f"[{i}]", wrong) for i, item in enumerate(many(need_body(call)))]
    settle(wrong)
    staged, before = copy.deepcopy(account), len(account.transactions)
    stored = merge(staged, read)
    account.transactions = staged.transactions
    return Reply(
        201 if len(account.transactions) > before else 200, [shown(item) for item in stored]
    )


def _changed(account: UploadAccount, fields: dict[str, Any]) -> UploadTransaction | None:
    item = account.transactions.get(fields["transactionId"])
    if item is None:
        return None
    if item.fetched:
        raise Refusal(409, HELD, "conflict")
    partner, held = fields.pop("paymentPartner", ...), item.fields.get("paymentPartner")
    if partner is not ...:
        merged = (
            None
            if partner is None
            else {k: v for k, v in {**(held or {}), **partner}.items() if v is not None}
        )
        fields["paymentPartner"] = merged
    item.fields.update(fields)
    return item


def change_transactions(call: Call) -> Reply:
    """Ids that are unknown are passed over."""
    account = need_account(call, need_user(call, UPLOAD))
    wrong: list[str] = []
    changes = []
    for i, body in enumerate(many(need_body(call))):
        fields = read_fields(body, TRANSACTION_READERS, f"[{i}]", wrong)
        one_value_date(fields, f"[{i}]", wrong)
        required(fields, ("transactionId",), f"[{i}]", wrong)
        not_cleared(fields, ("amount", "bookingDate"), f"[{i}]", wrong)
        changes.append(fields)
    settle(wrong)
    staged = copy.deepcopy(account)
    changed = [_changed(staged, fields) for fields in changes]
    account.transactions = staged.transactions
    return Reply(200, [shown(item) for item in changed if item is not None])


def read_ids(body: Any) -> list[str]:
    """The ids, each once; the member's name may be written in any case."""
    names = [name for name in body if name.lower() == "ids"] if isinstance(body, dict) else []
    if len(names) != 1:
        raise Refusal(400, "An object with the array ids is expected", "validationError")
    ids = body[names[0]]
    if not isinstance(ids, list) or not all(isinstance(name, str) and name.strip() for name in ids):
        raise Refusal(400, "ids must be an array of texts", "validationError")
    return list(dict.fromkeys(ids))


def deletion(ids: list[str], gone: list[str], kept: list[str]) -> Reply:
    """As far as it went; refused only if the bank's data is all that there was to delete."""
    if kept and not gone:
        raise Refusal(409, HELD, "conflict")
    rest = [name for name in ids if name not in gone and name not in kept]
    return Reply(200, {"deleted": len(gone), "retained": kept, "unknown": rest})


def delete_transactions(call: Call) -> Reply:
    account = need_account(call, need_user(call, UPLOAD))
    ids = read_ids(need_body(call))
    held = account.transactions
    kept = [name for name in ids if name in held and held[name].fetched]
    gone = [name for name in ids if name in held and name not in kept]
    for name in gone:
        del held[name]
    return deletion(ids, gone, kept)


def _bound(call: Call, name: str, default: str) -> str:
    text = call.one(name)
    if text is not None and (DAY.fullmatch(text) is None or day(text) is None):
        raise Refusal(400, f"{name} must be a date", "validationError")
    return text or default


def list_transactions(call: Call) -> Reply:
    """Newest first, at most 25 to a page; a larger limit is cut down."""
    account = need_account(call, need_user(call))
    first, last = _bound(call, "from", "0000-00-00"), _bound(call, "to", "9999-99-99")
    found = [t for t in account.transactions.values() if first <= t.fields["bookingDate"] <= last]
    found.sort(key=lambda t: (t.fields["bookingDate"], t.fields["transactionId"]), reverse=True)
    return Reply(
        200, page_of(call, whole(call, "limit", PAGE, PAGE), [shown(item) for item in found])
    )
