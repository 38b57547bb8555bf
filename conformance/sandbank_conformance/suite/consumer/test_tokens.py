"""Tokens for products: who gets one, and what is needed."""

from collections.abc import Mapping

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import ensure, ensure_refused, ensure_status, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement
from sandbank_conformance.owner import Owner


def _strangers(product: Product, stranger: Product, draw: Draw) -> Mapping[str, Mapping[str, str]]:
    """Headers that do not go together, by what is wrong."""
    own, other = product.access, stranger.access
    return {
        "an unknown application": {"X_Application": draw.alike(own.application)},
        "an unknown organisation": {"X_Organisation_Id": draw.alike(own.organisation)},
        "an unknown company": {"X_Company_Id": draw.alike(own.company)},
        "the company of another organisation": {"X_Company_Id": other.company},
        "the organisation of another company": {"X_Organisation_Id": other.organisation},
    }


@pytest.mark.parametrize(
    "wrong",
    [
        "an unknown application",
        "an unknown organisation",
        "an unknown company",
        "the company of another organisation",
        "the organisation of another company",
    ],
)
@requirement("CON-TOK-01")
def test_401_for(wrong: str, product: Product, stranger: Product, draw: Draw) -> None:
    given(product.ask_for_token())

    answer = product.ask_for_token(**_strangers(product, stranger, draw)[wrong])

    ensure_status(answer, 401)


@requirement("CON-TOK-01")
def test_no_answer_tells_what_is_not_known(product: Product, stranger: Product, draw: Draw) -> None:
    given(product.ask_for_token())

    answers = {
        wrong: product.ask_for_token(**headers)
        for wrong, headers in _strangers(product, stranger, draw).items()
    }

    different = {(each.status, each.received.body): wrong for wrong, each in answers.items()}
    ensure(
        len(different) == 1,
        expected="one answer to all",
        received=f"another answer to each of {[*different.values()]}",
    )


@requirement("GEN-05")
def test_no_token_opens_the_company_of_another_organisation(
    product: Product, stranger: Product
) -> None:
    given(product.ask_for_token())
    given(stranger.call("listBankAccounts"))
    token = product.ask_for_token(X_Company_Id=stranger.access.company).at("/jwt")
    if not isinstance(token, str):
        return  # there is none to open anything with

    answer = stranger.call("listBankAccounts", headers={"Authorization": f"Bearer {token}"})

    ensure_refused(answer)


@pytest.mark.parametrize("header", ["X-Application", "X-Organisation-Id", "X-Nonce"])
@requirement("CON-TOK-04")
def test_400_without(header: str, product: Product) -> None:
    given(product.ask_for_token())

    answer = product.ask_for_token(**{header.replace("-", "_"): None})

    ensure_status(answer, 400)


@requirement("CON-TOK-04")
def test_400_without_a_signature_that_is_demanded(product: Product, owner: Owner) -> None:
    given(owner.call("changeSettings", json={"demandSignature": True}))
    given(product.ask_for_token())

    answer = product.ask_for_token(X_Signature=None)

    ensure_status(answer, 400)
