"""JSON whose shape is the client's own: kept as text, given back as it came."""

import json
from decimal import Decimal

from sandbank_server.api.calls import Json


def as_text(value: Json) -> str:
    """A parsed value as JSON text; every digit of a number is kept."""
    if isinstance(value, dict):
        members = (f"{json.dumps(key)}:{as_text(inner)}" for key, inner in value.items())
        return "{" + ",".join(members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(as_text(inner) for inner in value) + "]"
    return str(value) if isinstance(value, Decimal) else json.dumps(value)


def from_text(text: str) -> Json:
    """The value of kept JSON text, fractions as Decimal."""
    return json.loads(text, parse_float=Decimal)
