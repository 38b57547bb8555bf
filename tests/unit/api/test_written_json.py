"""What goes out is JSON that any parser reads as what was meant."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbank_server.api.responses import encode
from sandbank_server.domain.rules import RuleStatus

WHOLE = st.integers(-(10**40), 10**40)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | WHOLE | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
)


@given(VALUES)
def test_any_value_comes_back(value: Any) -> None:
    assert json.loads(encode(value)) == value


@pytest.mark.parametrize("depth", [100, 300])
def test_lists_in_lists_come_back(depth: int) -> None:
    brackets = "[" * depth + "]" * depth

    assert encode(json.loads(brackets)) == brackets.encode()


@given(st.decimals(-(10**12), 10**12, places=3))
def test_an_amount_is_a_number_of_the_same_value(amount: Decimal) -> None:
    written = encode({"amount": amount}).decode()

    read = json.loads(written, parse_float=Decimal, parse_int=Decimal)["amount"]
    assert read == amount
    assert "e" not in written.removeprefix('{"amount"').lower() or abs(amount) < Decimal("0.0001")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("100.00"), "100"),
        (Decimal("1E+2"), "100"),
        (Decimal("-12.50"), "-12.5"),
        (Decimal("123456789012345678"), "123456789012345678"),
        (Decimal("12345678901234.0001"), "12345678901234.0"),
        (datetime(2026, 3, 1, 12, tzinfo=UTC), '"2026-03-01T12:00:00Z"'),
        (RuleStatus.DISCONNECTED, '"disconnected"'),
        (("a", "ü/\u2028"), '["a","ü/\u2028"]'),
    ],
)
def test_the_shortest_spelling(value: Any, written: str) -> None:
    assert encode(value).decode() == written


def test_what_has_no_json_form_is_not_sent() -> None:
    with pytest.raises(TypeError):
        encode({"value": object()})
