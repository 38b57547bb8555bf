"""Sessions are reported once."""

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import (
    ensure,
    ensure_status,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke, transition
from sandbank_conformance.owner import Owner
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.provider.reports import (
    FAILED,
    RENEWED,
    Json,
    ensure_account_unchanged,
    granted,
    offered,
    onboarded,
    reported,
    seen,
    waiting,
)

LATER = ["word for word", "with another account", "of a failure"]
_EVENTS = {"of a failure": "failed"}  # the others say granted once more


def ensure_used(provider: Provider, stock: Stock, body: Json, answer: Exchange) -> None:
    """A report of a session that was used is answered 409."""
    if body == FAILED and answer.status != 409:  # then failures have to be right to begin with
        given(reported(provider, stock, stock.onboarding(), FAILED))
    ensure_status(answer, 409)


@smoke
@requirement("PRV-AUTH-17")
@pytest.mark.parametrize(
    "later",
    [
        pytest.param(
            each,
            marks=transition("session", "granted", _EVENTS.get(each, "granted"), "refused"),
            id=each,
        )
        for each in LATER
    ],
)
def test_a_second_report_of_an_onboarding_answers_409(
    provider: Provider, stock: Stock, draw: Draw, later: str
) -> None:
    session, first, other = stock.onboarding(), onboarded(granted(draw)), onboarded(granted(draw))
    given(reported(provider, stock, session, first))

    second = dict(zip(LATER, (first, other, FAILED), strict=True))[later]
    answer = provider.call("reportAuthorisation", session, json=second)

    ensure_used(provider, stock, second, answer)


@requirement("PRV-AUTH-17")
@pytest.mark.parametrize("later", LATER)
def test_a_second_report_of_an_onboarding_changes_nothing_of_what_is_offered(
    provider: Provider, stock: Stock, owner: Owner, draw: Draw, later: str
) -> None:
    session, first, other = stock.onboarding(), onboarded(granted(draw)), onboarded(granted(draw))
    given(reported(provider, stock, session, first))
    before = offered(owner, session)

    second = dict(zip(LATER, (first, other, FAILED), strict=True))[later]
    answer = provider.call("reportAuthorisation", session, json=second)

    after = offered(owner, session)
    ensure(
        after == before,
        expected=str(before),
        received=str(after),
        exchange=answer,
        also=("GEN-02",) if answer.refused else (),
    )


@smoke
@requirement("PRV-AUTH-17")
@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(
            RENEWED,
            RENEWED,
            id="success and success",
            marks=transition("session", "completed", "renewed", "refused"),
        ),
        pytest.param(
            RENEWED,
            FAILED,
            id="success and failure",
            marks=transition("session", "completed", "failed", "refused"),
        ),
        pytest.param(
            FAILED,
            RENEWED,
            id="failure and success",
            marks=transition("session", "failed", "renewed", "refused"),
        ),
    ],
)
def test_a_second_report_of_a_re_authorisation_answers_409_and_changes_nothing(
    provider: Provider,
    product: Product,
    stock: Stock,
    first: Json,
    second: Json,
) -> None:
    session = stock.reauthorisation()
    waiting(product, session)
    given(reported(provider, stock, session.id, first))
    before = seen(product, session.account)

    answer = provider.call("reportAuthorisation", session.id, json=second)

    ensure_used(provider, stock, second, answer)
    ensure_account_unchanged(product, session.account, before, answer)


@requirement("PRV-AUTH-17")
@transition("session", "completed", "granted", "refused")
def test_a_session_whose_user_has_chosen_answers_409(
    provider: Provider, stock: Stock, owner: Owner, draw: Draw
) -> None:
    session, account = stock.onboarding(), granted(draw)
    given(reported(provider, stock, session, onboarded(account)))
    choice = {"accountIdentifier": account["accountIdentifier"]}
    given(owner.call("chooseCandidate", session, json=choice))

    answer = provider.call("reportAuthorisation", session, json=onboarded(granted(draw)))

    ensure_status(answer, 409)


@requirement("PRV-AUTH-17")
def test_a_session_that_was_reported_by_path_is_used_by_query_too(
    provider: Provider, stock: Stock, draw: Draw
) -> None:
    sessions, body = [stock.onboarding(), stock.onboarding()], onboarded(granted(draw))
    queries = [{"authorisationId": each} for each in sessions]
    given(provider.call("reportAuthorisationByQuery", query=queries[0], json=body))
    given(reported(provider, stock, sessions[1], body))

    answer = provider.call("reportAuthorisationByQuery", query=queries[1], json=body)

    ensure_status(answer, 409)


@requirement("PRV-AUTH-17")
@transition("session", "failed", "granted", "refused")
def test_an_onboarding_that_failed_takes_no_success_any_more(
    provider: Provider, stock: Stock, draw: Draw
) -> None:
    session = stock.onboarding()
    given(reported(provider, stock, session, FAILED))

    answer = provider.call("reportAuthorisation", session, json=onboarded(granted(draw)))

    ensure_status(answer, 409)
