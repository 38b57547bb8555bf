"""What every handler needs: calls, replies, refusals and JSON with exact numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from .world import World

MAX_DEPTH = 100


@dataclass
class Call:
    """One request, read completely."""

    world: World
    method: str
    path: str
    url: str
    ids: dict[str, str]
    query: list[tuple[str, str]]
    headers: Mapping[str, str]
    body: bytes

    def header(self, name: str) -> str | None:
        return self.headers.get(name)

    def one(self, name: str) -> str | None:
        """The first value of a query parameter."""
        return next((value for key, value in self.query if key == name), None)

    @property
    def media_type(self) -> str:
        return (self.headers.get("Content-Type") or "").split(";")[0].strip().lower()


@dataclass
class Reply:
    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


class Refusal(Exception):
    """A request is refused; nothing has been changed when this is raised."""

    def __init__(self, status: int, message: str, kind: str = "", details: list[str] | None = None):
        super().__init__(message)
        self.status = status
        self.message = message
        self.kind = kind
        self.details = details or []


def _constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not JSON")


def _depth(value: Any) -> int:
    level, layer = 0, [value]
    while layer and level <= MAX_DEPTH + 1:
        level += 1
        below: list[Any] = []
        for item in layer:
            below.extend(
                item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
            )
        layer = below
    return level


def read_json(raw: bytes) -> Any:
    """Parse a body; decimals stay exact. The last of two equal keys wins."""
    try:
        value = json.loads(raw.decode("utf-8"), parse_float=Decimal, parse_constant=_constant)
    except (ValueError, RecursionError, ArithmeticError):
        raise Refusal(400, "Malformed JSON in request body", "malformed") from None
    if _depth(value) > MAX_DEPTH:
        raise Refusal(400, "Malformed JSON in request body", "malformed")
    return value


def _number(value: Decimal) -> str:
    if value == 0:
        return "0"
    return format(value, "f") if -60 < value.adjusted() < 60 else str(value)


def write_json(value: Any) -> str:
    """Like json.dumps, but a Decimal becomes a number with all its digits."""
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(k)}:{write_json(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(write_json(item) for item in value) + "]"
    return json.dumps(value)


def bearer(header: str | None) -> str | None:
    """The token of a bearer header, or None; the scheme's case does not matter."""
    scheme, _, token = (header or "").strip().partition(" ")
    token = token.strip()
    return token if scheme.lower() == "bearer" and token else None
