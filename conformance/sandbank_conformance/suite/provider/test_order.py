"""Reports with several faults: headers are judged first, then the body, then the id."""

import pytest

from sandbank_conformance.callers import Provider
from sandbank_conformance.client import HeaderChanges
from sandbank_conformance.conditions import NotTestable, ensure_status, given, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.provider.reports import granted, onboarded, reported

WRONG_HEADERS = [
    pytest.param({"x-api-key": "wrong"}, id="a wrong key"),
    pytest.param({"Authorization": "Bearer word"}, id="a wrong token"),
    pytest.param({"x-api-key": None}, id="no key"),
    pytest.param({"Authorization": None}, id="no token"),
]
BROKEN_BODIES = [
    pytest.param(b'{"data": ', id="a body that is no JSON"),
    pytest.param(b"", id="no body"),
    pytest.param(b'{"data": {}}', id="a body without status"),
    pytest.param(
        b'{"data": {"status": "success", "bankAccounts": [{}]}}', id="a body without fields"
    ),
]
JSON = {"Content-Type": "application/json"}


def alone(answer: Exchange, status: int) -> None:
    """What a fault answers when everything else is right; else it cannot decide before others."""
    if answer.status != status:
        raise NotTestable(f"a fault that answers {status} by itself: {told(answer)}")


def wrong(provider: Provider, stock: Stock, draw: Draw, headers: HeaderChanges) -> None:
    """These headers alone answer 403."""
    session, body = stock.onboarding(shared=True), onboarded(granted(draw))
    alone(provider.call("reportAuthorisation", session, json=body, headers=headers), 403)


def broken(provider: Provider, stock: Stock, content: bytes) -> None:
    """This body alone answers 400."""
    session = stock.onboarding(shared=True)
    alone(provider.call("reportAuthorisation", session, content=content, headers=JSON), 400)


@requirement("PRV-AUTH-07")
@pytest.mark.parametrize("headers", WRONG_HEADERS)
def test_wrong_headers_decide_before_a_wrong_id(
    provider: Provider, stock: Stock, draw: Draw, headers: HeaderChanges
) -> None:
    wrong(provider, stock, draw, headers)
    body = onboarded(granted(draw))

    answer = provider.call("reportAuthorisation", draw.uuid(), json=body, headers=headers)

    ensure_status(answer, 403)


@requirement("PRV-AUTH-07")
@pytest.mark.parametrize("headers", WRONG_HEADERS[:2])
@pytest.mark.parametrize("content", BROKEN_BODIES)
def test_wrong_headers_decide_before_a_wrong_body(
    provider: Provider, stock: Stock, draw: Draw, headers: HeaderChanges, content: bytes
) -> None:
    wrong(provider, stock, draw, headers)
    session, changes = stock.onboarding(shared=True), {**JSON, **headers}

    answer = provider.call("reportAuthorisation", session, content=content, headers=changes)

    ensure_status(answer, 403)


@requirement("PRV-AUTH-07")
@pytest.mark.parametrize("content", BROKEN_BODIES)
def test_a_wrong_body_decides_before_a_wrong_id(
    provider: Provider, stock: Stock, draw: Draw, content: bytes
) -> None:
    broken(provider, stock, content)

    answer = provider.call("reportAuthorisation", draw.uuid(), content=content, headers=JSON)

    ensure_status(answer, 400)


@smoke
@requirement("PRV-AUTH-07")
def test_wrong_headers_decide_before_a_wrong_body_and_a_wrong_id(
    provider: Provider, stock: Stock, draw: Draw
) -> None:
    headers = {**JSON, "x-api-key": "wrong"}
    wrong(provider, stock, draw, headers)

    answer = provider.call("reportAuthorisation", draw.uuid(), content=b"{", headers=headers)

    ensure_status(answer, 403)


@requirement("PRV-AUTH-07")
@pytest.mark.parametrize("content", BROKEN_BODIES)
def test_a_wrong_body_decides_before_a_session_of_another_provider(
    provider: Provider, stock: Stock, content: bytes
) -> None:
    broken(provider, stock, content)
    session = stock.foreign_session()

    answer = provider.call("reportAuthorisation", session, content=content, headers=JSON)

    ensure_status(answer, 400)


@requirement("PRV-AUTH-07")
@pytest.mark.parametrize("content", BROKEN_BODIES)
def test_a_wrong_body_decides_before_a_session_that_is_used(
    provider: Provider, stock: Stock, draw: Draw, content: bytes
) -> None:
    broken(provider, stock, content)
    session = stock.onboarding()
    given(reported(provider, stock, session, onboarded(granted(draw))))

    answer = provider.call("reportAuthorisation", session, content=content, headers=JSON)

    ensure_status(answer, 400)


@requirement("PRV-AUTH-07")
@pytest.mark.parametrize("headers", WRONG_HEADERS[:2])
def test_wrong_headers_decide_before_a_session_that_is_used(
    provider: Provider, stock: Stock, draw: Draw, headers: HeaderChanges
) -> None:
    wrong(provider, stock, draw, headers)
    session, body = stock.onboarding(), onboarded(granted(draw))
    given(reported(provider, stock, session, body))

    answer = provider.call("reportAuthorisation", session, json=body, headers=headers)

    ensure_status(answer, 403)


@requirement("PRV-AUTH-07")
def test_a_wrong_key_decides_before_a_session_that_has_expired(
    provider: Provider, stock: Stock, draw: Draw
) -> None:
    headers = {"x-api-key": "wrong"}
    wrong(provider, stock, draw, headers)
    session, body = stock.expired_session(), onboarded(granted(draw))

    answer = provider.call("reportAuthorisation", session, json=body, headers=headers)

    ensure_status(answer, 403)
