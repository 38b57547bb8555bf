"""What is wrong with the contract itself, said to whoever edits it."""

from collections.abc import Iterable
from difflib import get_close_matches


class ContractError(Exception):
    """A contract file cannot be used; the message names file, place and what would be right."""

    def __init__(self, file: str, place: str, expected: str) -> None:
        super().__init__(f"{file}: {place}: {expected}" if place else f"{file}: {expected}")
        self.file = file
        self.place = place
        self.expected = expected


def one_of(value: object, known: Iterable[str]) -> str:
    """What would be right instead of an unknown word: the one that was meant, or all of them."""
    names = sorted(known)
    close = get_close_matches(str(value), names, n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"expected one of {', '.join(names)}"
    return f"{value!r} is unknown; {hint}"
