"""Other choices about which bodies are read, and how exactly they are refused."""

import json
from typing import Any

import pytest

from sandbank_server.api import bodies, digits, requests
from sandbank_server.api.schemas import Validator
from sandbank_server.domain.refusals import Violation
from zoo.animals import variant
from zoo.variants.tools import codes_answer


@variant("GEN-04", "PRV-AUTH-16")
def only_the_first_violation_is_named(patch: pytest.MonkeyPatch) -> None:
    """A body that breaks its schema in several places hears of the first one."""
    real = Validator.violations

    def violations(self: Validator, value: Any) -> tuple[Violation, ...]:
        return real(self, value)[:1]

    patch.setattr(Validator, "violations", violations)


@variant("GEN-04")
def the_last_of_two_keys_counts(patch: pytest.MonkeyPatch) -> None:
    """A key that comes twice in a JSON object counts with its last value."""
    lenient = json.JSONDecoder(parse_float=bodies._decimal, parse_constant=bodies._constant)
    patch.setattr(bodies, "_DECODER", lenient)


@variant("GEN-04")
def a_byte_order_mark_is_no_json(patch: pytest.MonkeyPatch) -> None:
    """A body that begins with a byte order mark answers 400."""
    real = bodies._text

    def text(raw: bytes) -> str:
        if raw.startswith(b"\xef\xbb\xbf"):
            raise bodies._broken("begins with a byte order mark")
        return real(raw)

    patch.setattr(bodies, "_text", text)


@variant("GEN-04")
def bodies_hold_a_megabyte(patch: pytest.MonkeyPatch) -> None:
    """A body over one megabyte answers 413."""
    patch.setattr(bodies, "LIMIT", 1024 * 1024)


@variant("GEN-04")
def large_bodies_answer_400(patch: pytest.MonkeyPatch) -> None:
    """A body over the limit answers 400."""
    codes_answer(patch, 400, "GEN-04", "payload_too_large")


@variant("GEN-04")
def json_has_one_media_type(patch: pytest.MonkeyPatch) -> None:
    """`application/problem+json` and its like are not read as JSON."""
    real = requests.media_type

    def media_type(headers: requests.Headers) -> str | None:
        declared = headers.get("content-type", ("",))[0].lower()
        return None if "+json" in declared else real(headers)

    patch.setattr(requests, "media_type", media_type)


@variant("GEN-04")
def depth_ends_at_twenty(patch: pytest.MonkeyPatch) -> None:
    """A body that is nested deeper than twenty answers 400."""
    real = bodies.parse_json

    def parse_json(raw: bytes, *, deepest: int = 20) -> Any:
        return real(raw, deepest=min(deepest, 20))

    patch.setattr(bodies, "parse_json", parse_json)


@variant("GEN-06")
def amounts_have_six_decimals(patch: pytest.MonkeyPatch) -> None:
    """An amount may have up to six decimals, and keeps them."""
    patch.setattr(digits, "MOST_DECIMALS", 6)


@variant("GEN-06")
def amounts_have_two_decimals(patch: pytest.MonkeyPatch) -> None:
    """An amount of more than two decimals answers 400."""
    patch.setattr(digits, "MOST_DECIMALS", 2)


@variant("GEN-06")
def amounts_have_twelve_digits(patch: pytest.MonkeyPatch) -> None:
    """An amount of more than twelve digits answers 400."""
    patch.setattr(digits, "MOST_DIGITS", 12)
