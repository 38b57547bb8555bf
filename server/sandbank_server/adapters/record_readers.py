"""Reads JSON objects that people wrote as dataclasses."""

from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import Any

from sandbank_server.adapters.reading import (
    WRONG,
    Reader,
    Reading,
    choice,
    escape,
    named,
    optional,
    read_boolean,
    read_decimal,
    read_integer,
    read_text,
    read_time,
    unknown,
)
from sandbank_server.adapters.reflection import ABSENT, Kind, fields_of


class RecordReaders:
    """Reads JSON objects as dataclasses; some fields have a reader of their own."""

    def __init__(self, special: Mapping[tuple[type[Any], str], Reader]) -> None:
        """`special` is by dataclass and field name."""
        self._special = special
        self._fields: dict[type[Any], dict[str, tuple[str, Reader]]] = {}
        self._required: dict[type[Any], tuple[str, ...]] = {}

    def read(self, type_: type[Any], item: object, pointer: str, reading: Reading) -> Any:
        """The value that an object stands for, or WRONG."""
        if not isinstance(item, dict):
            return reading.wrong(pointer, f"expected an object, got {named(item)}")
        found_before = len(reading.problems)
        values = self._values(type_, item, pointer, reading)
        for key in self._required[type_]:
            if key not in item:
                reading.wrong(f"{pointer}/{key}", "is required")
        return type_(**values) if len(reading.problems) == found_before else WRONG

    def _values(
        self, type_: type[Any], item: dict[Any, Any], pointer: str, reading: Reading
    ) -> dict[str, Any]:
        fields = self._fields.get(type_) or self._prepare(type_)
        values = {}
        for key, part in item.items():
            if key in fields:
                name, read = fields[key]
                # Most of a world is plain text: judged here, it is read in half the time.
                plain = read in _TEXTS and type(part) is str and part.isascii()
                values[name] = part if plain else read(part, f"{pointer}/{key}", reading)
            else:
                reading.wrong(f"{pointer}/{escape(str(key))}", unknown(str(key), fields))
        return values

    def _prepare(self, type_: type[Any]) -> dict[str, tuple[str, Reader]]:
        shapes = fields_of(type_)
        self._required[type_] = tuple(shape.key for shape in shapes if shape.default is ABSENT)
        self._fields[type_] = {
            shape.key: (
                shape.name,
                self._special.get((type_, shape.name)) or self._reader(shape.kind),
            )
            for shape in shapes
        }
        return self._fields[type_]

    def _reader(self, kind: Kind) -> Reader:
        one = self._read_one(kind.base)
        read = _each(one) if kind.many else one
        return optional(read) if kind.optional else read

    def _read_one(self, base: type[Any]) -> Reader:
        if is_dataclass(base):
            return partial(self.read, base)
        return _member(base) if issubclass(base, StrEnum) else _READERS[base]


def _each(one: Reader) -> Reader:
    def read(item: Any, pointer: str, reading: Reading) -> Any:
        if not isinstance(item, list):
            return reading.wrong(pointer, f"expected a list, got {named(item)}")
        return tuple(one(each, f"{pointer}/{i}", reading) for i, each in enumerate(item))

    return read


def _member(base: type[StrEnum]) -> Reader:
    among = choice(*base)

    def read(item: Any, pointer: str, reading: Reading) -> Any:
        chosen = among(item, pointer, reading)
        return chosen if chosen is WRONG else base(chosen)

    return read


_READERS: dict[type[Any], Reader] = {
    str: read_text,
    int: read_integer,
    bool: read_boolean,
    Decimal: read_decimal,
    datetime: read_time,
}
_TEXTS = (read_text, optional(read_text))
