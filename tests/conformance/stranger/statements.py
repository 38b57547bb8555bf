"""Statements: taken in at once, worked off a little later, in the order they came."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from .fields import amount, day, is_text
from .predictions import predict
from .provider import authenticate
from .web import Call, Refusal, Reply, read_json
from .world import BankAccount, BankTransaction, Statement, World, new_id, utcnow

MOST = 1000
TEXTS = ("uniqueId", "bankAccountId", "transactionType", "transactionStatus", "description")
DATES = ("datePosted", "dateUserInitiated")


def post_statement(call: Call) -> Reply:
    """Only the form is judged now; whether it can be booked is found out later."""
    provider = authenticate(call)
    if call.media_type != "application/json":
        raise Refusal(415, "Content-Type is not supported")
    data = _data(read_json(call.body))
    account = _account(call.world, provider, data)
    if account.status == "cancelled":
        raise Refusal(422, "Bank account not connected")
    due = utcnow() + timedelta(seconds=call.world.options.statement_seconds)
    statement = Statement(
        new_id("ST-"),
        provider,
        account.account_id,
        due,
        data["accountDetails"][0].get("status"),
        data["transactionDetails"],
    )
    call.world.statements[statement.statement_id] = statement
    return Reply(200, {"data": {"_id": statement.statement_id, "position": len(statement.items)}})


def get_statement(call: Call) -> Reply:
    """A statement, to who posted it."""
    provider = authenticate(call)
    statement = call.world.statements.get(call.ids["statementId"])
    if statement is None or statement.provider != provider:
        raise Refusal(403, "Forbidden")
    shown: dict[str, Any] = {"_id": statement.statement_id, "status": statement.state}
    return Reply(200, {"data": shown | ({"errors": [statement.why]} if statement.why else {})})


def work_off(world: World) -> None:
    """Book every statement whose time has come."""
    now = utcnow()
    for statement in world.statements.values():
        if statement.state == "queued" and statement.due <= now:
            _book(world.accounts[statement.account_id], statement)


def _book(account: BankAccount, statement: Statement) -> None:
    sent = [item["uniqueId"] for item in statement.items]
    if account.status == "cancelled":
        statement.why = "Bank account not connected"
    elif len({*sent}) < len(sent) or account.unique_ids & {*sent}:
        statement.why = "Duplicate transaction"
    statement.state = "failed" if statement.why else "completed"
    if statement.why:
        return
    account.unique_ids |= {*sent}
    for item in statement.items:
        _add(account, item)
    if statement.items and account.status == "pending":
        account.status = "active"
    if statement.status == "authRequired" and account.status != "cancelled":
        account.status, account.status_reason = "authRequired", "Consent has lapsed"


def _add(account: BankAccount, item: dict[str, Any]) -> None:
    account.last_id = max(account.last_id, 1000) + 3
    new = BankTransaction(
        account.last_id,
        item["transactionAmount"],
        item["datePosted"],
        item["description"],
        item.get("narrative1"),
        narrative2=item.get("narrative2"),
        check=item.get("checkNumber"),
        reference=item.get("referenceNumber"),
        currency=item.get("exchangeCurrency"),
    )
    new.predicted = predict(
        account.rules.values(), new, new.currency or account.details["defaultCurrency"]
    )
    account.transactions.append(new)


def _account(world: World, provider: str, data: dict[str, Any]) -> BankAccount:
    """The account, if it is at the bank and the bank is the caller's."""
    bank = world.all_banks.get(data["bankId"])
    account = world.accounts.get(data["accountDetails"][0]["bankAccountId"])
    if bank is None or account is None:
        raise Refusal(403, "Forbidden")
    if bank["_provider"] != provider or account.bank_id != data["bankId"]:
        raise Refusal(403, "Forbidden")
    return account


def _data(body: Any) -> dict[str, Any]:
    data = body.get("data") if isinstance(body, dict) else None
    if not isinstance(data, dict):
        raise _invalid(["data: must be an object"])
    details, items = data.get("accountDetails"), data.get("transactionDetails")
    items = [] if items is None else items
    wrong = [] if is_text(data.get("bankId")) else ["data.bankId: must not be blank"]
    if not isinstance(data.get("expected"), dict):
        wrong.append("data.expected: must be an object")
    if not isinstance(details, list) or len(details) != 1 or not isinstance(details[0], dict):
        raise _invalid([*wrong, "data.accountDetails: must hold one object"])
    if not is_text(details[0].get("bankAccountId")):
        wrong.append("data.accountDetails[0].bankAccountId: must not be blank")
    if details[0].get("status") not in (None, "active", "authRequired"):
        wrong.append("data.accountDetails[0].status: not valid")
    if not isinstance(items, list):
        raise _invalid([*wrong, "data.transactionDetails: must be an array"])
    if len(items) > MOST:
        raise Refusal(413, "Too many transactions")
    if items and details[0].get("status") == "authRequired":
        wrong.append("data.transactionDetails: must be empty")
    read = [_item(i, item, details[0].get("bankAccountId"), wrong) for i, item in enumerate(items)]
    if wrong:
        raise _invalid(wrong)
    return {**data, "transactionDetails": read}


def _item(i: int, item: Any, account_id: Any, wrong: list[str]) -> dict[str, Any]:
    held = item if isinstance(item, dict) else {}
    place = f"data.transactionDetails[{i}]"
    wrong += [f"{place}.{n}: must not be blank" for n in TEXTS if not is_text(held.get(n))]
    wrong += [f"{place}.{n}: must be a date" for n in DATES if _moment(held.get(n)) is None]
    if held.get("bankAccountId") != account_id:
        wrong.append(f"{place}.bankAccountId: does not match")
    value = _amount(held.get("transactionAmount"))
    if value is None:
        wrong.append(f"{place}.transactionAmount: must be an amount")
    return {**held, "transactionAmount": value, "datePosted": _moment(held.get("datePosted"))}


def _amount(value: Any) -> Decimal | None:
    """A number, or one in quotes."""
    if isinstance(value, str):
        try:
            value = Decimal(value)
        except InvalidOperation:
            return None
        value = value if value.is_finite() else None
    return amount(value)


def _moment(value: Any) -> datetime | None:
    if not isinstance(value, str) or day(value) is None:
        return None
    if len(value) == len("2026-01-01"):
        return datetime.combine(date.fromisoformat(value), datetime.min.time(), UTC)
    return datetime.fromisoformat(value.upper().replace("Z", "+00:00"))


def _invalid(wrong: list[str]) -> Refusal:
    return Refusal(422, "Validation failed", details=wrong)
