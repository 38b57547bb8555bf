"""What looks like no token at all is refused like any other that is wrong."""

import pytest

from sandbank_conformance.callers import Product, Provider, Uploader
from sandbank_conformance.conditions import ensure_refused, ensure_status
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.general.odd_headers import UNSIGNED
from sandbank_conformance.suite.general.provider_calls import report_body

LACKING = [
    pytest.param("", id="nothing"),
    pytest.param("Bearer", id="no token behind the scheme"),
]
GARBLED = [
    pytest.param("Bearer token", id="a word"),
    pytest.param("Bearer to.ken", id="two parts"),
    pytest.param("Bearer t.o.k.e.n", id="five parts"),
    pytest.param(UNSIGNED, id="no signature"),
    pytest.param("Basic dG86a2Vu", id="a name and a word"),
    pytest.param("Digest to.ken", id="another scheme"),
]
WORDS = pytest.mark.parametrize("authorization", [*LACKING, *GARBLED])


@WORDS
@requirement("CON-OFF-08")
@of_api("consumer")
def test_a_word_is_no_token_of_a_product(authorization: str, product: Product) -> None:
    answer = product.call("listBankAccounts", headers={"Authorization": authorization})

    ensure_refused(answer)


@WORDS
@requirement("PRV-AUTH-04")
@of_api("provider")
def test_a_word_is_no_token_of_a_provider(
    authorization: str, provider: Provider, stock: Stock, draw: Draw
) -> None:
    session = stock.onboarding(shared=True)

    answer = provider.call(
        "reportAuthorisation",
        session,
        json=report_body(draw),
        headers={"Authorization": authorization},
    )

    ensure_refused(answer)


@pytest.mark.parametrize("authorization", LACKING)
@requirement("UB-DEL-06")
@of_api("user_banking")
def test_nothing_is_no_token_of_a_client(authorization: str, uploader: Uploader) -> None:
    answer = uploader.call("listUsers", headers={"Authorization": authorization})

    ensure_refused(answer)


@pytest.mark.parametrize("authorization", GARBLED)
@requirement("UB-DEL-06")
@of_api("user_banking")
def test_a_word_is_no_token_of_a_client(authorization: str, uploader: Uploader) -> None:
    answer = uploader.call("listUsers", headers={"Authorization": authorization})

    ensure_status(answer, 401)


@requirement("UB-DEL-06")
@of_api("user_banking")
def test_a_word_in_the_query_or_a_cookie_is_no_token_of_a_client(uploader: Uploader) -> None:
    without = {"Authorization": None}

    in_query = uploader.call("listUsers", headers=without, query={"access_token": "to.ken"})
    in_cookie = uploader.call("listUsers", headers={**without, "Cookie": "access_token=to.ken"})

    ensure_status(in_query, 401)
    ensure_status(in_cookie, 401)
