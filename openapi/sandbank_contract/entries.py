"""One entry of a contract list, read strictly: nothing missing, nothing unknown."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from sandbank_contract.errors import ContractError, one_of
from sandbank_contract.reading import read_yaml

E = TypeVar("E", bound=StrEnum)
V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A mapping in a file, and the place to name when something is wrong with it."""

    file: str
    place: str
    raw: Mapping[str, Any]

    def wrong(self, key: str, expected: str) -> ContractError:
        """The error that names a member of this entry."""
        return ContractError(self.file, f"{self.place}.{key}", expected)

    def only(self, known: Collection[str]) -> None:
        """Refuse a member of another name."""
        for key in self.raw:
            if key not in known:
                raise ContractError(self.file, self.place, one_of(key, known))

    def text(self, key: str) -> str:
        """A member that is a text and not blank."""
        value = self.raw.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, f"{value!r} is no text; expected one that is not blank")
        return value.strip()

    def word(self, key: str, words: type[E]) -> E:
        """A member that is one of a few words."""
        known = {each.value: each for each in words}
        value = self.raw.get(key)
        if not isinstance(value, str) or value not in known:
            raise self.wrong(key, one_of(value, known))
        return known[value]

    def texts(self, key: str) -> tuple[str, ...]:
        """A member that is a list of texts, one at least."""
        return tuple(self._list_of(str, key, "texts"))

    def numbers(self, key: str) -> tuple[int, ...]:
        """A member that is a list of whole numbers, one at least."""
        return tuple(self._list_of(int, key, "whole numbers"))

    def _list_of(self, kind: type[V], key: str, kinds: str) -> list[V]:
        value = self.raw.get(key)
        if (
            not isinstance(value, list)
            or not value
            or any(type(each) is not kind for each in value)
        ):
            raise self.wrong(key, f"{value!r} is no list of {kinds}; expected one at least")
        return value

    def entries(self, key: str, name: str) -> "Iterator[Entry]":
        """A member that is a list of mappings, each called by its member of that name."""
        for value in self._list_of(dict, key, "mappings"):
            yield Entry(file=self.file, place=f"{self.place}.{key}.{value.get(name)}", raw=value)

    def part(self, key: str) -> "Entry":
        """A member that is a mapping itself."""
        value = self.raw.get(key)
        if not isinstance(value, dict):
            raise self.wrong(key, f"{value!r} is no mapping")
        return Entry(file=self.file, place=f"{self.place}.{key}", raw=value)


def read_entries(path: Path, name: str) -> Iterator[Entry]:
    """The entries of a file that is a list, each called by its member of that name."""
    raw = read_yaml(path)
    if not isinstance(raw, list):
        raise ContractError(path.name, "", "expected a list of entries")
    for number, value in enumerate(raw, start=1):
        place = f"entry {number}"
        if not isinstance(value, dict):
            raise ContractError(path.name, place, f"{value!r} is no mapping")
        yield Entry(file=path.name, place=str(value.get(name, place)), raw=value)
