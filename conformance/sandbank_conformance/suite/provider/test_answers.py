"""What a right report answers: 204, and not a byte more."""

import pytest

from sandbank_conformance.callers import Provider
from sandbank_conformance.conditions import ensure_no_body, ensure_status, ensure_success, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.provider.reports import (
    FAILED,
    RENEWED,
    Json,
    granted,
    onboarded,
    reported,
    several,
)

CLOSE = {"Connection": "close"}  # bytes behind the head show only on a connection that ends


@smoke
@requirement("PRV-AUTH-01")
def test_reporting_an_onboarding_answers_204_without_a_body(
    provider: Provider, stock: Stock, draw: Draw
) -> None:
    session = stock.onboarding()

    answer = reported(provider, stock, session, onboarded(granted(draw)), headers=CLOSE)

    ensure_status(answer, 204)
    ensure_no_body(answer)


@smoke
@requirement("PRV-AUTH-01")
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(RENEWED, id="without bankAccounts"),
        pytest.param(onboarded(), id="with empty bankAccounts"),
        pytest.param(FAILED, id="that failed"),
    ],
)
def test_reporting_a_re_authorisation_answers_204_without_a_body(
    provider: Provider, stock: Stock, body: Json
) -> None:
    session = stock.reauthorisation()

    # Whether it is taken in at all is a question of PRV-AUTH-10 and -19.
    answer = given(reported(provider, stock, session.id, body, headers=CLOSE))

    ensure_status(answer, 204)
    ensure_no_body(answer)


@requirement("PRV-AUTH-01")
def test_reporting_an_onboarding_of_three_accounts_answers_204_without_a_body(
    provider: Provider, stock: Stock, draw: Draw
) -> None:
    session, body = stock.onboarding(), onboarded(*several(draw, 3))

    # Whether it is taken in at all is PRV-AUTH-08's question.
    answer = given(reported(provider, stock, session, body, headers=CLOSE))

    ensure_status(answer, 204)
    ensure_no_body(answer)


@requirement("PRV-AUTH-01")
def test_reporting_an_onboarding_that_failed_answers_204_without_a_body(
    provider: Provider, stock: Stock
) -> None:
    session = stock.onboarding()

    # Whether it is taken in at all is PRV-AUTH-19's question.
    answer = given(reported(provider, stock, session, FAILED, headers=CLOSE))

    ensure_status(answer, 204)
    ensure_no_body(answer)


@requirement("PRV-AUTH-01")
def test_a_report_by_query_answers_204_without_a_body(
    provider: Provider, stock: Stock, draw: Draw
) -> None:
    query, body = {"authorisationId": stock.onboarding()}, onboarded(granted(draw))

    # Whether it is taken in at all is PRV-AUTH-21's question.
    answer = given(
        provider.call("reportAuthorisationByQuery", query=query, json=body, headers=CLOSE)
    )

    ensure_status(answer, 204)
    ensure_no_body(answer)


@requirement("PRV-AUTH-01")
def test_the_names_of_headers_count_in_any_case(
    provider: Provider, stock: Stock, draw: Draw
) -> None:
    session = stock.onboarding()
    capitals = {name.upper(): value for name, value in provider.headers.items()}

    answer = reported(provider, stock, session, onboarded(granted(draw)), headers=capitals)

    ensure_success(answer)
