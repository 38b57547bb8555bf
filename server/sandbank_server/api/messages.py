"""What a violated schema keyword says to the person who has to mend the request."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from sandbank_server.api.calls import Json
from sandbank_server.domain.texts import is_blank

_TYPES = {
    "string": "a string",
    "object": "an object",
    "array": "an array",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "null",
}


def message(error: Any, schema: Mapping[str, Any]) -> str:
    """One clause that follows the place: 'must be a string'."""
    say = _SAY.get(error.kind.name)
    return say(error, schema) if say else described(schema) or "breaks its schema"


def described(schema: Any) -> str:
    """What the schema's own description says a value must be; empty where it has none."""
    text = str(schema.get("description", "")).strip() if isinstance(schema, Mapping) else ""
    return f"must be {text[0].lower()}{text[1:].rstrip('.')}" if text else ""


def _type(_: Any, schema: Mapping[str, Any]) -> str:
    if str(schema.get("description", "")).startswith(("A ", "An ")):
        return described(schema)
    types = schema["type"]
    names = [types] if isinstance(types, str) else types
    return "must be " + " or ".join(_TYPES[name] for name in names)


def _enum(_: Any, schema: Mapping[str, Any]) -> str:
    return "must be one of " + ", ".join(_shown(each) for each in schema["enum"])


def _shown(value: Json) -> str:
    if value is None:
        return "null"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _text(error: Any, schema: Mapping[str, Any]) -> str:
    if is_blank(str(error.instance)):
        return "must not be empty"
    return described(schema) or f"must match {schema.get('pattern', 'its length')}"


def _missing(error: Any, _: Mapping[str, Any]) -> str:
    name: str = error.kind.property
    close = get_close_matches(name.lower(), [str(key).lower() for key in error.instance], 1, 0.8)
    like = next((key for key in error.instance if str(key).lower() in close), None)
    return f"is missing; {like} is not {name}" if like else "is missing"


def _unexpected(error: Any, schema: Mapping[str, Any]) -> str:
    names, known = error.kind.unexpected, list(schema.get("properties", {}))
    close = get_close_matches(names[0], known, n=1)
    hint = f"did you mean {close[0]}?" if close else f"known are {', '.join(known)}"
    return f"has the unknown member {', '.join(names)[:200]}; {hint}"


_SAY: Mapping[str, Callable[[Any, Mapping[str, Any]], str]] = {
    "type": _type,
    "required": _missing,
    "digits": lambda _, schema: described(schema),
    "enum": _enum,
    "minLength": _text,
    "pattern": _text,
    "additionalProperties": _unexpected,
    "format": lambda _, schema: f"is not a valid {schema['format']}",
    "minItems": lambda _, schema: f"must hold at least {schema['minItems']}",
    "maxItems": lambda _, schema: f"must hold at most {schema['maxItems']}",
    "maxLength": lambda _, schema: f"must have at most {schema['maxLength']} characters",
    "minimum": lambda _, schema: described(schema) or f"must be at least {schema['minimum']}",
    "maximum": lambda _, schema: described(schema) or f"must be at most {schema['maximum']}",
}
