"""Whose data the body of a call may hold, so that it goes when their data is deleted."""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

ANYBODY = ""  # where a body does not tell whose data it holds
MOST = 1000  # of a body that names more nobody keeps a list

POSTS_OF_STATEMENTS = frozenset({"postStatement"})  # they name bank accounts in their body


def owners_of(operation_id: str | None, path: Mapping[str, str], raw: bytes) -> frozenset[str]:
    """The bank accounts or the user that a call is about, refused or not."""
    named = path.get("bankAccountId") or path.get("user-id")
    if named:
        return frozenset({named})
    if operation_id not in POSTS_OF_STATEMENTS or not raw:
        return frozenset()
    owners = _bank_accounts(raw)
    return owners if 0 < len(owners) <= MOST else frozenset({ANYBODY})


def _bank_accounts(raw: bytes) -> frozenset[str]:
    """Every bankAccountId in a body, however deep; none where it cannot be read to its end."""
    found: set[str] = set()

    def note(pairs: list[tuple[str, Any]]) -> None:
        found.update(v for key, v in pairs if key == "bankAccountId" and isinstance(v, str))

    with suppress(ValueError, RecursionError):
        json.loads(raw.decode("utf-8-sig"), object_pairs_hook=note)
        return frozenset(found)
    return frozenset()
