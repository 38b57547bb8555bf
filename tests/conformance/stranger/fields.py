"""Checks of single values; each names what it dislikes."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

DAY = re.compile(r"[12]\d{3}-\d\d-\d\d", re.ASCII)
MOMENT = re.compile(
    r"[12]\d{3}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
MAX_DIGITS = 30
MAX_DECIMALS = 10
FIRST_SECOND, LAST_SECOND = -30610224000, 32503679999


def is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def is_number(value: Any) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def amount(value: Any) -> Decimal | None:
    """An exact amount, or None if it is none; wider than most callers need."""
    if not is_number(value):
        return None
    exact = Decimal(value)
    if exact == 0:
        return Decimal(0)
    _, digits, exponent = exact.as_tuple()
    trailing = len(digits) - len(str("".join(map(str, digits))).rstrip("0"))
    decimals = -(int(exponent) + trailing)
    if (
        len(digits) - trailing > MAX_DIGITS
        or decimals > MAX_DECIMALS
        or exact.adjusted() >= MAX_DIGITS
    ):
        return None
    return exact


def day(value: Any) -> str | None:
    """A date as YYYY-MM-DD; of a moment the date that is written in it."""
    if is_number(value):
        return _day_of_seconds(value)
    if not isinstance(value, str):
        return None
    try:
        if DAY.fullmatch(value):
            return date.fromisoformat(value).isoformat()
        if MOMENT.fullmatch(value):
            datetime.fromisoformat(value.upper().replace("Z", "+00:00"))
            return value[:10]
    except ValueError:
        return None
    return None


def _day_of_seconds(value: int | Decimal) -> str | None:
    if not FIRST_SECOND <= value <= LAST_SECOND or value != int(value):
        return None
    return datetime.fromtimestamp(int(value), UTC).date().isoformat()
