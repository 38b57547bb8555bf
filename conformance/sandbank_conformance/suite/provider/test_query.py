"""Reports that name the session in the query: the same operation by another address."""

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import (
    NotTestable,
    ensure,
    ensure_status,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.provider.reports import (
    BY_QUERY,
    RENEWED,
    by_query,
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

NO_ONE_ID = (
    "",
    "authorisationId=",
    "authorisationId={session}&authorisationId={session}",
    "authorisationId={session}&authorisationId=word",
    "authorisationId=word&authorisationId={session}",
)


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
def test_a_query_without_exactly_one_id_answers_409(
    provider: Provider, stock: Stock, draw: Draw
) -> None:
    session, body = stock.onboarding(shared=True), onboarded(granted(draw))

    for query in NO_ONE_ID:
        answer = provider.call(BY_QUERY, query=query.format(session=session), json=body)

        ensure_status(answer, 409)


@requirement("GEN-02")
def test_a_query_without_exactly_one_id_reports_nothing(
    provider: Provider, stock: Stock, draw: Draw
) -> None:
    session, body = stock.onboarding(shared=True), onboarded(granted(draw))
    queries = [each.format(session=session) for each in NO_ONE_ID]

    answers = [provider.call(BY_QUERY, query=each, json=body) for each in queries]

    if not all(each.refused for each in answers):
        raise NotTestable("a server that refuses queries without exactly one id")
    ensure_still_open(provider, stock, session, body, answers[-1])


@requirement("PRV-AUTH-21")
def test_an_id_that_nobody_has_is_answered_alike_in_query_and_path(
    provider: Provider, draw: Draw
) -> None:
    unknown, body = draw.uuid(), onboarded(granted(draw))
    by_path = provider.call("reportAuthorisation", unknown, json=body)

    answer = by_query(provider, unknown, body)

    ensure_status(answer, by_path.status)


@requirement("PRV-AUTH-21")
def test_an_id_in_the_path_counts_before_one_in_the_query(
    provider: Provider, product: Product, stock: Stock, draw: Draw
) -> None:
    session = stock.reauthorisation(shared=True)
    waiting(product, session)
    query = {"authorisationId": session.id}

    answer = provider.call("reportAuthorisation", draw.uuid(), query=query, json=RENEWED)

    status = status_of(product, session.account)
    ensure(
        status == "authRequired",
        expected="a report about the id in the path, which nobody has",
        received=f"status {status}",
        exchange=answer,
    )
