"""Liars about the fields of what is uploaded: what is demanded, read and kept of them."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from sandbank_server.api import user_banking_parse_fields as fields
from sandbank_server.domain import days
from zoo.animals import Answered, Asked, Forward, liar, on_the_wire
from zoo.liars.excuses import retry
from zoo.liars.retelling import at

_PLACES = at("POST|PATCH", "/user-banking/users/[^/]+/banking/accounts(/[^/]+)?(/transactions)?")


def _mend_items(
    patch: pytest.MonkeyPatch, mended: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    """Takes uploads that are refused with 400 with each of their items mended."""

    def mend(asked: Asked, answered: Answered) -> Asked | None:
        if asked.method != "POST" or not _PLACES(asked) or answered.status != 400:
            return None
        try:
            sent = json.loads(asked.body)
        except (ValueError, RecursionError):
            return None
        items = sent if isinstance(sent, list) else [sent]
        if not items or not all(isinstance(each, dict) for each in items):
            return None
        return replace(asked, body=json.dumps([mended(each) for each in items]).encode())

    retry(patch, mend)


@liar("UB-UP-05")
def an_account_needs_no_currency(patch: pytest.MonkeyPatch) -> None:
    """An account without a currency is one in euros."""
    _mend_items(patch, lambda it: it if "transactionId" in it else {"currency": "EUR", **it})


@liar("GEN-06", "UB-UP-05")
def takes_amounts_as_texts(patch: pytest.MonkeyPatch) -> None:
    """An amount that is sent as a text is taken."""

    def mended(item: dict[str, Any]) -> dict[str, Any]:
        with suppress(KeyError, TypeError, ValueError):
            return {**item, "amount": float(item["amount"])}
        return item

    _mend_items(patch, mended)


@liar("UB-UP-05")
def an_empty_id_is_none(patch: pytest.MonkeyPatch) -> None:
    """An account with an empty `accountId` gets one, as if it had none."""
    _mend_items(patch, lambda it: {k: v for k, v in it.items() if (k, v) != ("accountId", "")})


@liar("UB-UP-03", "UB-UP-05")
def does_not_know_the_other_name_of_the_value_date(patch: pytest.MonkeyPatch) -> None:
    """`valutaDate` is a field like any that is not known."""
    known = {name: it for name, it in fields.TRANSACTION_DAYS.items() if name != "valutaDate"}
    patch.setattr(fields, "TRANSACTION_DAYS", known)


@liar("UB-UP-05")
def takes_moments_for_days_of_utc(patch: pytest.MonkeyPatch) -> None:
    """The day of an RFC 3339 moment is that of UTC, not the one it is written in."""
    real = days.day

    def deviating(sent: str | int | Decimal) -> str | None:
        day = real(sent)
        if day is None or not isinstance(sent, str) or len(sent) == 10:
            return day
        return datetime.fromisoformat(sent).astimezone(UTC).date().isoformat()

    patch.setattr(days, "day", deviating)


@liar("UB-UP-05")
def a_single_deletion_brings_no_body(patch: pytest.MonkeyPatch) -> None:
    """The deletion of a single account answers 400 if it comes with a body."""
    single = at("DELETE", "/user-banking/users/[^/]+/banking/accounts/[^/]+")

    async def wire(asked: Asked, forward: Forward) -> Answered:
        if single(asked) and asked.body:
            away = replace(asked, path=asked.path.rpartition("/")[0], body=b"[]")
            return await forward(away.with_header("content-type", "application/json"))
        return await forward(asked)

    on_the_wire(patch, wire)


@liar("GEN-06")
def keeps_amounts_in_whole_cents(patch: pytest.MonkeyPatch) -> None:
    """Of an amount two decimals are kept."""
    real = fields._amount

    def deviating(sent: Any) -> Decimal | None:
        amount = real(sent)
        return None if amount is None else amount.quantize(Decimal("0.01"))

    patch.setattr(fields, "_amount", deviating)


@liar("GEN-06")
def keeps_amounts_as_small_floats(patch: pytest.MonkeyPatch) -> None:
    """An amount of more than seven digits loses the rest."""
    real = fields._amount

    def deviating(sent: Any) -> Decimal | None:
        amount = real(sent)
        return None if amount is None else Decimal(f"{amount:.7g}")

    patch.setattr(fields, "_amount", deviating)
