"""Key and token of reports that name the session in the query: another address, the same doors."""

import pytest

from sandbank_conformance.callers import Provider
from sandbank_conformance.conditions import ensure_refused
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.provider.faults import (
    NO_KEY,
    NO_TOKEN,
    OTHER_API,
    TWICE,
    WRONG_KEY,
    WRONG_TOKEN,
    Fault,
)
from sandbank_conformance.suite.provider.reports import (
    by_query,
    ensure_still_open,
    granted,
    onboarded,
    reported,
)

UNLIKE = ("PRV-AUTH-21",)  # says that it does the same as the path form


@pytest.mark.parametrize("fault", [*WRONG_KEY, *NO_KEY])
@requirement("PRV-AUTH-03")
def test_a_report_by_query_is_refused_and_changes_nothing_with(
    fault: Fault, provider: Provider, stock: Stock, draw: Draw, request: pytest.FixtureRequest
) -> None:
    _ensure_kept_out(fault, provider, stock, draw, request)


@pytest.mark.parametrize("fault", TWICE)
@requirement("PRV-AUTH-04")
def test_a_report_by_query_is_refused_with(
    fault: Fault, provider: Provider, stock: Stock, draw: Draw, request: pytest.FixtureRequest
) -> None:
    session, body = stock.onboarding(shared=True), onboarded(granted(draw))

    answer = by_query(provider, session, body, headers=fault(request.getfixturevalue))

    ensure_refused(answer)


@pytest.mark.parametrize("fault", [*WRONG_TOKEN, *NO_TOKEN, *OTHER_API])
@requirement("PRV-AUTH-04")
def test_a_report_by_query_is_refused_and_has_no_effect_with(
    fault: Fault, provider: Provider, stock: Stock, draw: Draw, request: pytest.FixtureRequest
) -> None:
    _ensure_kept_out(fault, provider, stock, draw, request)


def _ensure_kept_out(
    fault: Fault, provider: Provider, stock: Stock, draw: Draw, request: pytest.FixtureRequest
) -> None:
    session, body = stock.onboarding(shared=True), onboarded(granted(draw))
    wrong = fault(request.getfixturevalue)
    by_path = reported(provider, stock, stock.onboarding(shared=True), body, headers=wrong)

    answer = by_query(provider, session, body, headers=wrong)

    ensure_refused(answer, also=UNLIKE if by_path.refused else ())
    ensure_still_open(provider, stock, session, body, answer)
