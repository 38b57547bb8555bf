"""Key and token of a report: what is wrong with them is refused, and has no effect."""

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import ensure_refused, ensure_status, ensure_success
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.readings import bank_account
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
    RENEWED,
    ensure_account_unchanged,
    ensure_still_open,
    granted,
    onboarded,
    reported,
    waiting,
)


class Attempt:
    """Reports with a fault in their credentials."""

    def __init__(self, request: pytest.FixtureRequest, provider: Provider, stock: Stock) -> None:
        self._request = request
        self._provider = provider
        self._stock = stock

    def onboarding(self, fault: Fault, draw: Draw) -> Exchange:
        """Report an onboarding; where it is refused, the session has to stay open."""
        session, body = self._stock.onboarding(shared=True), onboarded(granted(draw))
        answer = self._report(session, body, fault)
        if answer.refused:
            ensure_still_open(self._provider, self._stock, session, body, answer)
        return answer

    def renewal(self, fault: Fault, product: Product) -> Exchange:
        """Report a re-authorisation; where it is refused, account and session have to stay."""
        session = self._stock.reauthorisation(shared=True)
        account = waiting(product, session)
        before = bank_account(product, account)
        answer = self._report(session.id, RENEWED, fault)
        if answer.refused:
            ensure_account_unchanged(product, account, before, answer)
            ensure_still_open(self._provider, self._stock, session.id, RENEWED, answer)
        return answer

    def _report(self, session: str, body: dict[str, object], fault: Fault) -> Exchange:
        wrong = fault(self._request.getfixturevalue)
        return reported(self._provider, self._stock, session, body, headers=wrong)


@pytest.fixture
def attempt(request: pytest.FixtureRequest, provider: Provider, stock: Stock) -> Attempt:
    """Reports with a fault."""
    return Attempt(request, provider, stock)


@requirement("PRV-AUTH-03")
@pytest.mark.parametrize("fault", WRONG_KEY)
def test_a_wrong_key_answers_403(attempt: Attempt, draw: Draw, fault: Fault) -> None:
    answer = attempt.onboarding(fault, draw)

    ensure_status(answer, 403)


@requirement("PRV-AUTH-03")
@pytest.mark.parametrize("fault", NO_KEY)
def test_a_missing_key_is_refused(attempt: Attempt, draw: Draw, fault: Fault) -> None:
    answer = attempt.onboarding(fault, draw)

    ensure_refused(answer)


@requirement("PRV-AUTH-03", level="profile")
@pytest.mark.parametrize("fault", NO_KEY)
def test_a_missing_key_answers_403(attempt: Attempt, draw: Draw, fault: Fault) -> None:
    answer = attempt.onboarding(fault, draw)

    ensure_status(answer, 403)


@requirement("PRV-AUTH-03")
@pytest.mark.parametrize("fault", [*WRONG_KEY, *NO_KEY])
def test_a_report_without_the_right_key_leaves_the_account_as_it_was(
    attempt: Attempt, product: Product, fault: Fault
) -> None:
    answer = attempt.renewal(fault, product)

    ensure_refused(answer)


@requirement("PRV-AUTH-04")
@pytest.mark.parametrize("fault", WRONG_TOKEN)
def test_a_wrong_token_answers_403(attempt: Attempt, draw: Draw, fault: Fault) -> None:
    answer = attempt.onboarding(fault, draw)

    ensure_status(answer, 403)


@requirement("PRV-AUTH-04")
@pytest.mark.parametrize("fault", [*NO_TOKEN, *OTHER_API])
def test_a_call_without_a_token_of_the_provider_api_is_refused(
    attempt: Attempt, draw: Draw, fault: Fault
) -> None:
    answer = attempt.onboarding(fault, draw)

    ensure_refused(answer)


@requirement("PRV-AUTH-04", level="profile")
@pytest.mark.parametrize("fault", NO_TOKEN)
def test_a_missing_token_answers_403(attempt: Attempt, draw: Draw, fault: Fault) -> None:
    answer = attempt.onboarding(fault, draw)

    ensure_status(answer, 403)


@requirement("PRV-AUTH-04")
@pytest.mark.parametrize("fault", TWICE)
def test_a_credential_that_comes_twice_is_refused(
    attempt: Attempt, draw: Draw, fault: Fault
) -> None:
    answer = attempt.onboarding(fault, draw)

    ensure_refused(answer)


@requirement("PRV-AUTH-04")
@pytest.mark.parametrize("fault", [*WRONG_TOKEN, *NO_TOKEN, *OTHER_API, *TWICE])
def test_a_report_without_the_right_token_leaves_the_account_as_it_was(
    attempt: Attempt, product: Product, fault: Fault
) -> None:
    answer = attempt.renewal(fault, product)

    ensure_refused(answer)


@smoke
@requirement("PRV-AUTH-04")
@pytest.mark.parametrize("scheme", ["bearer", "BEARER"])
def test_the_scheme_counts_in_any_case(
    provider: Provider, stock: Stock, draw: Draw, scheme: str
) -> None:
    session = stock.onboarding()
    headers = {"Authorization": f"{scheme} {provider.token}"}

    answer = reported(provider, stock, session, onboarded(granted(draw)), headers=headers)

    ensure_success(answer)
