"""Key and token of a report: what is wrong with them is refused, and has no effect."""

from collections.abc import Iterator

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import ensure_refused, ensure_status, ensure_success
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
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
from sandbank_conformance.suite.provider.slips import each_of


class Attempt:
    """Reports with a fault in their credentials."""

    def __init__(self, request: pytest.FixtureRequest, provider: Provider, stock: Stock) -> None:
        self._request = request
        self._provider = provider
        self._stock = stock

    def onboarding(self, fault: Fault, draw: Draw) -> Exchange:
        """Report an onboarding."""
        session, body = self._stock.onboarding(shared=True), onboarded(granted(draw))
        return self._report(session, body, fault)

    def onboardings(self, faults: list[Fault], draw: Draw) -> Iterator[Exchange]:
        """Report the same onboarding with one fault after the other."""
        session, body = self._stock.onboarding(shared=True), onboarded(granted(draw))
        return (self._report(session, body, fault) for fault in faults)

    def onboarding_in_vain(self, fault: Fault, draw: Draw) -> None:
        """Report an onboarding; it has to be refused, and the session to stay open."""
        session, body = self._stock.onboarding(shared=True), onboarded(granted(draw))
        answer = self._report(session, body, fault)
        ensure_refused(answer)
        ensure_still_open(self._provider, self._stock, session, body, answer)

    def renewal(self, fault: Fault) -> Exchange:
        """Report a re-authorisation."""
        return self._report(self._stock.reauthorisation(shared=True).id, RENEWED, fault)

    def renewal_in_vain(self, fault: Fault, product: Product) -> None:
        """Report a re-authorisation; it has to be refused, account and session to stay."""
        session = self._stock.reauthorisation(shared=True)
        before = waiting(product, session)
        answer = self._report(session.id, RENEWED, fault)
        ensure_refused(answer)
        ensure_account_unchanged(product, session.account, before, answer)
        ensure_still_open(self._provider, self._stock, session.id, RENEWED, answer)

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
@pytest.mark.parametrize("fault", WRONG_KEY[:1])
def test_a_wrong_key_with_a_re_authorisation_answers_403(attempt: Attempt, fault: Fault) -> None:
    answer = attempt.renewal(fault)

    ensure_status(answer, 403)


@requirement("PRV-AUTH-03")
@pytest.mark.parametrize("fault", NO_KEY)
def test_a_report_without_a_key_is_refused_and_changes_nothing(
    attempt: Attempt, draw: Draw, fault: Fault
) -> None:
    attempt.onboarding_in_vain(fault, draw)


@requirement("PRV-AUTH-03")
@pytest.mark.parametrize("fault", NO_KEY[:1])
def test_a_re_authorisation_without_a_key_is_refused_and_changes_nothing(
    attempt: Attempt, product: Product, fault: Fault
) -> None:
    attempt.renewal_in_vain(fault, product)


@requirement("PRV-AUTH-03", level="profile")
def test_a_missing_key_answers_403(attempt: Attempt, draw: Draw) -> None:
    for answer in attempt.onboardings(each_of(NO_KEY), draw):
        ensure_status(answer, 403)


@requirement("PRV-AUTH-04")
@pytest.mark.parametrize("fault", WRONG_TOKEN)
def test_a_wrong_token_answers_403(attempt: Attempt, draw: Draw, fault: Fault) -> None:
    answer = attempt.onboarding(fault, draw)

    ensure_status(answer, 403)


@requirement("PRV-AUTH-04")
@pytest.mark.parametrize("fault", WRONG_TOKEN[2:3])
def test_a_wrong_token_with_a_re_authorisation_answers_403(attempt: Attempt, fault: Fault) -> None:
    answer = attempt.renewal(fault)

    ensure_status(answer, 403)


@requirement("PRV-AUTH-04")
@pytest.mark.parametrize("fault", NO_TOKEN)
def test_a_report_without_a_token_is_refused_and_changes_nothing(
    attempt: Attempt, draw: Draw, fault: Fault
) -> None:
    attempt.onboarding_in_vain(fault, draw)


@requirement("PRV-AUTH-04")
@pytest.mark.parametrize("fault", NO_TOKEN[:1])
def test_a_re_authorisation_without_a_token_is_refused_and_changes_nothing(
    attempt: Attempt, product: Product, fault: Fault
) -> None:
    attempt.renewal_in_vain(fault, product)


@requirement("PRV-AUTH-04", level="profile")
def test_a_missing_token_answers_403(attempt: Attempt, draw: Draw) -> None:
    for answer in attempt.onboardings(each_of(NO_TOKEN), draw):
        ensure_status(answer, 403)


@requirement("PRV-AUTH-04")
@pytest.mark.parametrize("fault", [*OTHER_API, *TWICE])
def test_a_token_of_another_api_and_a_credential_that_comes_twice_are_refused(
    attempt: Attempt, draw: Draw, fault: Fault
) -> None:
    answer = attempt.onboarding(fault, draw)

    ensure_refused(answer)


@smoke
@requirement("PRV-AUTH-04")
@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "bEaReR"])
def test_the_scheme_counts_in_any_case(
    provider: Provider, stock: Stock, draw: Draw, scheme: str
) -> None:
    session = stock.onboarding()
    headers = {"Authorization": f"{scheme} {provider.token}"}

    answer = reported(provider, stock, session, onboarded(granted(draw)), headers=headers)

    ensure_success(answer)
