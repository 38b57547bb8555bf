"""Dataclasses as JSON documents: camelCase keys, decimals and times as text, defaults left out."""

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from operator import itemgetter
from typing import Any, Generic, TypeVar

from sandbank_server.adapters.reflection import ABSENT, FieldShape, Kind, fields_of
from sandbank_server.adapters.times import format_time

V = TypeVar("V")
Document = dict[str, Any]
Convert = Callable[[Any], Any]


class Codec(Generic[V]):
    """Turns values of one dataclass into documents of our own, and back."""

    def __init__(self, type_: type[V]) -> None:
        """The field table is built here, once; use `codec_of` to share it.

        `properties` give a document, as a class with them, the fields and properties of the value;
        each is read when it is asked for.
        """
        self._type = type_
        shapes = fields_of(type_)
        self._writers = [(s.name, s.key, s.default, _writer(s.kind)) for s in shapes]
        self._names = {shape.key: shape.name for shape in shapes}
        readers = [(shape.name, _reader(shape)) for shape in shapes]
        self._readers = [(name, read) for name, read in readers if read is not None]
        fields = {shape.name: property(_look(shape)) for shape in shapes}
        derived = {name: it for name, it in vars(type_).items() if isinstance(it, property)}
        self.properties: Mapping[str, property] = {**fields, **derived}

    def encode(self, value: V) -> Document:
        """A new document; fields that equal their default are left out."""
        document: Document = {}
        for name, key, default, write in self._writers:
            item = getattr(value, name)
            if item is not default and item != default:
                document[key] = item if write is None else write(item)
        return document

    def decode(self, document: Mapping[str, Any]) -> V:
        """The value of a document that `encode` made: fast, and judges nothing."""
        return self._type(**self._items(document))

    def _items(self, document: Mapping[str, Any]) -> dict[str, Any]:
        names = self._names
        items = {names[key]: item for key, item in document.items()}
        for name, read in self._readers:
            if name in items:
                items[name] = read(items[name])
        return items


def codec_of(type_: type[V]) -> Codec[V]:
    """The one codec of a dataclass."""
    if type_ not in _CODECS:
        _CODECS[type_] = Codec(type_)
    return _CODECS[type_]


_CODECS: dict[type[Any], Codec[Any]] = {}


def _writer(kind: Kind) -> Convert | None:
    one = _write_one(kind.base)
    if kind.many:
        return _each(one, list)
    return _unless_none(one) if one and kind.optional else one


def _reader(shape: FieldShape) -> Convert | None:
    one = _read_one(shape.kind.base)
    if shape.kind.many:
        return _each(one, tuple)
    return _unless_none(one) if one and shape.kind.optional else one


def _look(shape: FieldShape) -> Convert:
    key, default, read = shape.key, shape.default, _reader(shape)
    if default is ABSENT:
        return itemgetter(key) if read is None else lambda document: read(document[key])
    if read is None:
        return lambda document: document.get(key, default)
    return lambda document: read(document[key]) if key in document else default


def _write_one(base: type[Any]) -> Convert | None:
    if is_dataclass(base):
        return codec_of(base).encode
    if issubclass(base, StrEnum):
        return str
    return _WRITE_ONE.get(base)


def _read_one(base: type[Any]) -> Convert | None:
    if is_dataclass(base):
        return codec_of(base).decode
    if issubclass(base, StrEnum):
        return {member.value: member for member in base}.__getitem__
    return _READ_ONE.get(base)


def _each(one: Convert | None, container: Callable[[Any], Any]) -> Convert:
    if one is None:
        return container
    return lambda items: container(map(one, items))


def _unless_none(one: Convert) -> Convert:
    return lambda item: None if item is None else one(item)


_WRITE_ONE: dict[type[Any], Convert] = {Decimal: str, datetime: format_time}
_READ_ONE: dict[type[Any], Convert] = {Decimal: Decimal, datetime: datetime.fromisoformat}
