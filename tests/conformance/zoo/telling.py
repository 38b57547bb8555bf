"""Which checks tell each liar: found by `make zoo`, which runs all, and used by `make test`."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("telling.json")


def keep(found: Mapping[str, tuple[str, ...]]) -> None:
    """Write down, liar by liar, a few checks for each rule that it breaks."""
    FILE.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def of(liar: str) -> tuple[str, ...]:
    """The checks that told a liar; none if it is new."""
    return tuple(_kept().get(liar, ()))


@cache
def _kept() -> dict[str, list[str]]:
    kept: dict[str, list[str]] = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {}
    return kept
