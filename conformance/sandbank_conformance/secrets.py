"""Keeps secrets out of everything that is shown: a variable's name stands for each value."""

from urllib.parse import quote, quote_plus


class Secrets:
    """Values that nobody may see, each with the name of the variable that stands for it."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}  # by value, and by its encoded forms

    def add(self, value: str, variable: str) -> None:
        """Hide a value from now on; an empty one is no secret."""
        for form in (value, quote(value, safe=""), quote_plus(value)):
            if form:
                self._names.setdefault(form, f"${variable}")

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of all variables."""
        return tuple({name.removeprefix("$") for name in self._names.values()})

    def masked(self, text: str) -> str:
        """The text with every secret replaced, the longest first."""
        for value in sorted(self._names, key=len, reverse=True):
            if value in text:
                text = text.replace(value, self._names[value])
        return text
