"""A report is about one session: the others stay as they are, of the same account even."""

import pytest

from sandbank_conformance.callers import Provider
from sandbank_conformance.conditions import (
    NotTestable,
    ensure,
    ensure_member,
    ensure_success,
    given,
    told,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement
from sandbank_conformance.owner import Owner
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.provider.reports import (
    FAILED,
    RENEWED,
    Json,
    fields_of,
    granted,
    offered,
    onboarded,
    reported,
)

by_place = pytest.mark.parametrize(
    "place", [pytest.param(0, id="first"), pytest.param(1, id="last")]
)


@requirement("PRV-AUTH-12")
@pytest.mark.parametrize(
    "later", [pytest.param(None, id="with an account"), pytest.param(FAILED, id="of a failure")]
)
@by_place
def test_what_one_session_offers_is_not_changed_by_a_report_of_one_that_was_opened(
    provider: Provider,
    stock: Stock,
    owner: Owner,
    draw: Draw,
    place: int,
    later: Json | None,
) -> None:
    sessions, account = [stock.onboarding(), stock.onboarding()], granted(draw)
    session, other = sessions[1 - place], sessions[place]
    given(reported(provider, stock, session, onboarded(account)))
    before = offered(owner, session)
    if before != fields_of(account):
        raise NotTestable(f"a session that offers the account reported: {before}")

    answer = given(reported(provider, stock, other, later or onboarded(granted(draw))))

    after = offered(owner, session)
    ensure(
        after == before,
        expected=str(before),
        received=str(after),
        exchange=answer,
        also=() if set(before) <= set(after) else ("PRV-AUTH-08",),
    )


def _two_open(stock: Stock, owner: Owner, place: int) -> tuple[str, str]:
    """Two open re-authorisations of one bank account; first the one at a place."""
    first = stock.reauthorisation()
    sessions = [first.id, stock.reauthorisation(first.account).id]
    for each in sessions:
        shown = owner.call("getAuthorisation", each)
        if shown.at("/status") != "open":
            raise NotTestable(f"two open sessions of one bank account: {told(shown)}")
    return sessions[place], sessions[1 - place]


@requirement("PRV-AUTH-12")
@by_place
def test_a_failure_ends_no_other_session_of_the_account_than_that_which_was_opened(
    provider: Provider, stock: Stock, owner: Owner, place: int
) -> None:
    session, other = _two_open(stock, owner, place)

    given(reported(provider, stock, session, FAILED))

    ensure_member(owner.call("getAuthorisation", other), "/status", "open")


@requirement("PRV-AUTH-12")
@by_place
def test_a_success_is_taken_in_after_a_failure_of_the_session_that_was_opened(
    provider: Provider, stock: Stock, owner: Owner, place: int
) -> None:
    session, other = _two_open(stock, owner, place)
    given(reported(provider, stock, session, FAILED))

    answer = provider.call("reportAuthorisation", other, json=RENEWED)

    ensure(
        answer.succeeded,
        expected="a 2xx for the other session, which was open",
        received=told(answer),
        exchange=answer,
        also=("PRV-AUTH-10",),
    )


@requirement("PRV-AUTH-10")
@pytest.mark.parametrize("status", ["active", "pending"])
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(RENEWED, id="without bankAccounts"),
        pytest.param(onboarded(), id="with empty bankAccounts"),
    ],
)
def test_a_success_is_taken_in_of_an_account_that_is(
    provider: Provider, stock: Stock, draw: Draw, status: str, body: Json
) -> None:
    account = stock.new_account(draw) if status == "pending" else stock.account()
    session = stock.reauthorisation(account)

    answer = reported(provider, stock, session.id, body)

    ensure_success(answer)  # that it is a 204 is PRV-AUTH-01's question
