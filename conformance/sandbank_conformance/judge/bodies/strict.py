"""JSON as a body may hold it: what is read here is read there, what is refused is refused (GEN-04).

These rules are no schema: encoding, duplicate keys, NaN, nesting, halves of surrogate pairs, and
numbers that no program can hold.
"""

import json
import math
import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

# What JSON can hold: dict, list, str, int, Decimal, bool or None.
Json = Any

LARGEST = 10 * 1024 * 1024  # bytes of a body
DEEPEST = 100  # objects and arrays within each other
LONGEST_WHOLE = 4_300  # digits of a whole number
LONGEST_FRACTION = 400  # characters of any other number
SMALLEST_EXPONENT = -400

BRACKETS = re.compile(r"[\[{\]}]")
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class Refused(Exception):
    """A body that is not read; the message follows 'the body'."""


def parse(raw: bytes) -> Json:
    """The value of a body, fractions as Decimal; `Refused` says why there is none."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(f"is not UTF-8 at byte {error.start}") from None
    return parse_text(text)


def parse_text(text: str) -> Json:
    """The value of a body that was decoded."""
    try:
        value = _DECODER.decode(text)
    except RecursionError:
        raise Refused(f"is nested deeper than {DEEPEST}") from None
    except json.JSONDecodeError as error:
        told = f"{error.msg} at line {error.lineno}, column {error.colno}"
        raise Refused(f"is not JSON: {told}") from None
    except ValueError:  # int() refuses what is too long
        raise Refused("holds a number that is too long") from None
    if _depth(text) > DEEPEST:
        raise Refused(f"is nested deeper than {DEEPEST}")
    if _SURROGATE.search(text) and not _is_text(value):
        raise Refused("holds half of a surrogate pair")
    return value


def number(text: str) -> int | Decimal:
    """The value of a number in JSON's spelling; `Refused` where it is out of all range."""
    if re.fullmatch(r"-?[0-9]+", text):
        if len(text.lstrip("-")) > LONGEST_WHOLE:
            raise Refused("holds a number that is too long")
        return int(text)
    return _fraction(text)


def is_pair_broken(text: str) -> bool:
    """Whether a text holds half of a surrogate pair, which is no character."""
    return any("\ud800" <= each <= "\udfff" for each in text)


def _fraction(text: str) -> Decimal:
    try:
        value = Decimal(text) if len(text) <= LONGEST_FRACTION else Decimal("Infinity")
    except InvalidOperation:
        value = Decimal("Infinity")
    if math.isinf(float(value)) or value.adjusted() < SMALLEST_EXPONENT:
        raise Refused("holds a number out of all range")
    return value


def _constant(name: str) -> NoReturn:
    raise Refused(f"holds {name}, which is not JSON")


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    value = dict(pairs)
    if len(value) < len(pairs):
        raise Refused("has a key twice in one object")
    return value


# Made once: json.loads with hooks would build a new decoder for each body.
_DECODER = json.JSONDecoder(
    parse_float=_fraction, parse_constant=_constant, object_pairs_hook=_unique
)


def _depth(text: str) -> int:
    if text.count("[") + text.count("{") <= DEEPEST:
        return 0
    return deepest(each == "[" or each == "{" for each in BRACKETS.findall(_STRINGS.sub("", text)))


def deepest(opening: Iterable[bool]) -> int:
    """How deep brackets go, given in their order and whether each opens."""
    depth = most = 0
    for opens in opening:
        depth += 1 if opens else -1
        most = max(most, depth)
    return most


def _is_text(value: Json) -> bool:
    """Whether every text in a value is made of characters."""
    try:
        json.dumps(value, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        return False
    return True
