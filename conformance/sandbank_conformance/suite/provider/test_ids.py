"""Authorisation ids: which are right, and which session they name."""

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import (
    NotTestable,
    ensure,
    ensure_status,
    ensure_unchanged,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.readings import bank_account
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.provider.reports import (
    RENEWED,
    ensure_still_open,
    granted,
    offered,
    onboarded,
    reported,
    status_of,
    two_waiting,
)

UNRESERVED = [
    pytest.param("00000000-0000-0000-0000-000000000000", id="the UUID of zeros"),
    pytest.param("0e000000-0000-4000-8000", id="a UUID cut short"),
    pytest.param("word", id="a word", marks=smoke),
    pytest.param("x", id="one letter"),
    pytest.param("-1", id="a negative number"),
    pytest.param("9" * 30, id="a number beyond all integers"),
    pytest.param("a.b_c~d-e", id="dots and dashes"),
    pytest.param("null", id="the word null"),
    pytest.param("x" * 200, id="200 characters"),
]
OTHER = [
    pytest.param("a b", id="a space"),
    pytest.param("ü", id="a letter with dots"),
    pytest.param("(a:b@c;d=e,f)", id="reserved characters"),
    pytest.param("a'b", id="a quotation mark"),
    pytest.param("a?b", id="a question mark"),
    pytest.param("a%b", id="a percent sign"),
    pytest.param("x" * 201, id="201 characters"),
    pytest.param("x" * 2000, id="2000 characters"),
]


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
@pytest.mark.parametrize("malformed", UNRESERVED)
def test_a_malformed_id_answers_409(provider: Provider, draw: Draw, malformed: str) -> None:
    answer = provider.call("reportAuthorisation", malformed, json=onboarded(granted(draw)))

    ensure_status(answer, 409)


@requirement("PRV-AUTH-02", level="profile")
@pytest.mark.parametrize("segment", OTHER)
def test_any_other_segment_answers_409(provider: Provider, draw: Draw, segment: str) -> None:
    answer = provider.call("reportAuthorisation", segment, json=onboarded(granted(draw)))

    ensure_status(answer, 409)


@requirement("PRV-AUTH-02")
@pytest.mark.parametrize(
    ("cut", "more"),
    [pytest.param(0, "x", id="with more behind it"), pytest.param(1, "", id="without its end")],
)
def test_an_id_that_is_only_almost_right_answers_409_and_reports_nothing(
    provider: Provider, stock: Stock, draw: Draw, cut: int, more: str
) -> None:
    session, body = stock.onboarding(shared=True), onboarded(granted(draw))
    _long(session)

    answer = provider.call("reportAuthorisation", session[: len(session) - cut] + more, json=body)

    ensure_status(answer, 409)
    ensure_still_open(provider, stock, session, body, answer)


@requirement("PRV-AUTH-02")
def test_the_id_of_a_bank_account_is_no_authorisation_id(
    provider: Provider, product: Product, stock: Stock
) -> None:
    account = _long(stock.account(status="authRequired", shared=True))
    before = bank_account(product, account)

    answer = provider.call("reportAuthorisation", account, json=RENEWED)

    ensure_wrong(provider, stock, answer)
    ensure_unchanged(before, bank_account(product, account), by=answer)


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
@pytest.mark.parametrize("place", [pytest.param(0, id="first"), pytest.param(1, id="last")])
def test_accounts_are_offered_by_no_session_but_the_one_that_brought_them(
    provider: Provider, stock: Stock, owner: Owner, draw: Draw, place: int
) -> None:
    sessions = [stock.onboarding(), stock.onboarding()]

    given(reported(provider, stock, sessions[place], onboarded(granted(draw))))

    found = offered(owner, sessions[1 - place])
    ensure(not found, expected="no candidate of the other session", received=str(found))
