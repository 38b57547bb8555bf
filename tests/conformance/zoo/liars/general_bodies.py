"""Servers that read bodies badly, or give amounts back otherwise than they were sent."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from struct import pack, unpack
from typing import Any

import pytest

from sandbank_server.api import bodies, digits, requests, schemas
from sandbank_server.api import user_banking_present as present
from sandbank_server.api.requests import RequestBody
from zoo.animals import Answered, liar
from zoo.liars.retelling import ask_instead, object_of, of_accounts, problem, retell

WRITING = of_accounts("POST|PUT|PATCH", ".*")


def _reads(patch: pytest.MonkeyPatch, **hooks: Callable[..., Any]) -> None:
    """JSON is read with other hooks than it should be."""
    strict: dict[str, Any] = {
        "parse_float": bodies._decimal,
        "parse_constant": bodies._constant,
        "object_pairs_hook": bodies._unique,
    }
    patch.setattr(bodies, "_DECODER", json.JSONDecoder(**{**strict, **hooks}))


@liar("GEN-04")
def takes_the_last_of_two_values_for_a_key(patch: pytest.MonkeyPatch) -> None:
    """A body that names a key twice is taken with the second value."""
    _reads(patch, object_pairs_hook=dict)


@liar("GEN-04")
def takes_infinity_for_a_hundred(patch: pytest.MonkeyPatch) -> None:
    """NaN and the infinities are read as numbers."""
    _reads(patch, parse_constant=lambda _: 100)


@liar("GEN-04")
def nests_without_end(patch: pytest.MonkeyPatch) -> None:
    """A body may be nested deeper than 100."""
    patch.setattr(bodies, "_judge_depth", lambda *_: None)


@liar("GEN-04")
def mends_a_body_that_is_no_utf_8(patch: pytest.MonkeyPatch) -> None:
    """What is no UTF-8 in a body is read as a question mark."""
    patch.setattr(bodies, "_text", lambda raw: raw.decode("utf-8-sig", errors="replace"))


@liar("GEN-04")
def stumbles_over_a_byte_order_mark(patch: pytest.MonkeyPatch) -> None:
    """A body that begins with a byte order mark is no JSON."""
    real = bodies._text

    def text(raw: bytes) -> str:
        if raw.startswith(b"\xef\xbb\xbf"):
            raise bodies._broken("begins with a character that is no JSON")
        return real(raw)

    patch.setattr(bodies, "_text", text)


def _media_types(patch: pytest.MonkeyPatch, change: Callable[[str], str]) -> None:
    real = requests.media_type

    def media_type(headers: requests.Headers) -> str | None:
        kinds = tuple(change(each) for each in headers.get("content-type", ()))
        return real({**headers, "content-type": kinds} if kinds else headers)

    patch.setattr(requests, "media_type", media_type)


@liar("GEN-04")
def knows_one_name_of_json_only(patch: pytest.MonkeyPatch) -> None:
    """`application/merge-patch+json` and its like are refused."""
    _media_types(patch, lambda kind: kind.replace("+json", "+other"))


@liar("GEN-04")
def overlooks_the_charset_of_a_body(patch: pytest.MonkeyPatch) -> None:
    """A body with a charset other than UTF-8 is read as UTF-8."""
    _media_types(patch, lambda kind: kind.partition(";")[0])


def _named(patch: pytest.MonkeyPatch, change: Callable[[list[Any]], list[Any]]) -> None:
    """Of what is wrong with a body of the Consumer API something else is named."""

    def tell(answered: Answered) -> Answered:
        body = object_of(answered.body)
        if answered.status != 400 or "errors" not in body:
            return answered
        body["errors"] = change(body["errors"])
        return answered.with_body(json.dumps(body).encode())

    retell(patch, WRITING, tell)


@liar("GEN-04")
def names_the_first_violation_only(patch: pytest.MonkeyPatch) -> None:
    """Of several faults of a body one is named."""
    _named(patch, lambda errors: errors[:1])


@liar("GEN-04")
def points_to_the_container_of_what_is_missing(patch: pytest.MonkeyPatch) -> None:
    """A missing member is named by the pointer of the object that should have it."""

    def shorter(error: dict[str, str]) -> dict[str, str]:
        missing = error["message"].startswith("is missing")
        pointer = error["pointer"].rpartition("/")[0] if missing else error["pointer"]
        return {**error, "pointer": pointer}

    _named(patch, lambda errors: list(map(shorter, errors)))


@liar("GEN-04")
def takes_blanks_for_a_text(patch: pytest.MonkeyPatch) -> None:
    """A blank string in a bank account is a text like any other."""
    build, plain = RequestBody.__init__, schemas.as_json_schema

    def lenient(schema: Any) -> Any:
        if isinstance(schema, dict) and schema.get("pattern") == r"\S":
            schema = {name: value for name, value in schema.items() if name != "pattern"}
        return plain(schema)

    def init(self: RequestBody, operation_id: str, described: Any) -> None:
        with pytest.MonkeyPatch.context() as meanwhile:
            if operation_id == "createBankAccount":
                meanwhile.setattr(schemas, "as_json_schema", lenient)
            build(self, operation_id, described)

    patch.setattr(RequestBody, "__init__", init)


@liar("GEN-04")
def takes_null_for_absent(patch: pytest.MonkeyPatch) -> None:
    """A member that is null counts as one that was left out."""
    null = re.compile(rb',\s*"\w+"\s*:\s*null|"\w+"\s*:\s*null\s*,?')
    ask_instead(patch, WRITING, lambda asked: replace(asked, body=null.sub(b"", asked.body)))


@liar("GEN-04")
def has_no_word_for_a_body_that_is_too_large(patch: pytest.MonkeyPatch) -> None:
    """A body over 10 MiB answers 400."""
    retell(patch, WRITING, lambda told: problem(400) if told.status == 413 else told)


def _shown_amounts(patch: pytest.MonkeyPatch, change: Callable[[Decimal], Decimal]) -> None:
    """The amounts of uploads are shown otherwise than they are kept."""
    for name, member in (("present_account", "balance"), ("present_transaction", "amount")):
        patch.setattr(present, name, _with_amount(getattr(present, name), member, change))


def _with_amount(real: Any, member: str, change: Callable[[Decimal], Decimal]) -> Any:
    def shown(value: Any) -> Any:
        found = real(value)
        return {**found, member: change(Decimal(found[member]))} if member in found else found

    return shown


@liar("GEN-06")
def rounds_amounts_to_cents(patch: pytest.MonkeyPatch) -> None:
    """An amount of three or four decimals comes back with two."""
    _shown_amounts(patch, lambda amount: amount.quantize(Decimal("0.01"), ROUND_HALF_UP))


@liar("GEN-06")
def keeps_amounts_in_single_precision(patch: pytest.MonkeyPatch) -> None:
    """An amount of more than seven digits comes back changed."""
    _shown_amounts(patch, lambda it: Decimal(repr(unpack("f", pack("f", float(it)))[0])))


@liar("GEN-06")
def keeps_amounts_without_their_sign(patch: pytest.MonkeyPatch) -> None:
    """A negative amount comes back positive."""
    _shown_amounts(patch, abs)


@liar("GEN-06")
def takes_amounts_of_any_length(patch: pytest.MonkeyPatch) -> None:
    """An amount of more than fifteen digits is taken, and comes back rounded."""
    patch.setattr(digits, "fits", lambda _: True)
