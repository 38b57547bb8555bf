"""Odd input: what a parser, a number, a date or a text may stumble over."""

import json
from collections.abc import Iterator
from typing import Any

from sandbank_conformance.conditions import ensure, told
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.remarks import ALLOWED_5XX

Named = tuple[str, bytes]

DEEP = 10_000  # levels of nesting

# Not what the operation reads, whatever the operation: first what every operation is asked.
TELLING: tuple[Named, ...] = (
    ("an unfinished object", b'{"a": '),
    ("an array", b"[]"),
    ("null", b"null"),
    ("deep arrays", b"[" * DEEP + b"]" * DEEP),
)
BODIES: tuple[Named, ...] = (
    *TELLING,
    ("no UTF-8", b'{"a": "\xff\xfe\xc3\x28"}'),
    ("control characters in a text", b'{"a": "\x01\x02\x1f"}'),
    ("two values", b"{} {}"),
    ("an object", b"{}"),
    ("an array of arrays", b"[[]]"),
    ("a text", b'"a"'),
    ("NaN", b"NaN"),
    ("a whole number of 5,000 digits", b"9" * 5000),
    ("deep objects", b'{"a":' * DEEP + b"1" + b"}" * DEEP),
    ("odd names", b'{"": 1, "\\u0000": 2, "__proto__": {}, "\\ud800": 3, "a/b~c": 4}'),
)

FORMS: tuple[Named, ...] = (
    ("broken percent encodings", b"grant_type=%&client_id=%zz&client_secret=%f"),
    ("no UTF-8 behind the encoding", b"grant_type=%ff%fe&client_id=%c3%28&client_secret=%80"),
    ("no UTF-8", b"grant_type=\xff&client_id=\xfe"),
    ("encoded zeros", b"grant_type=client_credentials&client_id=%00&client_secret=%00"),
    ("an encoded surrogate", b"grant_type=client_credentials&client_id=%ED%A0%80&client_secret=x"),
    ("a name twice", b"grant_type=client_credentials&client_id=a&client_id=b&client_secret=c"),
    ("arrays", b"grant_type[]=client_credentials&client_id[a]=b&client_secret[]=c"),
    ("a byte of zero", b"\x00"),
    ("an odd scope", b"grant_type=client_credentials&client_id=a&client_secret=b&scope=%00+%F0%9F"),
)

HUGE = "9" * 5000
NUMBERS = ('"a"', "1e400", "1e-400", HUGE)
DATES = (
    "5",
    '"2026-02-30"',
    '"0001-01-01T00:00:00+23:59"',
    '"9999-12-31T23:59:59-23:59"',
    '"2026-01-01T00:00:00+99:99"',
    '"\u0662\u0660\u0662\u0666-01-01"',  # digits, but not those of ASCII
    "-99999999999999",
)
OTHERS = ("5",)
TEXTS = {
    "emojis": "\U0001f3e6",
    "zeros": "\0",
    "halves of a character": "\ud800",
    "20,000 letters": "ä" * 20_000,
}
FREE = {  # members that hold whatever somebody writes
    *("accountName", "accountKey", "ruleName", "ruleCriteria", "accountantNarrative"),
    *("name", "bankName", "crmId", "identity", "purpose"),
}


def broken_values(body: Any, *, thorough: bool) -> Iterator[Named]:
    """A body with one member after the other replaced by what it should not be."""
    for place, value in _members(body):
        for literal in ("null", *(_of_its_kind(place[-1], value) if thorough else ())):
            yield f"{literal[:40]} at /{'/'.join(map(str, place))}", _with(body, place, literal)


def worded(body: Any, text: str) -> Any:
    """A good body, with more text wherever there may be any."""
    if isinstance(body, list):
        return [worded(each, text) for each in body]
    if not isinstance(body, dict):
        return body
    return {
        name: f"{each}{text}" if name in FREE and isinstance(each, str) else worded(each, text)
        for name, each in body.items()
    }


def _of_its_kind(name: object, value: Any) -> tuple[str, ...]:
    if "date" in str(name).lower():
        return DATES
    return NUMBERS if isinstance(value, int | float) else OTHERS


def _members(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    inside = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, each in inside:
        yield from _members(each, (*place, key))
    if place:
        yield place, value


def _with(body: Any, place: tuple[Any, ...], literal: str) -> bytes:
    """The body as JSON with a literal in one place, whether or not the literal is JSON."""
    mark = "⟨here⟩"
    copy = json.loads(json.dumps(body))
    inner = copy
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = mark
    return json.dumps(copy, ensure_ascii=False).replace(f'"{mark}"', literal).encode()


def ensure_no_5xx(exchange: Exchange, what: str) -> None:
    """Whatever was odd, the answer is no 5xx that nobody allows."""
    ensure(
        exchange.status // 100 != 5 or exchange.status in ALLOWED_5XX,
        expected=f"any status but a 5xx, whatever is sent: {what}",
        received=told(exchange),
        exchange=exchange,
    )
