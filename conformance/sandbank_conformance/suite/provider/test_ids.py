"""Authorisation ids: which are right, and which session they name."""

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import (
    NotTestable,
    ensure,
    ensure_status,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.provider.reports import (
    RENEWED,
    granted,
    identifiers,
    offered,
    onboarded,
    reported,
    seen,
    status_of,
    two_waiting,
)

UNRESERVED = (  # the characters of every URL; ids that parsers may stumble over
    "word",
    "00000000-0000-0000-0000-000000000000",
    "0e000000-0000-4000-8000",
    "x",
    "0",
    "-1",
    "9" * 30,
    "a.b_c~d-e",
    "null",
    "x" * 65,
    "x" * 200,
)
OTHER = (
    *("a b", "ü", "(a:b@c;d=e,f)", "a'b", "a?b", "a%b", "a#b", "a+b", "a\\b", '"a"', "a%2Fb"),
    *("a/b", "/a", "a/", "x" * 201, "x" * 2000),
)


def ensure_wrong(provider: Provider, stock: Stock, answer: Exchange) -> None:
    """A report without accounts is answered 409, if the report itself is right."""
    if answer.status != 409:
        given(reported(provider, stock, stock.reauthorisation().id, RENEWED))
    ensure_status(answer, 409)


@smoke
@requirement("PRV-AUTH-02")
def test_an_id_that_nobody_has_answers_409(provider: Provider, draw: Draw) -> None:
    answer = provider.call("reportAuthorisation", draw.uuid(), json=onboarded(granted(draw)))

    ensure_status(answer, 409)


@requirement("PRV-AUTH-02")
def test_an_id_that_nobody_has_answers_409_to_a_report_without_accounts(
    provider: Provider, stock: Stock, draw: Draw
) -> None:
    answer = provider.call("reportAuthorisation", draw.uuid(), json=RENEWED)

    ensure_wrong(provider, stock, answer)


@requirement("PRV-AUTH-02")
def test_a_malformed_id_answers_409(provider: Provider, draw: Draw) -> None:
    for malformed in UNRESERVED:
        answer = provider.call("reportAuthorisation", malformed, json=onboarded(granted(draw)))

        ensure_status(answer, 409)


@requirement("PRV-AUTH-02", level="profile")
def test_any_other_segment_answers_409(provider: Provider, draw: Draw) -> None:
    for segment in OTHER:
        answer = provider.call("reportAuthorisation", segment, json=onboarded(granted(draw)))

        ensure_status(answer, 409)


@requirement("PRV-AUTH-02")
@pytest.mark.parametrize(
    ("cut", "more"),
    [pytest.param(0, "x", id="with more behind it"), pytest.param(1, "", id="without its end")],
)
def test_an_id_that_is_only_almost_right_answers_409(
    provider: Provider, stock: Stock, draw: Draw, cut: int, more: str
) -> None:
    session, body = stock.onboarding(shared=True), onboarded(granted(draw))
    _long(session)

    answer = provider.call("reportAuthorisation", session[: len(session) - cut] + more, json=body)

    ensure_status(answer, 409)


@requirement("PRV-AUTH-02")
def test_the_id_of_a_bank_account_is_no_authorisation_id(provider: Provider, stock: Stock) -> None:
    account = _long(stock.account(status="authRequired", shared=True))

    answer = provider.call("reportAuthorisation", account, json=RENEWED)

    ensure_wrong(provider, stock, answer)


def _long(known: str) -> str:
    """An id, if it is so long that no other one comes of it by chance."""
    if len(known) < 16:
        raise NotTestable("ids of 16 characters or more; what is made of these may be another id")
    return known


def ensure_waits(product: Product, account: str) -> None:
    """The account of another session is as it was."""
    status = status_of(product, account)
    ensure(
        status == "authRequired",
        expected="status authRequired for the account of the other session",
        received=f"status {status}",
    )


@smoke
@requirement("PRV-AUTH-12")
@pytest.mark.parametrize("place", [pytest.param(0, id="first"), pytest.param(1, id="last")])
def test_a_report_is_about_the_account_of_its_session_whichever_was_opened(
    provider: Provider, product: Product, stock: Stock, place: int
) -> None:
    accounts = two_waiting(product)
    sessions = [stock.reauthorisation(each).id for each in accounts]

    given(reported(provider, stock, sessions[place], RENEWED))

    ensure_waits(product, accounts[1 - place])


@requirement("PRV-AUTH-12")
@pytest.mark.parametrize("name", ["bankAccountId", "authorisationId"])
def test_a_report_is_about_the_account_of_its_session_whatever_its_body_says(
    provider: Provider, product: Product, stock: Stock, name: str
) -> None:
    account, other = two_waiting(product)
    session, another = stock.reauthorisation(account), stock.reauthorisation(other)
    misleading = other if name == "bankAccountId" else another.id
    body = {"data": {"status": "success", name: misleading}, name: misleading}

    given(reported(provider, stock, session.id, body))

    ensure_waits(product, other)


@requirement("PRV-AUTH-12")
def test_an_onboarding_that_brings_an_account_does_not_renew_it(
    provider: Provider, product: Product, stock: Stock, draw: Draw
) -> None:
    account = stock.account(status="authRequired", shared=True)
    shown = seen(product, account)
    session, brought = stock.onboarding(), granted(draw, **identifiers(shown))

    given(reported(provider, stock, session, onboarded(granted(draw), brought)))

    status, before = status_of(product, account), shown.get("status")
    ensure(status == before, expected=f"status {before}", received=f"status {status}")


@requirement("PRV-AUTH-12")
@pytest.mark.parametrize("place", [pytest.param(0, id="first"), pytest.param(1, id="last")])
def test_accounts_are_offered_by_no_session_but_the_one_that_brought_them(
    provider: Provider, stock: Stock, owner: Owner, draw: Draw, place: int
) -> None:
    sessions = [stock.onboarding(), stock.onboarding()]

    given(reported(provider, stock, sessions[place], onboarded(granted(draw))))

    found = offered(owner, sessions[1 - place])
    ensure(not found, expected="no candidate of the other session", received=str(found))
