"""Reads the file of a store; one that is not whole and right is refused with the place."""

import json
from pathlib import Path
from typing import Any

from sandbank_server.adapters.disk import StoreFileError
from sandbank_server.adapters.documents import Rows, StoredDocument
from sandbank_server.adapters.reading import WRONG, Reading, escape, unknown
from sandbank_server.adapters.record_readers import RecordReaders
from sandbank_server.adapters.table_shape import TableShape
from sandbank_server.adapters.tables import SHAPES

_SHAPE_OF = {shape.name: shape for shape in SHAPES}
_RECORDS = RecordReaders({})  # what we wrote ourselves was judged when it came
_SHOWN = 10  # problems named before the rest are counted


def parse_tables(path: Path, contents: bytes) -> dict[str, Rows]:
    """The documents of a file by table and key; a `StoreFileError` says what is wrong where."""
    try:
        tables = json.loads(contents.decode("utf-8"))
    except json.JSONDecodeError as error:
        raise _refused(path, f"line {error.lineno}, column {error.colno}: {error.msg}") from None
    except UnicodeDecodeError as error:
        line = contents.count(b"\n", 0, error.start) + 1
        raise _refused(path, f"line {line}: not UTF-8 ({error.reason})") from None
    except (ValueError, RecursionError) as error:
        raise _refused(path, str(error)) from None
    reading = Reading(now=None)
    _judge(tables, reading)
    if reading.problems:
        raise _refused(path, _summary(reading.problems))
    return {name: _rows(tables.get(name, {})) for name in _SHAPE_OF}


def _rows(documents: dict[str, Any]) -> Rows:
    return {
        key: StoredDocument(document, rank)
        for rank, (key, document) in enumerate(documents.items())
    }


def _judge(tables: object, reading: Reading) -> None:
    if not isinstance(tables, dict):
        reading.wrong("", "expected an object with one object per table")
        return
    for name, documents in tables.items():
        if name not in _SHAPE_OF:
            reading.wrong(f"/{escape(name)}", unknown(name, _SHAPE_OF))
        elif not isinstance(documents, dict):
            reading.wrong(f"/{name}", "expected an object with one object per id")
        else:
            for key, document in documents.items():
                _judge_document(_SHAPE_OF[name], key, document, reading)


def _judge_document(shape: TableShape[Any], key: str, document: object, reading: Reading) -> None:
    pointer = f"/{shape.name}/{escape(key)}"
    value = _RECORDS.read(shape.type, document, pointer, reading)
    if value is not WRONG and shape.key(value) != key:
        reading.wrong(pointer, f"stands under the id {key!r}, but is {shape.key(value)!r}")


def _summary(problems: list[tuple[str, str]]) -> str:
    shown = [f"{pointer or '/'}: {message}" for pointer, message in problems[:_SHOWN]]
    if len(problems) > _SHOWN:
        shown.append(f"and {len(problems) - _SHOWN} more")
    return "; ".join(shown)


def _refused(path: Path, what: str) -> StoreFileError:
    remedy = f"mend it there, or begin anew: mv {path} {path}.broken"
    return StoreFileError(f"{path}: {what}. The file was left as it is; {remedy}")
