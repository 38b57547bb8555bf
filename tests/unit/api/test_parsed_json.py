"""Reading a body costs no more than its size, whatever is in it."""

import resource
from decimal import Decimal

import pytest

from sandbank_server.api.bodies import parse_json
from sandbank_server.domain.refusals import Malformed

MANY_BRACKETS = ",[]" * 101


def test_fractions_are_decimals_and_whole_numbers_stay_whole() -> None:
    assert parse_json(b"[1, 1.10, 1e2]") == [1, Decimal("1.10"), Decimal("1e2")]


@pytest.mark.parametrize("text", ["a" * 5_000_000, '\\"' * 2_500_000, '[\\"' * 1_500_000])
def test_a_long_text_among_many_brackets_takes_little_memory(text: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    parse_json(f'["{text}"{MANY_BRACKETS}]'.encode())

    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 200_000  # kilobytes; a pattern that goes back takes a gigabyte


@pytest.mark.parametrize("deepest", [3, 100])
def test_nesting_is_refused_from_one_level_too_many(deepest: int) -> None:
    parse_json(b"[" * deepest + b"]" * deepest, deepest=deepest)

    with pytest.raises(Malformed):
        parse_json(b"[" * (deepest + 1) + b"]" * (deepest + 1), deepest=deepest)


@pytest.mark.parametrize("body", [b'"\\ud800"', b'{"\\udc00": 1}', b'["\\ud800x"]'])
def test_half_a_pair_is_no_character(body: bytes) -> None:
    with pytest.raises(Malformed):
        parse_json(body)


@pytest.mark.parametrize("body", [b'"\\ud83c\\udfe6"', b'"\\\\ud800"'])
def test_a_whole_pair_or_its_spelling_is_one(body: bytes) -> None:
    assert parse_json(body)
