"""Pairs of ids that a careless comparison takes for one: an id is what it is, letter by letter."""

from collections.abc import Callable

import pytest

from sandbank_conformance.draw import Draw

Spell = Callable[[Draw], tuple[str, str]]


def _letters(draw: Draw) -> tuple[str, str]:
    word = draw.word()
    return f"id-{word}", f"ID-{word.upper()}"


def _behind(draw: Draw) -> tuple[str, str]:
    word = draw.word()
    return word, f"{word} "


def _before(draw: Draw) -> tuple[str, str]:
    word = draw.word()
    return word, f" {word}"


def _around(draw: Draw) -> tuple[str, str]:
    word = draw.word()
    return word, f" {word} "


def _zero(draw: Draw) -> tuple[str, str]:
    digits = draw.digits()
    return digits, f"0{digits}"


def _composed(draw: Draw) -> tuple[str, str]:
    word = draw.word()
    return f"{word}\u00e9", f"{word}e\u0301"


PLAIN = [
    pytest.param(_letters, id="capital for small letters"),
    pytest.param(_zero, id="a zero before"),
]
SPELLINGS = [
    *PLAIN,
    pytest.param(_behind, id="a blank behind"),
    pytest.param(_before, id="a blank before"),
    pytest.param(_around, id="blanks around"),
    pytest.param(_composed, id="a letter and its accent"),
]
spelt = pytest.mark.parametrize("spell", SPELLINGS)
spelt_plainly = pytest.mark.parametrize("spell", PLAIN)
