"""Sessions of another provider: answered like ids that nobody has, and never touched."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbank_conformance.callers import Provider
from sandbank_conformance.conditions import Broken, NotTestable, ensure, given, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.stock import TOO_LATE, Stock
from sandbank_conformance.suite.provider.reports import (
    FAILED,
    RENEWED,
    ensure_still_open,
    granted,
    onboarded,
    reported,
)
from sandbank_conformance.suite.provider.secrecy import differences, said, shaped_like

Json = dict[str, Any]
Report = Callable[[str], Exchange]  # by the id that is asked for

A_FEW, MANY = (0, 1, 1, 0), (0, 1, 1, 0, 0, 1, 1, 0)  # in turns: not two servers behind one


def ensure_alike(session: str, unknown: str, report: Report) -> None:
    """A report for the session is answered like one for the id that nobody has."""
    answers: tuple[list[tuple[str, Exchange]], ...] = ([], [])
    for turns in (A_FEW, MANY):  # what differs among a few may do so by chance
        for kind in turns:
            asked_for = (session, unknown)[kind]
            answers[kind].append((asked_for, report(asked_for)))
        found = differences(*answers)
        if not found:
            return
    raise Broken(
        expected="the answer that an id gets that nobody has",
        received=f"answers that can be told apart: {found}",
        exchange=answers[0][0][1],
        also=("GEN-05",),
    )


@requirement("PRV-AUTH-18")
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(None, id="with an account", marks=smoke),
        pytest.param(RENEWED, id="without accounts"),
        pytest.param(FAILED, id="of a failure"),
        pytest.param({"data": {}}, id="that says nothing"),
    ],
)
def test_a_report_about_a_session_of_another_provider_is_answered_like_one_about_none(
    provider: Provider, stock: Stock, draw: Draw, body: Json | None
) -> None:
    session = stock.foreign_session()
    said = body or onboarded(granted(draw))

    ensure_alike(
        session,
        shaped_like(draw, session),
        lambda asked_for: provider.call("reportAuthorisation", asked_for, json=said),
    )


@requirement("PRV-AUTH-18")
def test_a_session_of_another_provider_in_the_query_is_answered_like_none(
    provider: Provider, stock: Stock, draw: Draw
) -> None:
    session, body = stock.foreign_session(), onboarded(granted(draw))

    ensure_alike(
        session,
        shaped_like(draw, session),
        lambda asked_for: provider.call(
            "reportAuthorisationByQuery", query={"authorisationId": asked_for}, json=body
        ),
    )


@requirement("PRV-AUTH-18")
def test_a_session_that_another_provider_has_used_is_answered_like_none(
    provider: Provider, rival: Provider, stock: Stock, draw: Draw
) -> None:
    session, body = stock.foreign_session(), onboarded(granted(draw))
    if not stock.has_opened(session):
        raise NotTestable("the control API, to open sessions of another provider")
    given(reported(rival, stock, session, body))

    ensure_alike(
        session,
        shaped_like(draw, session),
        lambda asked_for: provider.call("reportAuthorisation", asked_for, json=body),
    )


@requirement("PRV-AUTH-18")
def test_a_session_of_another_provider_that_has_expired_is_answered_like_none(
    provider: Provider, stock: Stock, owner: Owner, draw: Draw
) -> None:
    session, body = stock.foreign_session(), onboarded(granted(draw))
    owner.advance(TOO_LATE)
    provider.renew()

    ensure_alike(
        session,
        shaped_like(draw, session),
        lambda asked_for: provider.call("reportAuthorisation", asked_for, json=body),
    )


@smoke
@requirement("GEN-05")
@pytest.mark.parametrize(
    "body", [pytest.param(None, id="with an account"), pytest.param(FAILED, id="of a failure")]
)
def test_a_report_about_a_session_of_another_provider_leaves_it_open(
    provider: Provider, rival: Provider, stock: Stock, draw: Draw, body: Json | None
) -> None:
    session, right = stock.foreign_session(), onboarded(granted(draw))

    answer = provider.call("reportAuthorisation", session, json=body or right)

    ensure_still_open(rival, stock, session, right, answer, also=refused_by(answer))


@requirement("GEN-05")
def test_a_report_of_the_other_provider_leaves_a_session_open(
    rival: Provider, provider: Provider, stock: Stock, draw: Draw
) -> None:
    session, body = stock.onboarding(shared=True), onboarded(granted(draw))

    answer = rival.call("reportAuthorisation", session, json=body)

    ensure_still_open(provider, stock, session, body, answer, also=refused_by(answer))


@requirement("GEN-05")
def test_a_session_of_another_provider_in_the_query_stays_open(
    provider: Provider, rival: Provider, stock: Stock, draw: Draw
) -> None:
    session, body = stock.foreign_session(), onboarded(granted(draw))
    query = {"authorisationId": session}

    answer = provider.call("reportAuthorisationByQuery", query=query, json=body)

    ensure_still_open(rival, stock, session, body, answer, also=refused_by(answer))


def refused_by(answer: Exchange) -> tuple[str, ...]:
    """What a call breaks besides, if it was refused and has changed something all the same."""
    return ("GEN-02",) if answer.refused else ()


@requirement("GEN-05")
def test_no_refusal_names_a_session_of_another_provider(
    provider: Provider, stock: Stock, draw: Draw
) -> None:
    foreign, own = stock.foreign_session(), stock.onboarding(shared=True)
    body = onboarded(granted(draw))

    for session, sent in ((draw.uuid(), body), ("word", body), (own, {"data": {}})):
        answer = provider.call("reportAuthorisation", session, json=sent)

        ensure(
            foreign not in said(answer),
            expected="an answer that names no session but the one that was asked for",
            received=told(answer),
            exchange=answer,
        )
