"""Bank accounts and their transactions."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from .consumer_access import need_company, need_object
from .fields import day, is_text
from .web import Call, Refusal, Reply
from .world import BankAccount, BankTransaction, new_id, stamp, utcnow

PAGE = 25
NEEDED = ("bankId", "accountIdentifier", "bankIdentifier")
OPTIONAL = (
    "accountType",
    "accountName",
    "accountKey",
    "branchIdentifier",
    "defaultCurrency",
    "requestedStartDate",
)


def shown(account: BankAccount) -> dict[str, Any]:
    last = account.last_id if account.status != "cancelled" else 0
    return {
        "bankAccountId": account.account_id,
        "bankId": account.bank_id,
        "status": account.status,
        "statusReason": account.status_reason,
        **account.details,
        "lastTransactionId": last,
        "dataProvider": "indirect",
        "ruleCount": len(account.rules),
    }


def need_account(call: Call) -> BankAccount:
    company = need_company(call)
    account = call.world.accounts.get(call.ids["bankAccountId"])
    if account is None or account.company_id != company:
        raise Refusal(404, "Bank account not found")
    return account


def list_accounts(call: Call) -> Reply:
    """What is connected; disconnected ones are read by id only. Newest first."""
    company = need_company(call)
    found = [
        a
        for a in call.world.accounts.values()
        if a.company_id == company and a.status != "cancelled"
    ]
    return Reply(200, [shown(account) for account in reversed(found)])


def get_account(call: Call) -> Reply:
    return Reply(200, shown(need_account(call)))


def _validated(body: dict[str, Any]) -> dict[str, Any]:
    wrong = [f"{name}: must not be blank" for name in NEEDED if not is_text(body.get(name))]
    wrong += [
        f"{name}: must be a text"
        for name in OPTIONAL
        if body.get(name) is not None and not isinstance(body[name], str)
    ]
    start = body.get("requestedStartDate")
    if isinstance(start, str) and day(start) is None:
        wrong.append("requestedStartDate: must be a date")
    if wrong:
        raise Refusal(422, "Validation failed", details=wrong)
    return {name: body.get(name) for name in (*NEEDED, *OPTIONAL)}


def create_account(call: Call) -> Reply:
    """Connect; what is connected already is answered as it is, with 200."""
    company = need_company(call)
    wanted = _validated(need_object(call))
    bank_id = wanted.pop("bankId")
    if bank_id not in call.world.banks:
        raise Refusal(422, "Validation failed", details=["bankId: unknown bank"])
    real = (wanted["bankIdentifier"], wanted["accountIdentifier"])
    for held in call.world.accounts.values():
        if (
            (held.company_id, held.bank_id) == (company, bank_id)
            and held.status != "cancelled"
            and (held.details["bankIdentifier"], held.details["accountIdentifier"]) == real
        ):
            return Reply(200, shown(held))
    account = BankAccount(new_id("BA-"), company, bank_id, "pending", wanted | {"externalId": None})
    call.world.accounts[account.account_id] = account
    return Reply(
        201,
        shown(account),
        {"Location": f"/consumer/v1/{quote(company)}/bankaccounts/{account.account_id}"},
    )


def disconnect(call: Call) -> Reply:
    """For good: cancelled, rules disconnected, transactions gone."""
    account = need_account(call)
    if call.media_type not in ("", "application/json"):
        raise Refusal(415, "Content-Type is not supported")
    if account.status == "cancelled":
        raise Refusal(404, "Bank account not connected")
    account.status, account.status_reason = "cancelled", "Disconnected by customer"
    account.transactions.clear()
    for rule in account.rules.values():
        rule.status = "disconnected"
    return Reply(204)


def _index(call: Call, name: str) -> int | None:
    text = call.one(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Refusal(400, f"Failed to convert '{name}' to long")
    return int(text)


def _printed(item: BankTransaction, currency: str | None) -> dict[str, Any]:
    result: dict[str, Any] = {
        "transactionId": item.transaction_id,
        "transactionAmount": item.amount,
        "transactionType": "DEBIT" if item.amount < 0 else "CREDIT",
        "transactionStatus": "posted",
        "datePosted": stamp(item.posted),
        "dateUserInitiated": None,
        "description": item.description,
        "checkNum": item.check,
        "referenceNumber": item.reference,
        "narrative1": item.narrative,
        "narrative2": item.narrative2,
        "currency": item.currency or currency,
        "payee": None,
        "pending": False,
    }
    return result | ({"predictedActions": item.predicted} if item.predicted is not None else {})


def _links(call: Call, rest: list[BankTransaction], end: int | None) -> dict[str, str | None]:
    style = call.world.options.next_style
    if style == "none" or (len(rest) <= PAGE and style == "url"):
        return {}
    if len(rest) <= PAGE:
        return {"next": None, "last": None}
    tail = "" if end is None else f"&endIndex={end}"
    last = rest[(len(rest) - 1) // PAGE * PAGE]
    return {
        name: f"{call.url}?startIndex={item.transaction_id}{tail}"
        for name, item in (("next", rest[PAGE]), ("last", last))
    }


def _wanted(account: BankAccount) -> list[BankTransaction]:
    """Nothing from before the day that the product asked for."""
    since = account.details["requestedStartDate"]
    since = day(since) if since else None
    return [t for t in account.transactions if not since or t.posted.date().isoformat() >= since]


def list_transactions(call: Call) -> Reply:
    """A page of at most 25, by rising id; `total` is all that the account holds."""
    account = need_account(call)
    start, end = _index(call, "startIndex"), _index(call, "endIndex")
    if account.status == "cancelled":
        raise Refusal(410, "Bank account not connected")
    rest = [
        t
        for t in _wanted(account)
        if (start or 0) <= t.transaction_id <= (end or (0 if end == 0 else 10**18))
    ]
    page = rest[:PAGE]
    first = page[0].transaction_id if page else start or 0
    final = page[-1].transaction_id if page else first
    listing = {
        "startIndex": first,
        "endIndex": final,
        "total": len(_wanted(account)),
        "count": len(page),
        "transactions": [_printed(t, account.details["defaultCurrency"]) for t in page],
        **_links(call, rest, end),
    }
    return Reply(
        200,
        {
            "bankAccount": shown(account),
            "bankTransactionList": listing,
            "servedAt": stamp(utcnow()),
        },
    )
