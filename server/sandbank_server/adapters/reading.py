"""Reads values that people wrote; every problem is named by JSON pointer, with what is right."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Context, Decimal, DecimalException, Inexact, InvalidOperation
from difflib import get_close_matches
from functools import cache
from typing import Any

from sandbank_server.adapters.times import resolve_time

WRONG: Any = object()  # what a reader gives after it named a problem

TIME_EXPECTED = "expected an RFC 3339 time (2026-01-31T12:00:00Z) or a duration from now (-P1DT2H)"
AMOUNT_EXPECTED = "expected an amount of at most 15 significant digits and 4 decimals"
_EXACT = Context(prec=19, traps=[Inexact, InvalidOperation])


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading: the time it is relative to, None where none may be, and what was wrong."""

    now: datetime | None
    problems: list[tuple[str, str]] = field(default_factory=list)

    def wrong(self, pointer: str, message: str) -> Any:
        """Name a problem; the result stands for the value that could not be read."""
        self.problems.append((pointer, message))
        return WRONG


Reader = Callable[[Any, str, Reading], Any]


def escape(key: str) -> str:
    """A key as one part of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def unknown(name: str, choices: Iterable[str]) -> str:
    """What to say of a name that is none of the choices."""
    choices = list(choices)
    close = get_close_matches(name, choices, n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"expected one of {', '.join(choices)}"
    return f"{name!r} is not known; {hint}"


def choice(*choices: str) -> Reader:
    """A reader of a text that is one of a few."""

    def read(item: Any, pointer: str, reading: Reading) -> Any:
        if item in choices:
            return item
        return reading.wrong(pointer, f"expected one of {', '.join(choices)}, got {named(item)}")

    return read


@cache
def optional(read: Reader) -> Reader:
    """The one reader like another, for which null is a value too."""
    return lambda item, pointer, reading: None if item is None else read(item, pointer, reading)


def read_text(item: Any, pointer: str, reading: Reading) -> Any:
    """A text that can be written to a file."""
    if not isinstance(item, str):
        return reading.wrong(pointer, f"expected a text, got {named(item)}")
    if not item.isascii() and any("\ud800" <= sign <= "\udfff" for sign in item):
        return reading.wrong(pointer, "holds half a character (a lone surrogate)")
    return item


def read_integer(item: Any, pointer: str, reading: Reading) -> Any:
    """A whole number of at most 15 digits."""
    if type(item) is int and abs(item) < 10**15:
        return item
    return reading.wrong(pointer, f"expected a whole number below 10^15, got {named(item)}")


def read_boolean(item: Any, pointer: str, reading: Reading) -> Any:
    """True or false."""
    if isinstance(item, bool):
        return item
    return reading.wrong(pointer, f"expected true or false, got {named(item)}")


def read_decimal(item: Any, pointer: str, reading: Reading) -> Any:
    """A finite number, written as a number or a text."""
    number = _decimal(item)
    if number is None or not number.is_finite():
        return reading.wrong(pointer, f"expected a number, got {named(item)}")
    return number


def read_amount(item: Any, pointer: str, reading: Reading) -> Any:
    """A number that every caller can hold exactly."""
    amount = read_decimal(item, pointer, reading)
    if amount is WRONG or _fits(amount):
        return amount
    return reading.wrong(pointer, f"{AMOUNT_EXPECTED}, got {named(item)}")


def _fits(amount: Decimal) -> bool:
    try:
        exact = amount.quantize(Decimal("0.0001"), context=_EXACT)
    except DecimalException:
        return False
    digits = str(exact).lstrip("-0.").replace(".", "").rstrip("0")
    return len(digits) <= 15 and exact.adjusted() < 15


def _decimal(item: Any) -> Decimal | None:
    if isinstance(item, bool) or not isinstance(item, str | int | float | Decimal):
        return None
    try:
        return Decimal(str(item) if isinstance(item, float) else item)
    except (InvalidOperation, ValueError):
        return None


def read_time(item: Any, pointer: str, reading: Reading) -> Any:
    """A time in UTC."""
    time = resolve_time(item, reading.now) if isinstance(item, str) else None
    return time or reading.wrong(pointer, f"{TIME_EXPECTED}, got {named(item)}")


def named(item: object) -> str:
    """A value as a message shows it, cut short where it is long."""
    text = repr(item)
    return text if len(text) <= 60 else f"{text[:57]}..."
