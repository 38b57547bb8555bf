"""Reports that are refused, for whatever reason, change nothing."""

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import NotTestable, ensure, given, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.provider.reports import (
    NOT_OPEN,
    RENEWED,
    Json,
    ensure_account_unchanged,
    ensure_still_open,
    granted,
    offered,
    onboarded,
    reported,
    several,
    waiting,
)
from sandbank_conformance.suite.provider.wrong_reports import (
    OF_ONBOARDINGS,
    OF_RENEWALS,
    Send,
    Slip,
)


def of_this_run(stock: Stock) -> str:
    """An onboarding session that nobody else has used."""
    session = stock.onboarding(shared=True)
    if not stock.has_opened(session):
        raise NotTestable('sessions of this run: [provider.sessions] onboarding-command = "…"')
    return session


@requirement("GEN-02")
@pytest.mark.parametrize("slips", OF_ONBOARDINGS)
def test_reports_of_an_onboarding_that_are_refused_leave_it_open(
    send: Send, provider: Provider, stock: Stock, draw: Draw, slips: list[Slip]
) -> None:
    session, right = of_this_run(stock), onboarded(granted(draw))
    for slip in slips:
        answer = send(slip, session, right)
        if answer and answer.succeeded:  # whether it should have is another question
            session = of_this_run(stock)

    last = reported(provider, stock, session, right)

    if last.status in NOT_OPEN:
        _ensure_each_leaves_open(send, provider, stock, right, slips)
    given(last)


def _ensure_each_leaves_open(
    send: Send, provider: Provider, stock: Stock, right: Json, slips: list[Slip]
) -> None:
    """Look after each of them: one has used the session up."""
    for slip in slips:
        session = of_this_run(stock)
        answer = send(slip, session, right)
        if answer and answer.refused:
            ensure_still_open(provider, stock, session, right, answer)


@requirement("GEN-02")
@pytest.mark.parametrize("slips", OF_RENEWALS)
def test_reports_of_a_re_authorisation_that_are_refused_leave_all_as_it_was(
    send: Send, provider: Provider, product: Product, stock: Stock, slips: list[Slip]
) -> None:
    session = stock.reauthorisation(shared=True)
    before = waiting(product, session)

    for slip in slips:
        answer = send(slip, session.id, RENEWED)
        if answer and answer.succeeded:
            raise NotTestable(f"a report that is refused: {told(answer)}")
        if answer:
            ensure_account_unchanged(product, session.account, before, answer)
            last = answer

    ensure_still_open(provider, stock, session.id, RENEWED, last)


@smoke
@requirement("GEN-02")
def test_of_a_report_with_one_wrong_account_that_is_refused_nothing_is_offered(
    provider: Provider, stock: Stock, owner: Owner, draw: Draw
) -> None:
    session, whole = stock.onboarding(), granted(draw)

    answer = reported(provider, stock, session, onboarded(whole, {**whole, "accountName": ""}))

    if answer.succeeded:
        raise NotTestable(f"a report that is refused: {told(answer)}")
    found = offered(owner, session)
    ensure(not found, expected="no candidate", received=str(found), exchange=answer)


@requirement("GEN-02")
@pytest.mark.parametrize("slips", OF_ONBOARDINGS)
def test_accounts_of_refused_reports_are_not_offered_with_those_of_a_right_one(
    send: Send, provider: Provider, stock: Stock, owner: Owner, draw: Draw, slips: list[Slip]
) -> None:
    session, (refused, right) = of_this_run(stock), several(draw, 2)
    for slip in slips:
        answer = send(slip, session, onboarded(refused))
        if answer and answer.succeeded:
            raise NotTestable(f"a report that is refused: {told(answer)}")
    last = given(reported(provider, stock, session, onboarded(right)))

    found = [each for each in offered(owner, session) if refused["accountIdentifier"] in each]

    ensure(
        not found,
        expected="no account of a report that was refused",
        received=str(found),
        exchange=last,
    )


@requirement("GEN-02")
@pytest.mark.parametrize("slips", OF_ONBOARDINGS)
def test_reports_that_are_refused_make_a_session_live_no_longer(
    send: Send, provider: Provider, stock: Stock, owner: Owner, draw: Draw, slips: list[Slip]
) -> None:
    session, other, right = of_this_run(stock), of_this_run(stock), onboarded(granted(draw))
    owner.advance("PT19M")
    provider.renew()  # its token may not live as long as a session
    for slip in slips:
        answer = send(slip, session, right)
        if answer and answer.succeeded:
            raise NotTestable(f"a report that is refused: {told(answer)}")
    owner.advance("PT2M")
    provider.renew()
    if provider.call("reportAuthorisation", other, json=right).succeeded:
        raise NotTestable("sessions that live for twenty minutes")

    late = provider.call("reportAuthorisation", session, json=right)

    ensure(
        not late.succeeded,
        expected="a session that has expired, as another of the same time has",
        received=told(late),
        exchange=late,
        also=("PRV-AUTH-17",),
    )
