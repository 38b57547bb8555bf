"""Lists that the control API answers with, read so that an odd entry stops no check."""

from collections.abc import Mapping
from typing import Any

from sandbank_conformance.conditions import ensure, given
from sandbank_conformance.exchange import Exchange, follow

Entry = Mapping[str, Any]


def entries(answer: Exchange, pointer: str = "") -> list[Entry]:
    """The entries of a list."""
    listed = given(answer, pointer) if pointer else given(answer).json
    is_list = isinstance(listed, list) and all(isinstance(each, dict) for each in listed)
    ensure(is_list, expected="a list of objects", received=str(listed)[:200], exchange=answer)
    found: list[Entry] = listed
    return found


def at(entry: Entry, pointer: str) -> Any:
    """What a pointer leads to within an entry; `NOTHING` where it leads nowhere."""
    return follow(entry, pointer)


def pointers(answer: Exchange) -> list[Any]:
    """The places that a refusal names."""
    errors = answer.at("/errors")
    if not isinstance(errors, list):
        return []
    return [each.get("pointer") for each in errors if isinstance(each, dict)]


def ensure_named(answer: Exchange, *places: str) -> None:
    """The refusal names each of these places."""
    named = pointers(answer)
    ensure(
        set(places) <= set(named),
        expected=f"errors at {', '.join(places)}",
        received=f"errors at {named}",
        exchange=answer,
    )
