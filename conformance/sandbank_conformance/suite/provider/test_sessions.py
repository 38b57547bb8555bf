"""Sessions are reported once, and in time."""

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
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.readings import bank_account
from sandbank_conformance.stock import TOO_LATE, Stock
from sandbank_conformance.suite.provider.reports import (
    FAILED,
    RENEWED,
    ensure_account_unchanged,
    granted,
    offered,
    onboarded,
    reported,
    waiting,
)

LATER = ["word for word", "with another account", "of a failure"]


@smoke
@requirement("PRV-AUTH-17")
@pytest.mark.parametrize("later", LATER)
def test_a_second_report_of_an_onboarding_answers_409(
    provider: Provider, stock: Stock, draw: Draw, later: str
) -> None:
    session, first, other = stock.onboarding(), onboarded(granted(draw)), onboarded(granted(draw))
    given(reported(provider, stock, session, first))

    second = dict(zip(LATER, (first, other, FAILED), strict=True))[later]
    answer = provider.call("reportAuthorisation", session, json=second)

    ensure_status(answer, 409)


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
        pytest.param(RENEWED, RENEWED, id="success and success"),
        pytest.param(RENEWED, FAILED, id="success and failure"),
        pytest.param(FAILED, RENEWED, id="failure and success"),
    ],
)
def test_a_second_report_of_a_re_authorisation_answers_409_and_changes_nothing(
    provider: Provider,
    product: Product,
    stock: Stock,
    first: dict[str, object],
    second: dict[str, object],
) -> None:
    session = stock.reauthorisation()
    account = waiting(product, session)
    given(reported(provider, stock, session.id, first))
    before = bank_account(product, account)

    answer = provider.call("reportAuthorisation", session.id, json=second)

    ensure_status(answer, 409)
    ensure_account_unchanged(product, account, before, answer)


@smoke
@requirement("PRV-AUTH-17")
def test_a_session_that_has_expired_answers_409(
    provider: Provider, stock: Stock, draw: Draw
) -> None:
    session = stock.expired_session()

    answer = provider.call("reportAuthorisation", session, json=onboarded(granted(draw)))

    ensure_status(answer, 409)


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
def test_a_re_authorisation_that_has_expired_changes_nothing(
    provider: Provider, product: Product, stock: Stock, owner: Owner
) -> None:
    session = stock.reauthorisation()
    account = waiting(product, session)
    before, now = bank_account(product, account), owner.clock()["now"]
    owner.advance(TOO_LATE)

    answer = provider.call("reportAuthorisation", session.id, json=RENEWED)

    ensure_refused(answer)
    # The product's token lives no longer than the session: it reads at the time before.
    given(owner.call("moveClock", json={"set": now}))
    ensure_account_unchanged(product, account, before, answer)


@requirement("PRV-AUTH-17")
def test_a_session_is_open_until_its_twenty_minutes_are_over(
    provider: Provider, stock: Stock, owner: Owner, draw: Draw
) -> None:
    session = stock.onboarding()
    owner.advance("PT19M59S")

    answer = provider.call("reportAuthorisation", session, json=onboarded(granted(draw)))

    ensure_success(answer)


@requirement("PRV-AUTH-17")
def test_a_session_has_expired_when_its_twenty_minutes_are_over(
    provider: Provider, stock: Stock, owner: Owner, draw: Draw
) -> None:
    session = stock.onboarding()
    owner.advance("PT20M1S")

    answer = provider.call("reportAuthorisation", session, json=onboarded(granted(draw)))

    ensure_status(answer, 409)


@requirement("PRV-AUTH-17")
def test_an_onboarding_that_failed_takes_no_success_any_more(
    provider: Provider, stock: Stock, draw: Draw
) -> None:
    session = stock.onboarding()
    given(reported(provider, stock, session, FAILED))

    answer = provider.call("reportAuthorisation", session, json=onboarded(granted(draw)))

    ensure_status(answer, 409)
