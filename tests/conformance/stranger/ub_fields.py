"""How uploaded accounts and transactions are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .fields import amount, day, is_text
from .web import Refusal

Reader = Callable[[Any], Any]
ACCOUNT_TEXTS = ("bic", "bankCode", "bankName", "name", "owner", "icon")
OPEN_FIELDS = ("securities", "standingOrders", "supportedPayments")
ACCOUNT_FIELDS = (
    "accountId",
    "accountNumber",
    "iban",
    *ACCOUNT_TEXTS,
    "balance",
    "currency",
    "type",
    *OPEN_FIELDS,
    "bankLoginId",
)
TRANSACTION_TEXTS = ("currency", "bookingText", "purpose", "merchantCategoryCode")
TRANSACTION_FIELDS = (
    "transactionId",
    "accountId",
    "amount",
    *TRANSACTION_TEXTS,
    "paymentPartner",
    "bookingDate",
    "valueDate",
)
PARTNER = ("name", "iban", "bic", "creditorId")


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _filled(value: Any) -> str | None:
    return value if is_text(value) else None


def _partner(value: Any) -> dict[str, Any] | None:
    if not isinstance(value, dict):
        return None
    kept = {name: value[name] for name in PARTNER if name in value}
    return kept if all(text is None or isinstance(text, str) for text in kept.values()) else None


ACCOUNT_READERS: dict[str, Reader] = {
    "accountId": _filled,
    "accountNumber": _filled,
    "iban": _filled,
    "balance": amount,
    "currency": _filled,
    "type": _filled,
    **dict.fromkeys(ACCOUNT_TEXTS, _text),
    **{name: lambda value: value for name in OPEN_FIELDS},
}
TRANSACTION_READERS: dict[str, Reader] = {
    "transactionId": _filled,
    "amount": amount,
    "paymentPartner": _partner,
    "bookingDate": day,
    "valueDate": day,
    "valutaDate": day,
    **dict.fromkeys(TRANSACTION_TEXTS, _text),
}


def read_fields(
    body: Any, readers: dict[str, Reader], where: str, wrong: list[str]
) -> dict[str, Any]:
    """The members that are known, read; null stays null."""
    if not isinstance(body, dict):
        wrong.append(f"{where}: an object is expected")
        return {}
    result: dict[str, Any] = {}
    for name, reader in readers.items():
        if name in body:
            result[name] = None if body[name] is None else reader(body[name])
            if result[name] is None and body[name] is not None:
                wrong.append(f"{where}.{name}: not valid")
    return result


def one_value_date(fields: dict[str, Any], where: str, wrong: list[str]) -> None:
    """valutaDate is another name of valueDate."""
    if "valutaDate" in fields:
        alias = fields.pop("valutaDate")
        if fields.setdefault("valueDate", alias) != alias:
            wrong.append(f"{where}: valueDate and valutaDate differ")


def required(fields: dict[str, Any], names: tuple[str, ...], where: str, wrong: list[str]) -> None:
    wrong += [
        f"{where}.{name}: is required"
        for name in names
        if fields.get(name) is None
        and not any(text.startswith(f"{where}.{name}:") for text in wrong)
    ]


def not_cleared(
    fields: dict[str, Any], names: tuple[str, ...], where: str, wrong: list[str]
) -> None:
    wrong += [
        f"{where}.{name}: cannot be null"
        for name in names
        if name in fields and fields[name] is None
    ]


def many(body: Any) -> list[Any]:
    """One or many; none is not enough."""
    items = body if isinstance(body, list) else [body]
    if not items:
        raise Refusal(400, "At least one element is expected", "validationError")
    return items


def settle(wrong: list[str]) -> None:
    if wrong:
        raise Refusal(400, "Validation failed: " + "; ".join(wrong), "validationError", wrong)


def new_transaction(body: Any, where: str, wrong: list[str]) -> dict[str, Any]:
    fields = read_fields(body, TRANSACTION_READERS, where, wrong)
    one_value_date(fields, where, wrong)
    required(fields, ("transactionId", "amount", "bookingDate"), where, wrong)
    return fields


def new_account(
    body: Any, where: str, wrong: list[str]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    fields = read_fields(body, ACCOUNT_READERS, where, wrong)
    required(fields, ("currency", "type"), where, wrong)
    if fields.get("accountNumber") is None and fields.get("iban") is None:
        wrong.append(f"{where}: accountNumber or iban is required")
    given = body.get("transactions") if isinstance(body, dict) else None
    if given is not None and not isinstance(given, list):
        wrong.append(f"{where}.transactions: an array is expected")
        given = None
    return fields, [
        new_transaction(t, f"{where}.transactions[{i}]", wrong) for i, t in enumerate(given or [])
    ]
