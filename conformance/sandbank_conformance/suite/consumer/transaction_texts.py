"""Texts that only transactions have, to be looked for where no transaction may be any more."""

from typing import Any

from sandbank_conformance.exchange import Exchange

LONG = 8  # letters: a shorter text may mean something else
TEXTS = ("description", "narrative1", "narrative2", "referenceNumber")


def texts_of(held: dict[int, Any]) -> set[str]:
    """The texts of some transactions."""
    found = {str(each.get(name) or "") for each in held.values() for name in TEXTS}
    return {each for each in found if len(each) >= LONG}


def said(answer: Exchange) -> str:
    """Everything that an answer says, in its headers as well."""
    headers = [value for _, value in answer.received.headers]
    return "\n".join([*headers, answer.received.body.decode("utf-8", "replace")])
