"""Reports of one session at the same moment."""

from functools import partial

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import ensure
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.races import at_once
from sandbank_conformance.run import Run
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.provider.reports import (
    FAILED,
    RENEWED,
    granted,
    onboarded,
)


@smoke
@requirement("PRV-AUTH-17")
@pytest.mark.parametrize("times", [2, 10])
def test_of_reports_at_the_same_moment_one_at_most_is_taken_in(
    run: Run, provider: Provider, stock: Stock, draw: Draw, times: int
) -> None:
    session, bodies = stock.onboarding(), [onboarded(granted(draw)) for _ in range(times)]
    report = partial(provider.call, "reportAuthorisation", session, headers=provider.headers)

    answers = at_once(run.wire, *(partial(report, json=each) for each in bodies))

    taken = [each for each in answers if each.succeeded]
    ensure(len(taken) <= 1, expected="one 2xx at most", received=_statuses(answers))


@requirement("PRV-AUTH-17")
def test_of_a_success_and_a_failure_at_the_same_moment_one_at_most_counts(
    run: Run, provider: Provider, stock: Stock
) -> None:
    session = stock.reauthorisation()
    report = partial(provider.call, "reportAuthorisation", session.id, headers=provider.headers)

    answers = at_once(run.wire, *(partial(report, json=each) for each in (RENEWED, FAILED)))

    taken = [each for each in answers if each.succeeded]
    ensure(len(taken) <= 1, expected="one 2xx at most", received=_statuses(answers))


@requirement("PRV-AUTH-13")
def test_of_connections_of_one_account_at_the_same_moment_one_at_most_is_made(
    run: Run, product: Product, stock: Stock, draw: Draw
) -> None:
    body = stock.account_body(draw)
    create = partial(product.call, "createBankAccount", json=body, headers=product.headers)

    answers = at_once(run.wire, *[create] * 6)

    made = {each.at("/bankAccountId") for each in answers if each.succeeded}
    ensure(len(made) <= 1, expected="one bank account at most", received=_statuses(answers))


def _statuses(answers: list[Exchange]) -> str:
    return "statuses " + ", ".join(str(each.status) for each in answers)
