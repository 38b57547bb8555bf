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

WRONG_KEY = {"x-api-key": "wrong"}
WRONG_HEADERS = [
    pytest.param(WRONG_KEY, id="a wrong key"),
    pytest.param({"Authorization": "Bearer word"}, id="a wrong token"),
    pytest.param({"Content-Type": "text/plain"}, id="another media type"),
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
ONE_BROKEN_BODY = BROKEN_BODIES[::3]  # one that cannot be read, and one that can
JSON = {"Content-Type": "application/json"}
GENERAL = ("GEN-07",)  # the order of every API, which this one is part of


def ensure_decides(answer: Exchange, status: int, alone: Exchange) -> None:
    """Of several faults the one decides that answers so when everything else is right."""
    if alone.status != status:
        raise NotTestable(f"a fault that answers {status} by itself: {told(alone)}")
    ensure_status(answer, status, also=GENERAL)


@requirement("PRV-AUTH-07")
@pytest.mark.parametrize("headers", WRONG_HEADERS)
def test_wrong_headers_decide_before_a_wrong_id(
    provider: Provider, stock: Stock, draw: Draw, headers: HeaderChanges
) -> None:
    session, body = stock.onboarding(shared=True), onboarded(granted(draw))
    alone = provider.call("reportAuthorisation", session, json=body, headers=headers)

    answer = provider.call("reportAuthorisation", draw.uuid(), json=body, headers=headers)

    ensure_decides(answer, 403, alone)


@requirement("PRV-AUTH-07")
@pytest.mark.parametrize("headers", WRONG_HEADERS[:3])
@pytest.mark.parametrize("content", ONE_BROKEN_BODY)
def test_wrong_headers_decide_before_a_wrong_body(
    provider: Provider, stock: Stock, draw: Draw, headers: HeaderChanges, content: bytes
) -> None:
    session, body = stock.onboarding(shared=True), onboarded(granted(draw))
    alone = provider.call("reportAuthorisation", session, json=body, headers=headers)
    changes = {**JSON, **headers}

    answer = provider.call("reportAuthorisation", session, content=content, headers=changes)

    ensure_decides(answer, 403, alone)


@requirement("PRV-AUTH-07")
@pytest.mark.parametrize("content", BROKEN_BODIES)
def test_a_wrong_body_decides_before_a_wrong_id(
    provider: Provider, stock: Stock, draw: Draw, content: bytes
) -> None:
    session = stock.onboarding(shared=True)
    alone = provider.call("reportAuthorisation", session, content=content, headers=JSON)

    answer = provider.call("reportAuthorisation", draw.uuid(), content=content, headers=JSON)

    ensure_decides(answer, 400, alone)


@smoke
@requirement("PRV-AUTH-07")
def test_wrong_headers_decide_before_a_wrong_body_and_a_wrong_id(
    provider: Provider, stock: Stock, draw: Draw
) -> None:
    session, body = stock.onboarding(shared=True), onboarded(granted(draw))
    headers = {**JSON, **WRONG_KEY}
    alone = provider.call("reportAuthorisation", session, json=body, headers=headers)

    answer = provider.call("reportAuthorisation", draw.uuid(), content=b"{", headers=headers)

    ensure_decides(answer, 403, alone)


@requirement("PRV-AUTH-07")
@pytest.mark.parametrize("content", ONE_BROKEN_BODY)
def test_a_wrong_body_decides_before_a_session_of_another_provider(
    provider: Provider, stock: Stock, content: bytes
) -> None:
    session, foreign = stock.onboarding(shared=True), stock.foreign_session()
    alone = provider.call("reportAuthorisation", session, content=content, headers=JSON)

    answer = provider.call("reportAuthorisation", foreign, content=content, headers=JSON)

    ensure_decides(answer, 400, alone)


@requirement("PRV-AUTH-07")
@pytest.mark.parametrize("content", ONE_BROKEN_BODY)
def test_a_wrong_body_decides_before_a_session_that_is_used(
    provider: Provider, stock: Stock, draw: Draw, content: bytes
) -> None:
    session = stock.onboarding()
    alone = provider.call("reportAuthorisation", session, content=content, headers=JSON)
    given(reported(provider, stock, session, onboarded(granted(draw))))

    answer = provider.call("reportAuthorisation", session, content=content, headers=JSON)

    ensure_decides(answer, 400, alone)


@requirement("PRV-AUTH-07")
@pytest.mark.parametrize("headers", WRONG_HEADERS[:2])
def test_wrong_headers_decide_before_a_session_that_is_used(
    provider: Provider, stock: Stock, draw: Draw, headers: HeaderChanges
) -> None:
    session, body = stock.onboarding(), onboarded(granted(draw))
    alone = provider.call("reportAuthorisation", session, json=body, headers=headers)
    given(reported(provider, stock, session, body))

    answer = provider.call("reportAuthorisation", session, json=body, headers=headers)

    ensure_decides(answer, 403, alone)


@requirement("PRV-AUTH-07")
def test_a_wrong_key_decides_before_a_session_that_has_expired(
    provider: Provider, stock: Stock, draw: Draw
) -> None:
    session, body, headers = stock.onboarding(shared=True), onboarded(granted(draw)), WRONG_KEY
    alone = provider.call("reportAuthorisation", session, json=body, headers=headers)

    answer = provider.call(
        "reportAuthorisation", stock.expired_session(), json=body, headers=headers
    )

    ensure_decides(answer, 403, alone)
