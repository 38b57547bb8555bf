"""Large values are cut into pieces whose places are still known."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbank_server.api import pieces as cutting
from sandbank_server.api.pieces import pieces
from sandbank_server.api.schemas import Validator

# The keys "" and "00" are lost in the validator's paths.
KEYS = st.text("a/~1", min_size=1, max_size=2)
VALUES = st.recursive(
    st.integers(0, 3) | st.text(max_size=2),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=30,
)
ARRAYS_OF_NUMBERS = {
    "type": ["array", "object", "integer"],
    "items": {"$ref": "#"},
    "additionalProperties": {"$ref": "#"},
}


def test_a_small_value_is_one_piece() -> None:
    value = {"a": [1, {"b": 2}]}

    assert [piece.value for piece in pieces(value)] == [value]


def test_a_long_list_is_cut_and_every_item_keeps_its_place() -> None:
    value = {"items": [{"n": n} for n in range(5000)], "other": [1]}

    places = {
        piece.original(("items", at))[1]: item["n"]
        for piece in pieces(value)
        for at, item in enumerate(piece.value["items"])
    }

    assert places == {n: n for n in range(5000)}
    assert all(piece.value["other"] == [1] for piece in pieces(value))


def test_a_deep_value_is_cut_as_quickly_as_a_flat_one() -> None:
    value: Any = [[1]] * 500_000
    for _ in range(90):
        value = [value]

    assert sum(1 for _ in zip(pieces(value), range(20), strict=False)) == 20


def test_a_long_list_within_a_long_list_is_cut_too() -> None:
    value = [[7] * 5000 for _ in range(3)]

    assert max(sum(len(row) for row in piece.value) for piece in pieces(value)) <= cutting.LARGEST


@settings(max_examples=60, deadline=None)
@given(VALUES)
def test_pieces_have_the_same_violations_as_the_whole(value: Any) -> None:
    validator = Validator(ARRAYS_OF_NUMBERS)
    whole = set(validator.violations(value))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cutting, "LARGEST", 3)
        in_pieces = set(validator.violations(value))

    assert in_pieces == whole


def test_what_is_much_is_not_looked_through_to_the_end() -> None:
    found = Validator({"type": "array", "items": {"type": "string"}}).violations([1] * 100_000)

    assert 1000 <= len(found) < 5000
    assert [each.pointer for each in found[:3]] == ["/0", "/1", "/2"]
