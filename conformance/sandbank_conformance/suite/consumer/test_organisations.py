"""Signing up an organisation."""

from typing import Any

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import (
    ensure,
    ensure_status,
    ensure_success,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.target import ProductAccess

FULL: dict[str, Any] = {
    "company": {
        "name": "Verify",
        "postalCode": "NE1 4LP",
        "standardIndustrialCode": "10710",
        "vatNumber": "GB123456789",
        "languageCode": "en-GB",
    },
    "crmId": "verify",
    "user": {"emailAddress": "verify@example.org", "identity": "verify"},
}


def _signed_up(product: Product, draw: Draw) -> Product:
    """The product, for the company of an organisation made now."""
    body = {"company": {"name": f"Verify {draw.word()}"}}
    made = product.call("createOrganisation", json=body, headers={"Authorization": None})
    access = ProductAccess(
        name="new product",
        application=product.access.application,
        organisation=given(made, "/organisationId"),
        company=given(made, "/companies/0"),
        signing_key=given(made, "/token"),
    )
    return product.of(access)


@smoke
@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"company": {"name": "Verify"}}, id="a company with a name"),
        pytest.param(FULL, id="everything"),
    ],
)
@requirement("CON-ORG-01")
def test_an_organisation_comes_with_one_company_and_a_key_when_made_with(
    body: dict[str, Any], product: Product
) -> None:
    made = product.call("createOrganisation", json=body, headers={"Authorization": None})

    companies, key = made.at("/companies"), made.at("/token")
    ensure_success(made)
    ensure(
        isinstance(companies, list) and len(companies) == 1,
        expected="one company",
        received=str(companies),
    )
    ensure(isinstance(key, str) and bool(key), expected="a key in /token", received=str(key))


@smoke
@requirement("CON-ORG-01")
def test_the_company_of_a_new_organisation_can_be_called_for_at_once(
    product: Product, draw: Draw
) -> None:
    new = _signed_up(product, draw)
    token = new.ask_for_token()
    ensure_success(token)
    bearer = {"Authorization": f"Bearer {token.at('/jwt')}"}

    listed = new.call("listBankAccounts", headers=bearer)

    ensure_success(listed)


@requirement("CON-ORG-01")
def test_a_new_organisation_gets_a_token_of_its_own_at_once(product: Product, draw: Draw) -> None:
    new = _signed_up(product, draw)

    token = new.ask_for_token(X_Company_Id=None)

    ensure_success(token)


@requirement("CON-ORG-01")
@pytest.mark.parametrize("alike", ["nothing", "company", "crmId", "user", "everything"])
def test_an_organisation_is_another_one_than_that_which_was_like_it_in(
    alike: str, product: Product, draw: Draw
) -> None:
    bodies = [_drawn(draw) for _ in range(2)]
    same = [*FULL] if alike == "everything" else [each for each in FULL if each == alike]
    bodies[1] |= {name: bodies[0][name] for name in same}

    one, other = (
        given(product.call("createOrganisation", json=each, headers={"Authorization": None}))
        for each in bodies
    )

    for place in ("/organisationId", "/companies/0", "/token"):
        ensure(
            given(one, place) != given(other, place),
            expected=f"a {place} of its own",
            received="that of another organisation",
            exchange=other,
        )


def _drawn(draw: Draw) -> dict[str, Any]:
    """An organisation that differs from all others in everything."""
    return {
        "company": {**FULL["company"], "name": f"Verify {draw.word()}", "vatNumber": draw.word()},
        "crmId": draw.word(),
        "user": {"emailAddress": f"{draw.word()}@example.org", "identity": draw.word()},
    }


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({}, id="no company"),
        pytest.param({"company": {}}, id="a company without a name"),
        pytest.param({"company": {"name": ""}}, id="a company with an empty name"),
        pytest.param({"company": {"name": None}}, id="a company whose name is null"),
        pytest.param({"companies": [{"name": "Verify"}]}, id="companies in place of a company"),
    ],
)
@requirement("CON-ORG-01")
def test_400_for(body: dict[str, Any], product: Product) -> None:
    answer = product.call("createOrganisation", json=body, headers={"Authorization": None})

    ensure_status(answer, 400)
