"""A call without a body, whatever media type it is said to have."""

from collections.abc import Callable

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import ensure, given, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.company_calls import READS, made_place, make

OTHERS: tuple[str | None, ...] = (
    None,
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/json; charset=utf-16",
    "nonsense",
)

Call = Callable[[str | None], Exchange]


def _ensure_same(call: Call, *media_types: str | None) -> None:
    usual = given(call("application/json"))

    for each in media_types:
        other = call(each)

        ensure(
            other.status == usual.status,
            expected=f"{usual.status} with {each or 'no Content-Type'}, as with application/json",
            received=told(other),
            exchange=other,
        )


@requirement("CON-OFF-12")
def test_the_media_type_of_nothing_makes_no_difference_to_reading(
    product: Product, stock: Stock, draw: Draw
) -> None:
    place = made_place(product, stock, draw)

    for operation in READS:

        def call(sent: str | None, operation: str = operation) -> Exchange:
            return make(product, operation, place, {"Content-Type": sent})

        _ensure_same(call, *OTHERS)


@requirement("CON-OFF-12")
def test_the_media_type_of_nothing_makes_no_difference_to_banks_and_tokens(
    product: Product,
) -> None:
    bank = str(given(product.call("listBanks"), "/0/bankId"))

    _ensure_same(lambda sent: product.call("listBanks", headers=_only(sent)), *OTHERS)
    _ensure_same(lambda sent: product.call("getBank", bank, headers=_only(sent)), *OTHERS)
    _ensure_same(lambda sent: product.ask_for_token(Content_Type=sent), *OTHERS)


@pytest.mark.parametrize("operation", ["deleteRule", "disconnectBankAccount"])
@requirement("CON-OFF-12")
def test_the_media_type_of_nothing_makes_no_difference_to_a(
    operation: str, product: Product, stock: Stock, draw: Draw
) -> None:
    def call(sent: str | None) -> Exchange:
        place = made_place(product, stock, draw)
        return make(product, operation, place, {"Content-Type": sent})

    _ensure_same(call, *OTHERS)


def _only(media_type: str | None) -> dict[str, str | None]:
    return {"Authorization": None, "Content-Type": media_type}
