"""Worlds: everything a sandbox holds, as plain JSON values, read with every problem named."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import count
from typing import Any

from sandbank_server.adapters.located import Located
from sandbank_server.adapters.reading import WRONG, Reading, escape, unknown
from sandbank_server.adapters.table_shape import TableShape
from sandbank_server.adapters.tables import SHAPES
from sandbank_server.adapters.world_fields import WORLD_RECORDS
from sandbank_server.adapters.world_rules import check_world
from sandbank_server.service.ports import WorldError

Values = dict[str, list[Any]]  # table name → values in order

WORLD_SHAPES = {shape.name: shape for shape in SHAPES if shape.in_world}


def read_world(world: object, now: datetime) -> tuple[Values, int]:
    """The values of a world and its highest sequence number; raises `WorldError`."""
    reading = Reading(now)
    if not isinstance(world, Mapping):
        raise WorldError((("", "expected an object with one list per table"),))
    for name in world:
        if name not in WORLD_SHAPES:
            reading.wrong(f"/{escape(str(name))}", unknown(str(name), WORLD_SHAPES))
    numbers = count(_highest_sequence(world) + 1)
    tables = {
        name: _read_table(shape, world.get(name, []), reading, numbers)
        for name, shape in WORLD_SHAPES.items()
    }
    check_world(tables, reading)
    if reading.problems:
        raise WorldError(tuple(reading.problems))
    values = {name: [place.value for place in table] for name, table in tables.items()}
    return values, next(numbers) - 1


def _read_table(
    shape: TableShape[Any], items: object, reading: Reading, numbers: Iterator[int]
) -> list[Located]:
    if not isinstance(items, list):
        reading.wrong(f"/{shape.name}", "expected a list")
        return []
    numbered = "sequence" in shape.type.__dataclass_fields__
    places = []
    for i, item in enumerate(items):
        pointer = f"/{shape.name}/{i}"
        if numbered and isinstance(item, dict) and "sequence" not in item:
            item = {**item, "sequence": next(numbers)}
        value = WORLD_RECORDS.read(shape.type, item, pointer, reading)
        places.append(Located(pointer, None if value is WRONG else value))
    return places


def _highest_sequence(world: Mapping[str, Any]) -> int:
    tables = (items for items in world.values() if isinstance(items, list))
    items = (item for table in tables for item in table if isinstance(item, dict))
    numbers = (item.get("sequence") for item in items)
    return max((number for number in numbers if type(number) is int), default=0)
