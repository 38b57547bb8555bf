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


def _blank(draw: Draw) -> tuple[str, str]:
    one, two = draw.word(), draw.word()
    return f"{one} {two}", f"{one}+{two}"


def _encoded(draw: Draw) -> tuple[str, str]:
    one, two = draw.word(), draw.word()
    return f"{one}+{two}", f"{one}%2B{two}"


def _ending(draw: Draw) -> tuple[str, str]:
    word = draw.word()
    return word, f"{word}.json"


def _parameter(draw: Draw) -> tuple[str, str]:
    word = draw.word()
    return word, f"{word};v=2"


def _twice(draw: Draw) -> tuple[str, str]:
    word = draw.word()
    return word, f"{word},{word}"


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
    pytest.param(_blank, id="a plus for a blank"),
    pytest.param(_encoded, id="a code for a letter"),
    pytest.param(_ending, id="an ending"),
    pytest.param(_parameter, id="a parameter behind"),
    pytest.param(_twice, id="twice, with a comma between"),
]
spelt = pytest.mark.parametrize("spell", SPELLINGS)
spelt_plainly = pytest.mark.parametrize("spell", PLAIN)
