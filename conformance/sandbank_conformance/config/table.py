"""A table of the file, read member by member; what is wrong is collected, not raised."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sandbank_conformance.config.addresses import wrong_with
from sandbank_conformance.config.lines import Path
from sandbank_conformance.config.problems import Problems
from sandbank_contract.errors import one_of

# What a value is, where the value itself is not to be shown.
KINDS = {int: "a number", float: "a number", bool: "a flag", list: "a list", dict: "a table"}
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Table:
    """The members of one table; whatever nobody asks for is unknown."""

    def __init__(self, raw: Any, path: Path, problems: Problems, variables: dict[str, str]) -> None:
        """`variables` gets the variable of each secret."""
        self.path = path
        self.problems = problems
        self._variables = variables
        self._asked: set[str] = set()
        self._raw: Mapping[str, Any] = raw if isinstance(raw, dict) else {}
        if not isinstance(raw, dict):
            problems.add(path, f"{shown(raw)}; expected a table")

    def __contains__(self, name: str) -> bool:
        return name in self._raw

    def text(self, name: str, default: str | None = None, what: str = "a text in quotes") -> str:
        """A text; without a default it has to be there. `env:NAME` is what the variable holds."""
        value = self._get(name, default, what)
        if not isinstance(value, str):
            self.wrong(name, f"{shown(value)}; expected {what}")
            return ""
        return self._resolved(name, value)

    def secret(self, name: str, default: str | None = None, what: str = "") -> str:
        """A text that is to be kept out of the file and of everything that is shown."""
        value = self._get(name, default, what or 'a secret as "env:NAME"')
        if not isinstance(value, str):
            kind = KINDS.get(type(value), "a date or time")
            self.wrong(name, f'{kind}; expected "env:NAME", NAME being a variable')
            return ""
        found = self._resolved(name, value)
        if value.startswith("env:"):
            self._variables.setdefault(found, value.removeprefix("env:"))
        elif name in self._raw and found:
            self.problems.remark(
                (*self.path, name),
                "the secret itself stands in the file",
                f'put it into a variable, and {name} = "env:NAME" here',
            )
        return found

    def address(self, name: str, default: str | None = None) -> str:
        """A URL, without the slash at its end."""
        url = self.text(name, default, 'a URL: "https://…"')
        if name not in self:
            return url
        if url and (told := wrong_with(url)):
            self.wrong(name, told)
        elif url.endswith("/"):
            self.problems.remark(
                (*self.path, name),
                f"the slash at the end of {url} is ignored",
                f"write {url.rstrip('/')}",
            )
        return url.rstrip("/")

    def flag(self, name: str, default: bool) -> bool:
        """True or false."""
        value = self._get(name, default)
        if not isinstance(value, bool):
            self.wrong(name, f"{shown(value)}; expected true or false, without quotes")
        return bool(value)

    def number(self, name: str, default: float, *, whole: bool = False, least: float = 0) -> float:
        """A number that is not below `least`."""
        value = self._get(name, default)
        kinds = int if whole else int | float
        if isinstance(value, bool) or not isinstance(value, kinds) or value < least:
            what = "a whole number" if whole else "a number"
            self.wrong(name, f"{shown(value)}; expected {what}, {least:g} or more")
            return default
        return value

    def word(self, name: str, known: Iterable[str], default: str) -> str:
        """One of some words."""
        value = self.text(name, default)
        if value and value not in known:
            self.wrong(name, one_of(value, known))
        return value

    def texts(self, name: str) -> tuple[str, ...] | None:
        """A list of texts; None where it is not there."""
        value = self._get(name, None)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self.wrong(name, f'{shown(value)}; expected a list of texts: ["…", "…"]')
            return ()
        return tuple(value)

    def anything(self, name: str) -> Any:
        """A member as it stands; None where it is not there."""
        return self._get(name, None)

    def table(self, name: str) -> "Table | None":
        """A table within; None where it is not there."""
        value = self._get(name, None)
        return None if value is None else self._within(value, name)

    def tables(self, name: str) -> "tuple[Table, ...] | None":
        """An array of tables; None where it is not there."""
        value = self._get(name, None)
        if value is None:
            return None
        if not isinstance(value, list):
            self.wrong(name, f"{shown(value)}; expected [[…]], once for each")
            return ()
        return tuple(self._within(each, name, n) for n, each in enumerate(value))

    def members(self) -> Iterator[tuple[str, Any]]:
        """Every member, where the names are not ours."""
        self._asked.update(self._raw)
        yield from self._raw.items()

    def wrong(self, name: str, told: str) -> None:
        """Say that a member cannot be used."""
        self.problems.add((*self.path, name), told)

    def missing(self, name: str, what: str) -> None:
        """Say that a member is not there, and has to be."""
        self.problems.missing((*self.path, name), f"is missing; expected {what}")

    def end(self) -> None:
        """Say which members nobody knows."""
        for name in self._raw:
            if name not in self._asked:
                self.problems.unknown((*self.path, name), sorted(self._asked))

    def _within(self, value: Any, *steps: str | int) -> "Table":
        return Table(value, (*self.path, *steps), self.problems, self._variables)

    def _get(self, name: str, default: Any, what: str = "") -> Any:
        self._asked.add(name)
        value = self._raw.get(name, default)
        if value is None and what:
            self.missing(name, what)
            return ""
        return value

    def _resolved(self, name: str, value: str) -> str:
        if not value.startswith("env:"):
            return value
        variable = value.removeprefix("env:")
        if not _VARIABLE.fullmatch(variable):
            self.wrong(name, f'"{value}" names no variable; expected "env:NAME"')
            return ""
        found = os.environ.get(variable, "")
        if not found:
            state = "is empty" if variable in os.environ else "is not set"
            self.wrong(name, f"the variable {variable} {state}; expected it to hold the value")
        return found


def shown(value: Any) -> str:
    """A value in few words, as a file may have it."""
    text = _written(value)
    return text if len(text) <= 80 else f"{text[:77]}…"


def _written(value: Any) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{name} = {_written(each)}' for name, each in value.items())} }}"
    return str(value)  # numbers, dates and times
