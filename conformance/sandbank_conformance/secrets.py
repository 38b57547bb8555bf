"""Keeps secrets out of everything that is shown: a variable's name stands for each value."""

import json
import re
from urllib.parse import quote, quote_plus

SHORT = 8  # letters; a value of fewer is found in other words by chance

# What may come before a word: no letter, or one that is part of an escape in a URL or a string.
_BEFORE = (
    r"(?:(?<!\w)|(?<=%[0-9A-Fa-f]{2})|(?<=\\[bfnrt])|(?<=\\x[0-9A-Fa-f]{2})"
    r"|(?<=\\u[0-9A-Fa-f]{4}))"
)


class Secrets:
    """Values that nobody may see, each with the name of the variable that stands for it."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}  # by value, and by its encoded forms
        self._ordered: list[str] | None = None  # the longest first

    def add(self, value: str, variable: str) -> None:
        """Hide a value from now on; an empty one is no secret."""
        escaped = (json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1])
        for form in (value, quote(value, safe=""), quote_plus(value), *escaped):
            if form:
                self._names.setdefault(form, f"${variable}")
        self._ordered = None

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of all variables."""
        return tuple({name.removeprefix("$") for name in self._names.values()})

    def masked(self, text: str) -> str:
        """The text with every secret replaced, the longest first; short ones as whole words."""
        if self._ordered is None:
            self._ordered = sorted(self._names, key=len, reverse=True)
        for value in self._ordered:
            if value in text:
                text = _replaced(text, value, self._names[value])
        return text


def _replaced(text: str, value: str, name: str) -> str:
    if len(value) >= SHORT:
        return text.replace(value, name)
    before = _BEFORE if re.match(r"\w", value) else ""
    behind = r"(?!\w)" if re.search(r"\w\Z", value) else ""
    return re.sub(f"{before}{re.escape(value)}{behind}", lambda _: name, text)
