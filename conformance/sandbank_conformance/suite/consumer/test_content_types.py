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

media_types = pytest.mark.parametrize(
    "media_type",
    [
        pytest.param(None, id="no Content-Type"),
        pytest.param("text/plain", id="text"),
        pytest.param("application/xml", id="xml"),
        pytest.param("application/x-www-form-urlencoded", id="a form"),
        pytest.param("application/json; charset=utf-16", id="another charset"),
        pytest.param("nonsense", id="nonsense"),
    ],
)


def _ensure_same(call: Callable[[str | None], Exchange], media_type: str | None) -> None:
    usual = given(call("application/json"))

    other = call(media_type)

    ensure(
        other.status == usual.status,
        expected=f"{usual.status}, as with application/json",
        received=told(other),
        exchange=other,
    )


@media_types
@requirement("CON-OFF-12")
def test_reading_is_the_same_with(
    media_type: str | None, product: Product, stock: Stock, draw: Draw
) -> None:
    place = made_place(product, stock, draw)

    for operation in READS:

        def call(sent: str | None, operation: str = operation) -> Exchange:
            return make(product, operation, place, {"Content-Type": sent})

        _ensure_same(call, media_type)


@media_types
@requirement("CON-OFF-12")
def test_banks_and_tokens_are_the_same_with(media_type: str | None, product: Product) -> None:
    bank = str(given(product.call("listBanks"), "/0/bankId"))

    _ensure_same(lambda sent: product.call("listBanks", headers=_only(sent)), media_type)
    _ensure_same(lambda sent: product.call("getBank", bank, headers=_only(sent)), media_type)
    _ensure_same(lambda sent: product.ask_for_token(Content_Type=sent), media_type)


@media_types
@requirement("CON-OFF-12")
def test_disconnecting_and_deleting_are_the_same_with(
    media_type: str | None, product: Product, stock: Stock, draw: Draw
) -> None:
    usual, other = (made_place(product, stock, draw) for _ in range(2))
    places = {"application/json": usual}

    for operation in ("deleteRule", "disconnectBankAccount"):

        def call(sent: str | None, operation: str = operation) -> Exchange:
            place = places.get(sent or "", other)
            return make(product, operation, place, {"Content-Type": sent})

        _ensure_same(call, media_type)


def _only(media_type: str | None) -> dict[str, str | None]:
    return {"Authorization": None, "Content-Type": media_type}
