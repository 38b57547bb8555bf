"""Amounts: how many digits a number may have (GEN-06), judged in one step.

The documents say it in plain JSON Schema, as five bands of `multipleOf`. Judged as such, long
numbers take a validator a tenth of a second each; so the bands are known by their shape and
judged here.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

MOST_DIGITS = 15
MOST_DECIMALS = 4


def is_amount(schema: Mapping[str, Any]) -> bool:
    """Whether a schema is the bands of `multipleOf` that describe an amount."""
    bands = schema.get("anyOf", ())
    narrowed = [band.get("multipleOf") for band in bands]
    return narrowed == [None, 0.1, 0.01, 0.001, 0.0001]


def fits(number: int | Decimal) -> bool:
    """Whether a number has at most 15 significant digits and 4 decimals."""
    _, digits, exponent = Decimal(number).normalize().as_tuple()
    assert isinstance(exponent, int)  # the parser gives finite numbers only
    return -exponent <= MOST_DECIMALS and len(digits) + max(exponent, 0) <= MOST_DIGITS


class Digits:
    """The keyword `digits` for jsonschema-rs."""

    def __init__(self, parent: object, value: object, path: object) -> None:
        """The validator's protocol; the keyword takes no value."""

    def validate(self, instance: object) -> None:
        """Refuse a number with too many digits; what is no number is `type`'s affair."""
        if isinstance(instance, int | Decimal) and not fits(instance):
            raise ValueError("too many digits")
