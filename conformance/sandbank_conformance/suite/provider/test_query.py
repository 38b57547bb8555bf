"""Reports that name the session in the query: the same operation by another address."""

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import ensure, ensure_refused, ensure_status, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.provider.reports import (
    RENEWED,
    Json,
    ensure_still_open,
    fields_of,
    granted,
    offered,
    onboarded,
    reported,
    status_of,
    two_waiting,
    waiting,
)

BY_QUERY = "reportAuthorisationByQuery"
NO_ONE_ID = [
    pytest.param("", id="no parameter"),
    pytest.param("authorisationId=", id="an empty parameter"),
    pytest.param("authorisationId={session}&authorisationId={session}", id="the same id twice"),
    pytest.param("authorisationId={session}&authorisationId=word", id="the id and another"),
    pytest.param("authorisationId=word&authorisationId={session}", id="another and the id"),
]


def by_query(provider: Provider, session: str, body: Json, **options: Json) -> Exchange:
    """The report of a session with its id in the query."""
    return provider.call(BY_QUERY, query={"authorisationId": session}, json=body, **options)


@smoke
@requirement("PRV-AUTH-21")
def test_a_report_by_query_is_answered_like_one_by_path(
    provider: Provider, stock: Stock, draw: Draw
) -> None:
    sessions, body = [stock.onboarding(), stock.onboarding()], onboarded(granted(draw))
    by_path = given(reported(provider, stock, sessions[0], body))

    answer = by_query(provider, sessions[1], body)

    ensure_status(answer, by_path.status)


@requirement("PRV-AUTH-21")
def test_an_account_re_authorised_by_query_fares_like_one_by_path(
    provider: Provider, product: Product, stock: Stock
) -> None:
    accounts = two_waiting(product)
    sessions = [stock.reauthorisation(each).id for each in accounts]
    given(reported(provider, stock, sessions[0], RENEWED))

    by_query(provider, sessions[1], RENEWED)

    wanted, status = (status_of(product, each) for each in accounts)
    ensure(status == wanted, expected=f"status {wanted}", received=f"status {status}")


@requirement("PRV-AUTH-21")
def test_an_account_reported_by_query_is_offered(
    provider: Provider, stock: Stock, owner: Owner, draw: Draw
) -> None:
    session, account = stock.onboarding(), granted(draw)

    answer = by_query(provider, session, onboarded(account))

    told = offered(owner, session)
    wanted = fields_of(account)
    ensure(told == wanted, expected=str(wanted), received=str(told), exchange=answer)


@requirement("PRV-AUTH-21")
@pytest.mark.parametrize("query", NO_ONE_ID)
def test_a_query_without_exactly_one_id_answers_409(
    provider: Provider, stock: Stock, draw: Draw, query: str
) -> None:
    session, body = stock.onboarding(shared=True), onboarded(granted(draw))

    answer = provider.call(BY_QUERY, query=query.replace("{session}", session), json=body)

    ensure_status(answer, 409)
    ensure_still_open(provider, stock, session, body, answer)


@requirement("PRV-AUTH-21")
def test_an_id_that_nobody_has_is_answered_alike_in_query_and_path(
    provider: Provider, draw: Draw
) -> None:
    unknown, body = draw.uuid(), onboarded(granted(draw))
    by_path = provider.call("reportAuthorisation", unknown, json=body)

    answer = by_query(provider, unknown, body)

    ensure_status(answer, by_path.status)


@requirement("PRV-AUTH-18")
def test_the_session_of_another_provider_in_the_query_is_refused_and_stays_open(
    provider: Provider, rival: Provider, stock: Stock, draw: Draw
) -> None:
    session, body = stock.foreign_session(), onboarded(granted(draw))

    answer = by_query(provider, session, body)

    ensure_refused(answer, also=("GEN-05",))
    ensure_still_open(rival, stock, session, body, answer, also=("GEN-02", "GEN-05"))


@requirement("PRV-AUTH-03")
@pytest.mark.parametrize(
    "key", [pytest.param("wrong", id="a wrong key"), pytest.param(None, id="no key")]
)
def test_a_report_by_query_needs_the_key(
    provider: Provider, stock: Stock, draw: Draw, key: str | None
) -> None:
    session, body = stock.onboarding(shared=True), onboarded(granted(draw))

    answer = by_query(provider, session, body, headers={"x-api-key": key})

    ensure_refused(answer)
    ensure_still_open(provider, stock, session, body, answer)


@requirement("PRV-AUTH-04")
@pytest.mark.parametrize(
    "value", [pytest.param("Bearer word", id="a wrong token"), pytest.param(None, id="no token")]
)
def test_a_report_by_query_needs_the_token(
    provider: Provider, stock: Stock, draw: Draw, value: str | None
) -> None:
    session, body = stock.onboarding(shared=True), onboarded(granted(draw))

    answer = by_query(provider, session, body, headers={"Authorization": value})

    ensure_refused(answer)
    ensure_still_open(provider, stock, session, body, answer)


@requirement("PRV-AUTH-21")
def test_an_id_in_the_path_counts_before_one_in_the_query(
    provider: Provider, product: Product, stock: Stock, draw: Draw
) -> None:
    session = stock.reauthorisation(shared=True)
    account = waiting(product, session)
    query = {"authorisationId": session.id}

    answer = provider.call("reportAuthorisation", draw.uuid(), query=query, json=RENEWED)

    status = status_of(product, account)
    ensure(
        status == "authRequired",
        expected="a report about the id in the path, which nobody has",
        received=f"status {status}",
        exchange=answer,
    )
