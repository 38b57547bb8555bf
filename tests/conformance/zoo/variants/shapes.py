"""The same answers in other shapes: members, order, spelling, ids."""

import json
import re
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from sandbank_server.adapters.ids import SeededIds
from sandbank_server.api import consumer, consumer_rules
from sandbank_server.api.calls import ok
from sandbank_server.service import offboarding
from zoo.animals import Answered, Asked, variant
from zoo.variants.tools import content, is_consumer, is_control, is_upload, retold

OPAQUE = {"ruleAdditionalFields", "securities", "standingOrders", "supportedPayments"}
AMOUNT = re.compile(rb'("(?:amount|balance|transactionAmount)": ?-?\d+)(?=[,}])')
Shape = Callable[[Any], Any]


def _retell_json(
    patch: pytest.MonkeyPatch,
    shape: Shape,
    *,
    of: Callable[[Asked], bool],
    encode: Callable[[Any], str] = json.dumps,
) -> None:
    def apply(asked: Asked, answered: Answered) -> Answered:
        body = content(answered.header("content-type"), answered.body)
        if body is None or not of(asked):
            return answered
        return answered.with_body(encode(shape(body)).encode())

    retold(patch, apply)


def _is_of_the_three_apis(asked: Asked) -> bool:
    return not is_control(asked)


def _objects(value: Any, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    """The same with every object changed, but for what is kept as it was sent."""
    if isinstance(value, list):
        return [_objects(each, change) for each in value]
    if not isinstance(value, dict):
        return value
    return change({k: each if k in OPAQUE else _objects(each, change) for k, each in value.items()})


@variant()
def every_object_has_more_members(patch: pytest.MonkeyPatch) -> None:
    """Every object of the three APIs has members that no document names."""

    def more(value: dict[str, Any]) -> dict[str, Any]:
        return {"_links": {"self": None}, "version": 3, **value, "x-internal": ["?"]}

    _retell_json(patch, lambda body: _objects(body, more), of=_is_of_the_three_apis)


@variant("CTL-11")
def members_come_in_another_order(patch: pytest.MonkeyPatch) -> None:
    """The members of every object come in the opposite order."""

    def turned(value: dict[str, Any]) -> dict[str, Any]:
        return dict(reversed(value.items()))

    _retell_json(patch, lambda body: _objects(body, turned), of=lambda _: True)


@variant()
def json_is_printed_for_people(patch: pytest.MonkeyPatch) -> None:
    """JSON has line breaks, tabs, blanks around colons and letters as escapes."""

    def encode(body: Any) -> str:
        return "\r\n" + json.dumps(body, indent="\t", separators=(" ,", " : ")) + "\n"

    _retell_json(patch, lambda body: body, of=lambda _: True, encode=encode)


@variant()
def json_has_escaped_slashes(patch: pytest.MonkeyPatch) -> None:
    """JSON has every slash escaped, and every other letter as it is."""

    def encode(body: Any) -> str:
        return json.dumps(body, ensure_ascii=False).replace("/", "\\/")

    _retell_json(patch, lambda body: body, of=lambda _: True, encode=encode)


@variant("GEN-09")
def what_a_product_may_not_know_is_left_out(patch: pytest.MonkeyPatch) -> None:
    """Members of the Consumer API that would be null are left out."""

    def known(value: dict[str, Any]) -> dict[str, Any]:
        return {name: each for name, each in value.items() if each is not None}

    _retell_json(patch, lambda body: _objects(body, known), of=is_consumer)


@variant()
def what_is_unknown_of_uploads_is_null(patch: pytest.MonkeyPatch) -> None:
    """User banking shows null for what is not known, and `fetched: false` for uploads."""

    def whole(value: dict[str, Any]) -> dict[str, Any]:
        if "transactionId" in value:
            return {"fetched": False, "purpose": None, "paymentPartner": None, **value}
        if "accountId" in value:
            return {"bankLoginId": None, "iban": None, "balance": None, **value}
        return value

    _retell_json(patch, lambda body: _objects(body, whole), of=is_upload)


@variant()
def lists_come_in_another_order(patch: pytest.MonkeyPatch) -> None:
    """Banks, accounts, rules, candidates and answers to uploads come in the opposite order."""

    def turned(body: Any) -> Any:
        return body[::-1] if isinstance(body, list) else body

    _retell_json(
        patch,
        turned,
        of=lambda asked: not is_control(asked) or asked.path.endswith("/candidates"),
    )


@variant()
def amounts_are_written_with_decimals(patch: pytest.MonkeyPatch) -> None:
    """A whole amount is answered with two decimals: `12.00`."""

    def apply(asked: Asked, answered: Answered) -> Answered:
        if is_control(asked) or content(answered.header("content-type"), answered.body) is None:
            return answered
        return answered.with_body(AMOUNT.sub(rb"\1.00", answered.body))

    retold(patch, apply)


@variant()
def amounts_are_written_with_exponents(patch: pytest.MonkeyPatch) -> None:
    """A whole amount is answered with an exponent: `12E0`."""

    def apply(asked: Asked, answered: Answered) -> Answered:
        if is_control(asked) or content(answered.header("content-type"), answered.body) is None:
            return answered
        return answered.with_body(AMOUNT.sub(rb"\1E0", answered.body))

    retold(patch, apply)


@variant()
def made_ids_are_short_words(patch: pytest.MonkeyPatch) -> None:
    """New ids are letters and numbers, and no UUIDs."""
    numbers = count(1)
    patch.setattr(SeededIds, "new", lambda _: f"Id_{next(numbers):05}.x")


@variant()
def made_ids_are_numbers(patch: pytest.MonkeyPatch) -> None:
    """New ids are strings of digits."""
    numbers = count(7_000_000_001)
    patch.setattr(SeededIds, "new", lambda _: str(next(numbers)))


@variant("GEN-09")
def creations_of_a_product_answer_200(patch: pytest.MonkeyPatch) -> None:
    """New organisations, bank accounts and rules answer 200."""
    patch.setattr(consumer, "created", ok)
    patch.setattr(consumer_rules, "created", ok)


@variant()
def a_cancelled_account_tells_why(patch: pytest.MonkeyPatch) -> None:
    """A disconnected account has a reason for its status."""
    real = offboarding.replace

    def replace(account: Any, **changes: Any) -> Any:
        return real(account, **changes, status_reason="Disconnected by the customer")

    patch.setattr(offboarding, "replace", replace)
