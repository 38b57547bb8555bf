"""What can be wrong with the body of a report, or with the media type it is declared to have."""

from typing import Any

import pytest

from sandbank_conformance.marks import smoke

FIELDS = (
    "bankAccountExternalId",
    "accountName",
    "bankIdentifier",
    "branchIdentifier",
    "accountIdentifier",
)
WRONG_VALUES = [
    pytest.param("", id="empty"),
    pytest.param(" ", id="blank"),
    pytest.param(4711, id="a number"),
    pytest.param(None, id="null"),
    pytest.param(["text"], id="a list"),
]
NO_STATUS: tuple[
    dict[str, Any], ...
] = (  # what is told of the end of a session when none of the two words is
    {},
    {"status": "granted"},
    {"status": "Success"},
    {"status": ""},
    {"status": True},
    {"status": None},
    {"status": ["success"]},
)
NOT_JSON = [
    pytest.param(None, id="missing"),
    pytest.param("", id="empty"),
    pytest.param("text/plain", id="text", marks=smoke),
    pytest.param("application/x-www-form-urlencoded", id="a form"),
    pytest.param("application/jsonx", id="almost JSON"),
    pytest.param("word", id="a word"),
]


def each_of(variations: list[Any]) -> list[Any]:
    """The first value of each variation, for a check that takes them all in turn."""
    return [variation.values[0] for variation in variations]
