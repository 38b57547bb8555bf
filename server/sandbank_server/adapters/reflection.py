"""What a dataclass looks like as JSON: its keys, kinds and defaults."""

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

ABSENT: Any = object()  # where a field has no default


@dataclass(frozen=True, slots=True)
class Kind:
    """A base type, alone or as a tuple of any length, and whether null is a value."""

    base: type[Any]
    many: bool
    optional: bool


@dataclass(frozen=True, slots=True)
class FieldShape:
    """One field: its Python name, its JSON key, its kind and its default."""

    name: str
    key: str
    kind: Kind
    default: Any


def camel_case(name: str) -> str:
    """The JSON key of a Python name."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def fields_of(type_: type[Any]) -> tuple[FieldShape, ...]:
    """The fields of a dataclass, in their order."""
    hints = get_type_hints(type_)
    return tuple(
        FieldShape(field.name, camel_case(field.name), _kind(hints[field.name]), _default(field))
        for field in dataclasses.fields(type_)
    )


def _kind(hint: Any) -> Kind:
    optional = get_origin(hint) in (Union, UnionType)
    if optional:
        (hint,) = (choice for choice in get_args(hint) if choice is not NoneType)
    if get_origin(hint) is tuple:
        return Kind(get_args(hint)[0], True, optional)
    return Kind(hint, False, optional)


def _default(field: "dataclasses.Field[Any]") -> Any:
    return ABSENT if field.default is dataclasses.MISSING else field.default


def described(type_: type[Any]) -> Any:
    """What documents of a dataclass look like, for a comparison with other versions of it."""
    if not dataclasses.is_dataclass(type_):
        return (type_.__name__, [*type_] if issubclass(type_, StrEnum) else None)
    return [
        (
            field.key,
            described(field.kind.base),
            field.kind.many,
            field.kind.optional,
            None if field.default is ABSENT else repr(field.default),
        )
        for field in fields_of(type_)
    ]
