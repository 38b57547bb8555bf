"""Reads the documents of a store's file; what is not right is named with its place."""

import json
import sqlite3
import zlib
from collections.abc import Iterable
from itertools import compress
from typing import Any

import orjson

from sandbank_server.adapters.database_file import DatabaseFile, Row
from sandbank_server.adapters.database_opening import damaged
from sandbank_server.adapters.disk import StoreFileError
from sandbank_server.adapters.documents import Rows, StoredDocument
from sandbank_server.adapters.erasable import checksum
from sandbank_server.adapters.reading import WRONG, Reading, unknown
from sandbank_server.adapters.record_readers import RecordReaders
from sandbank_server.adapters.reflection import described
from sandbank_server.adapters.table_shape import TableShape
from sandbank_server.adapters.tables import SHAPES

# What documents look like here; another version of the code may write others.
VERSION = zlib.crc32(repr([(each.name, described(each.type)) for each in SHAPES]).encode()) >> 1

_SHAPE_OF = {shape.name: shape for shape in SHAPES}
_RECORDS = RecordReaders({})  # what a sandbox wrote was judged when it came
_SHOWN = 10  # problems named before the rest are counted


def read_tables(file: DatabaseFile) -> tuple[dict[str, Rows], list[str]]:
    """The documents by table and key, and what is wrong with those that are left out."""
    reading = Reading(now=None)
    tables: dict[str, Rows] = {name: {} for name in _SHAPE_OF}
    for name in file.tables():
        if name in _SHAPE_OF:
            _read_table(file, _SHAPE_OF[name], tables[name], reading)
        else:
            reading.wrong(f"table {name}", unknown(name, _SHAPE_OF))
    return tables, [f"{place}: {message}" for place, message in reading.problems]


def refused(file: DatabaseFile, problems: list[str]) -> StoreFileError:
    """What to say of a file that holds something wrong."""
    shown = "; ".join(problems[:_SHOWN])
    if len(problems) > _SHOWN:
        shown += f"; and {len(problems) - _SHOWN} more"
    if file.version == VERSION:
        return damaged(file.path, shown)
    return StoreFileError(
        f"{file.path}: was written by another version of sandbank, and this one cannot read it: "
        f"{shown}. It was left as it is. Have that version save its world: "
        f"sandbank export world.json --db {file.path}"
    )


def _read_table(file: DatabaseFile, shape: TableShape[Any], rows: Rows, reading: Reading) -> None:
    ours = file.version == VERSION
    try:
        for some in file.rows(shape.name):
            ranks, documents = _documents(some, shape, reading)
            values = documents if ours else _values(shape, ranks, documents, reading)
            keys = [shape.key(value) for value in values]
            _name_doubles(shape, ranks, keys, rows, reading)
            rows.update(shape.place_all(documents, ranks, keys, values))
    except sqlite3.DatabaseError as error:
        reading.wrong(shape.name, f"what follows {len(rows)} rows cannot be read ({error})")


def _documents(
    rows: Iterable[Row], shape: TableShape[Any], reading: Reading
) -> tuple[list[int], list[StoredDocument]]:
    ranks, texts = [], []
    for rank, text, expected in rows:
        if checksum(rank, text) == expected:
            ranks.append(rank)
            texts.append(text)
        else:
            reading.wrong(_place(shape.name, rank), "is not what was written there")
    # Parsed together, they take half the time.
    return ranks, [*map(shape.document, _parsed(b"[%b]" % b",".join(texts)))]


def _parsed(text: bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:  # half a character, which JSON can name
        return json.loads(text)


def _values(
    shape: TableShape[Any], ranks: list[int], documents: list[StoredDocument], reading: Reading
) -> list[Any]:
    """The values that documents stand for; those without one are taken out of both lists."""
    read = [
        _RECORDS.read(shape.type, document, _place(shape.name, rank), reading)
        for rank, document in zip(ranks, documents, strict=True)
    ]
    right = [value is not WRONG for value in read]
    ranks[:], documents[:] = compress(ranks, right), compress(documents, right)
    return [*compress(read, right)]


def _name_doubles(
    shape: TableShape[Any], ranks: list[int], keys: list[str], rows: Rows, reading: Reading
) -> None:
    if len({*keys}) == len(keys) and rows.keys().isdisjoint(keys):
        return
    known = {*rows}
    for rank, key in zip(ranks, keys, strict=True):
        if key in known:
            reading.wrong(_place(shape.name, rank), f"{key!r} is there a second time")
        known.add(key)


def _place(table: str, rank: int) -> str:
    return f"{table} row {rank}"
