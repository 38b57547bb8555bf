"""Whether two kinds of answers can be told apart, when no two answers are quite the same."""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import NOTHING, Exchange

VOLATILE = {  # headers about the moment, or about which machine on the way answered
    "age",
    "alt-svc",
    "connection",
    "date",
    "expires",
    "keep-alive",
    "last-modified",
    "server",
    "server-timing",
    "set-cookie",
    "via",
    "x-cache",
    "x-served-by",
}
NUMBERS = re.compile(  # what servers put into answers to find them again: UUIDs, times, hashes
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?([.,]\d+)?(Z|[+-]\d\d:?\d\d)?"
    r"|[0-9a-f]{8,}",
    re.IGNORECASE,
)


def shaped_like(draw: Draw, known: str) -> str:
    """An id that nobody has given out, with the shape of one that was."""
    if sum(each.isalnum() for each in known) < 16:
        return draw.uuid()  # short ones are counted up: another of their shape may be somebody's
    tail = "".join(_other(draw, each) for each in known[-12:])
    return known[:-12] + tail


def _other(draw: Draw, character: str) -> str:
    if character.isdigit():
        return draw.digits(1)
    return draw.one(*"abcdef") if character.lower() in "abcdef" else character


def differences(one: Sequence[tuple[str, Exchange]], other: Sequence[tuple[str, Exchange]]) -> str:
    """What tells two kinds of answers apart, each given with the id that was asked for.

    What differs among answers of one kind is by chance, and tells nothing; a status is no chance.
    """
    of_one = [_traits(asked_for, answer) for asked_for, answer in one]
    of_other = [_traits(asked_for, answer) for asked_for, answer in other]
    same_length = len({len(asked_for) for asked_for, _ in (*one, *other)}) == 1
    names = {name for traits in (*of_one, *of_other) for name in traits}
    told = []
    for name in sorted(names):
        first = {traits.get(name, "absent") for traits in of_one}
        second = {traits.get(name, "absent") for traits in of_other}
        by_chance = name != "status" and (len(first) > 1 or len(second) > 1)
        if first != second and not by_chance and (same_length or name != "content-length"):
            told.append(f"{name}: {' and '.join(sorted(first))} or {' and '.join(sorted(second))}")
    return "; ".join(told)


def _traits(asked_for: str, answer: Exchange) -> dict[str, str]:
    traits = {"status": str(answer.status)}
    for name, value in _headers(answer):
        if name.lower() not in VOLATILE:
            plain = name.lower() == "content-length"
            traits[name.lower()] = value if plain else _tidied(value, asked_for)
    if answer.json is NOTHING:
        traits["body"] = _tidied(answer.received.body.decode("utf-8", "replace"), asked_for)
    else:
        traits.update(
            {name: _tidied(value, asked_for) for name, value in _leaves(answer.json, "body")}
        )
    return traits


def said(answer: Exchange) -> str:
    """All that an answer says, as one text."""
    body = answer.received.body.decode("utf-8", "replace")
    return "\n".join((*(value for _, value in _headers(answer)), body))


def _headers(answer: Exchange) -> Iterator[tuple[str, str]]:
    """The headers that any server may have; a sandbox's own say what no other one would."""
    return (each for each in answer.received.headers if not each[0].lower().startswith("sandbank-"))


def _leaves(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, f"{place}/{name}")
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from _leaves(inner, f"{place}/{n}")
    else:
        yield place, repr(value)


def _tidied(text: str, asked_for: str) -> str:
    for form in (asked_for, quote(asked_for, safe="")):
        text = text.replace(form, "…")
    return NUMBERS.sub("…", text)
