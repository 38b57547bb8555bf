"""Values and schemas in words: what was found, and what would be right."""

import json
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from sandbank_conformance.judge.bodies.strict import Json

Schema = Mapping[str, Any]

SHOWN = 60  # characters of a value

_TYPES = {
    "string": "a text",
    "object": "an object",
    "array": "an array",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "null",
}


def told(error: Any, value: Json, schema: Schema) -> tuple[str, str]:
    """What was found where a value breaks a schema, and what would be right."""
    say = _SAY.get(error.name)
    return say(error, value, schema) if say else (shown(value), meant(schema))


def shown(value: Json) -> str:
    """A value as it would be written, cut where it is long."""
    text = _written(value)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def kind_of(value: Json) -> str:
    """What kind of value it is."""
    if isinstance(value, bool):
        return "true or false"
    kinds = {dict: "an object", list: "an array", str: "a text", type(None): "null"}
    return kinds.get(type(value), "a number")


def described(schema: Any) -> str:
    """What a schema's own description says; empty where it has none that can stand by itself."""
    text = str(schema.get("description", "")).strip() if isinstance(schema, Mapping) else ""
    return text[:1].lower() + text[1:].rstrip(".") if text.startswith(("A ", "An ")) else ""


def meant(schema: Schema) -> str:
    """What a value of a schema is."""
    if "enum" in schema:
        return _one_of(schema["enum"])
    if described(schema):
        return described(schema)
    names = schema.get("type", [])
    names = [names] if isinstance(names, str) else names
    return " or ".join(_TYPES[name] for name in names) or "a value"


def near(name: str, others: Mapping[str, Any] | list[str]) -> str | None:
    """The name among others that another was likely meant to be."""
    by_plain = {_plain(each): each for each in others}
    close = get_close_matches(_plain(name), by_plain, n=1, cutoff=0.8)
    return by_plain[close[0]] if close else None


def like(name: str, value: Json, schema: Schema) -> str | None:
    """The unknown member of an object that was likely meant to be another."""
    return near(name, [each for each in value if each not in schema.get("properties", {})])


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").replace(" ", "")


def _written(value: Json) -> str:
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if isinstance(value, dict):
        members = list(value.items())[:SHOWN]
        return "{" + ", ".join(f"{_written(k)}: {_written(v)}" for k, v in members) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_written(each) for each in value[:SHOWN]) + "]"
    if isinstance(value, str):
        return json.dumps(value[: SHOWN + 1], ensure_ascii=False)
    return str(value)[: SHOWN + 1]


def _type(_: Any, value: Json, schema: Schema) -> tuple[str, str]:
    kind = kind_of(value)
    found = shown(value)
    return found if found == kind else f"{found}, {kind}", meant(schema)


def _missing(error: Any, _: Json, schema: Schema) -> tuple[str, str]:
    return "nothing", meant(schema.get("properties", {}).get(error.property, {}))


def _enum(_: Any, value: Json, schema: Schema) -> tuple[str, str]:
    return shown(value), _one_of(schema["enum"])


def _one_of(values: list[Json]) -> str:
    *most, last = (shown(each) for each in values)
    return f"{', '.join(most)} or {last}" if most else last


def _unexpected(error: Any, _: Json, schema: Schema) -> tuple[str, str]:
    known = ", ".join(schema.get("properties", {}))
    return f"the unknown {', '.join(error.unexpected)[:200]}", f"one of {known}"


def _count(least: bool) -> Callable[[Any, Json, Schema], tuple[str, str]]:
    def say(_: Any, value: Json, schema: Schema) -> tuple[str, str]:
        words = "at least" if least else "at most"
        number = schema["minItems" if least else "maxItems"]
        return f"{len(value)} of them", f"{words} {number}"

    return say


def _length(_: Any, value: Json, schema: Schema) -> tuple[str, str]:
    return f"{len(value)} characters", f"at most {schema['maxLength']} characters"


def _bound(_: Any, value: Json, schema: Schema) -> tuple[str, str]:
    bounds = [
        f"{word} {schema[name]}"
        for name, word in (("minimum", "at least"), ("maximum", "at most"))
        if name in schema
    ]
    return shown(value), described(schema) or f"{meant(schema)}, {' and '.join(bounds)}"


_SAY: Mapping[str, Callable[[Any, Json, Schema], tuple[str, str]]] = {
    "type": _type,
    "required": _missing,
    "enum": _enum,
    "additionalProperties": _unexpected,
    "minItems": _count(least=True),
    "maxItems": _count(least=False),
    "maxLength": _length,
    "minimum": _bound,
    "maximum": _bound,
}
