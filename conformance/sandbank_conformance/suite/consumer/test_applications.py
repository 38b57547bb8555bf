"""What a product may do that only says which it is."""

from typing import Any

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import ensure, ensure_status, given, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.suite.consumer.test_organisations import FULL

each_operation = pytest.mark.parametrize(
    "operation", ["listBanks", "getBank", "createOrganisation"]
)


def _call(product: Product, operation: str, **headers: str | list[str] | None) -> Exchange:
    headers = {"Authorization": None, **headers}
    ids: list[str] = []
    options: dict[str, Any] = {}
    if operation == "getBank":
        ids = [str(given(product.call("listBanks"), "/0/bankId"))]
    if operation == "createOrganisation":
        options = {"json": FULL}
    return product.call(operation, *ids, headers=headers, **options)


@smoke
@each_operation
@requirement("CON-APP-01")
def test_no_token_is_needed_for(operation: str, product: Product) -> None:
    answer = _call(product, operation)

    ensure(
        answer.status not in (401, 403), expected="no refusal of the caller", received=told(answer)
    )


@each_operation
@requirement("CON-APP-01")
def test_403_without_an_application_for(operation: str, product: Product) -> None:
    answer = _call(product, operation, **{"x-application": None})

    ensure_status(answer, 403)


@each_operation
@requirement("CON-APP-01")
def test_403_with_two_applications_for(operation: str, product: Product) -> None:
    name = product.access.application

    answer = _call(product, operation, **{"x-application": [name, name]})

    ensure_status(answer, 403)


@each_operation
@requirement("CON-APP-01")
def test_403_with_an_unknown_application_for(operation: str, product: Product, draw: Draw) -> None:
    unknown = draw.alike(product.access.application)

    answer = _call(product, operation, **{"x-application": unknown})

    ensure_status(answer, 403)


@each_operation
@requirement("CON-APP-01")
def test_403_with_a_longer_application_for(operation: str, product: Product) -> None:
    longer = f"{product.access.application}.more"

    answer = _call(product, operation, **{"x-application": longer})

    ensure_status(answer, 403)
