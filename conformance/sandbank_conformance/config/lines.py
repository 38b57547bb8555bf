"""On which line of a file a key stands: the parser does not tell, and a reader wants to know."""

import re
from collections import Counter

Path = tuple[str | int, ...]  # names of tables and keys; in arrays of tables the number, from 0

_NAME = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
_DOTTED = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_DOTTED})\s*\]")
_KEY = re.compile(rf"\s*({_DOTTED})\s*=")


def lines_of(text: str) -> dict[Path, int]:
    """The line of every table and key that stands at the beginning of one, counted from 1."""
    found: dict[Path, int] = {}
    arrays: Counter[Path] = Counter()
    table: Path = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = _entered(_names(header[2]), header[1] == "[[", arrays)
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, *_names(key[1])), number)
    return found


def line_of(lines: dict[Path, int], path: Path) -> int | None:
    """The line of a key, or of what it stands in; None where that is not to be found."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(each.strip("\"'") for each in re.findall(_NAME, dotted))


def _entered(names: tuple[str, ...], is_array: bool, arrays: Counter[Path]) -> Path:
    """The path of a table whose header is read; in an array of tables it is the next one."""
    path: Path = ()
    for name in names[:-1]:
        path = (*path, name)
        if arrays[path]:
            path = (*path, arrays[path] - 1)
    path = (*path, names[-1])
    if is_array:
        arrays[path] += 1
        path = (*path, arrays[path] - 1)
    return path
