"""Sessions are reported within twenty minutes of their beginning."""

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import (
    ensure,
    ensure_refused,
    ensure_status,
    ensure_success,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke, transition
from sandbank_conformance.owner import Owner
from sandbank_conformance.stock import TOO_LATE, Stock
from sandbank_conformance.suite.provider.reports import (
    FAILED,
    RENEWED,
    Json,
    ensure_account_unchanged,
    granted,
    offered,
    onboarded,
    waiting,
)
from sandbank_conformance.suite.provider.test_sessions import ensure_used


@smoke
@requirement("PRV-AUTH-17")
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            None,
            id="with an account",
            marks=transition("session", "expired", "granted", "refused"),
        ),
        pytest.param(
            FAILED,
            id="of a failure",
            marks=transition("session", "expired", "failed", "refused"),
        ),
    ],
)
def test_a_session_that_has_expired_answers_409_to_a_report(
    provider: Provider, stock: Stock, draw: Draw, body: Json | None
) -> None:
    session, sent = stock.expired_session(), body or onboarded(granted(draw))

    answer = provider.call("reportAuthorisation", session, json=sent)

    ensure_used(provider, stock, sent, answer)


@requirement("PRV-AUTH-17")
def test_a_session_that_has_expired_offers_nothing_after_a_report(
    provider: Provider, stock: Stock, owner: Owner, draw: Draw
) -> None:
    session = stock.expired_session()

    answer = provider.call("reportAuthorisation", session, json=onboarded(granted(draw)))

    ensure_status(answer, 409)
    found = offered(owner, session)
    ensure(not found, expected="no candidate", received=str(found), also=("GEN-02",))


@requirement("PRV-AUTH-17")
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            RENEWED, id="success", marks=transition("session", "expired", "renewed", "refused")
        ),
        pytest.param(FAILED, id="failure"),
    ],
)
def test_a_re_authorisation_that_has_expired_changes_nothing_by_a(
    provider: Provider, product: Product, stock: Stock, owner: Owner, body: Json
) -> None:
    session = stock.reauthorisation()
    before, now = waiting(product, session), owner.clock()["now"]
    owner.advance(TOO_LATE)
    provider.renew()

    answer = provider.call("reportAuthorisation", session.id, json=body)

    ensure_refused(answer)
    # The product's token lives no longer than the session: it reads at the time before.
    given(owner.call("moveClock", json={"set": now}))
    ensure_account_unchanged(product, session.account, before, answer)


@requirement("PRV-AUTH-17")
def test_a_session_is_open_until_its_twenty_minutes_are_over(
    provider: Provider, stock: Stock, owner: Owner, draw: Draw
) -> None:
    session = stock.onboarding()
    owner.advance("PT19M59S")
    provider.renew()  # its token may not live as long as a session

    answer = provider.call("reportAuthorisation", session, json=onboarded(granted(draw)))

    ensure_success(answer)


@requirement("PRV-AUTH-17")
def test_a_session_has_expired_when_its_twenty_minutes_are_over(
    provider: Provider, stock: Stock, owner: Owner, draw: Draw
) -> None:
    session = stock.onboarding()
    owner.advance("PT20M1S")
    provider.renew()

    answer = provider.call("reportAuthorisation", session, json=onboarded(granted(draw)))

    ensure_status(answer, 409)
