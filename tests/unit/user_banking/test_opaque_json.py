import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbank_server.api.calls import Json
from sandbank_server.api.opaque_json import as_text, from_text

NUMBERS = st.integers() | st.decimals(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | st.text() | NUMBERS,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_what_was_kept_comes_back(value: Json) -> None:
    assert from_text(as_text(value)) == value


@pytest.mark.parametrize("number", ["0.1234567890123456789012345", "1E+400", "1.50"])
def test_every_digit_of_a_number_is_kept(number: str) -> None:
    assert as_text([Decimal(number)]) == f"[{number}]"


def test_the_text_is_json() -> None:
    value = {'a"b': [1, Decimal("2.5"), None, {"ü": "\n"}], "": True}

    assert json.loads(as_text(value)) == {'a"b': [1, 2.5, None, {"ü": "\n"}], "": True}
