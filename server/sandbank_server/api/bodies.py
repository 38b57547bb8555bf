"""Request bodies: read once, parsed strictly, refused where they cannot be trusted."""

import json
import math
import re
from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import NoReturn
from urllib.parse import parse_qsl

from starlette.types import Receive

from sandbank_server.api.calls import Json
from sandbank_server.api.errors import TooLarge
from sandbank_server.domain.refusals import Malformed, Violation

LIMIT = 10 * 1024 * 1024
DRAIN = 64 * 1024 * 1024  # read and thrown away, so that a client sees the answer, not a reset
DEEPEST = 100
SMALLEST_EXPONENT = -400
LONGEST_NUMBER = 400  # characters of a fraction; a whole number may have 4,300 digits

# Possessive: a string of 10 MiB would else take a gigabyte of places to go back to.
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_BRACKETS = re.compile(r"[\[{\]}]")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class ClientGone(Exception):
    """The caller hung up before the whole body had come; nothing may be done with the part."""


async def read(receive: Receive, *, declared: int = 0, patient: bool = True) -> bytes:
    """The whole body; over 10 MiB it is refused, after the rest was read away if `patient`.

    `declared` is its Content-Length: what is too long even to read away is refused unread.
    """
    if declared > DRAIN or (declared > LIMIT and not patient):
        raise _too_large()
    chunks: list[bytes] = []
    size = 0
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        chunk = message.get("body", b"")
        more = message.get("more_body", False)
        size += len(chunk)
        if size <= LIMIT:
            chunks.append(chunk)
        elif not patient or not more or size > DRAIN:
            raise _too_large()
    return b"".join(chunks)


def _too_large() -> TooLarge:
    return TooLarge("GEN-04", "payload_too_large", "A body holds at most 10 MiB.")


def parse_json(raw: bytes, *, deepest: int = DEEPEST) -> Json:
    """The value of a JSON body: fractions as Decimal, no duplicate keys, no NaN, none too deep."""
    text = _text(raw)
    try:
        value = _DECODER.decode(text)
    except RecursionError:
        raise _broken(f"is nested deeper than {deepest}") from None
    except json.JSONDecodeError as error:
        raise _broken(
            f"is not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        ) from None
    except ValueError:  # int() refuses numbers of more than 4,300 digits
        raise _broken("holds a number that is too long") from None
    _judge_depth(text, deepest)
    if _SURROGATE.search(text):
        _judge_surrogates(value)
    return value


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _broken(f"is not UTF-8 at byte {error.start}") from None


def _broken(message: str) -> Malformed:
    return Malformed("GEN-04", violations=(Violation("", message),), code="invalid_json")


def _decimal(text: str) -> Decimal:
    try:
        value = Decimal(text) if len(text) <= LONGEST_NUMBER else Decimal("Infinity")
    except InvalidOperation:
        value = Decimal("Infinity")
    # Answers are written with floats: what one cannot hold is refused.
    if math.isinf(float(value)) or value.adjusted() < SMALLEST_EXPONENT:
        raise _broken("holds a number out of all range")
    return value


def _constant(name: str) -> NoReturn:
    raise _broken(f"holds {name}, which is not JSON")


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    value = dict(pairs)
    if len(value) < len(pairs):
        times = Counter(name for name, _ in pairs)
        twice = next(name for name in times if times[name] > 1)
        raise _broken(f"has the key {twice[:100]!r} twice in one object")
    return value


# Made once: json.loads with hooks would build a new decoder for each body.
_DECODER = json.JSONDecoder(
    parse_float=_decimal, parse_constant=_constant, object_pairs_hook=_unique
)


def _judge_depth(text: str, deepest: int) -> None:
    if text.count("[") + text.count("{") <= deepest:
        return
    depth = 0
    for bracket in _BRACKETS.findall(_STRINGS.sub("", text)):
        depth += 1 if bracket in "[{" else -1
        if depth > deepest:
            raise _broken(f"is nested deeper than {deepest}")


def _judge_surrogates(value: Json) -> None:
    try:
        json.dumps(value, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        raise _broken("holds half of a surrogate pair, which is no character") from None


def parse_form(raw: bytes) -> dict[str, str]:
    """The fields of a form-encoded body; one given twice is refused."""
    try:
        pairs = parse_qsl(raw.decode("utf-8"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise Malformed("GEN-04", "The form is not UTF-8.") from None
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise Malformed("GEN-04", "A field of the form is given twice.")
    return fields
