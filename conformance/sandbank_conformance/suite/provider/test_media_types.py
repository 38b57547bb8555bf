"""The Content-Type of a report."""

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import ensure_status, ensure_success
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.readings import bank_account
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.provider.reports import (
    RENEWED,
    ensure_account_unchanged,
    ensure_still_open,
    granted,
    onboarded,
    reported,
    waiting,
)

NOT_JSON = [
    pytest.param(None, id="missing"),
    pytest.param("", id="empty"),
    pytest.param("text/plain", id="text", marks=smoke),
    pytest.param("application/x-www-form-urlencoded", id="a form"),
    pytest.param("application/jsonx", id="almost JSON"),
    pytest.param("word", id="a word"),
]
REFUSED = (403, 415)  # 415 is what HTTP has for it


@requirement("PRV-AUTH-06")
@pytest.mark.parametrize("media_type", NOT_JSON)
def test_a_content_type_that_is_not_json_answers_403_or_415(
    provider: Provider, stock: Stock, draw: Draw, media_type: str | None
) -> None:
    session, body = stock.onboarding(shared=True), onboarded(granted(draw))

    answer = reported(provider, stock, session, body, headers={"Content-Type": media_type})

    ensure_status(answer, *REFUSED)
    ensure_still_open(provider, stock, session, body, answer)


@requirement("PRV-AUTH-06")
@pytest.mark.parametrize("media_type", NOT_JSON)
def test_a_re_authorisation_whose_content_type_is_not_json_changes_nothing(
    provider: Provider, product: Product, stock: Stock, media_type: str | None
) -> None:
    session = stock.reauthorisation(shared=True)
    account = waiting(product, session)
    before = bank_account(product, account)

    answer = reported(provider, stock, session.id, RENEWED, headers={"Content-Type": media_type})

    ensure_status(answer, *REFUSED)
    ensure_account_unchanged(product, account, before, answer)
    ensure_still_open(provider, stock, session.id, RENEWED, answer)


@requirement("PRV-AUTH-06")
@pytest.mark.parametrize(
    "media_type",
    [
        pytest.param("application/json; charset=utf-8", id="with a charset"),
        pytest.param("Application/JSON", id="with capitals"),
    ],
)
def test_json_is_known_by_any_spelling(
    provider: Provider, stock: Stock, draw: Draw, media_type: str
) -> None:
    session, body = stock.onboarding(), onboarded(granted(draw))

    answer = reported(provider, stock, session, body, headers={"Content-Type": media_type})

    ensure_success(answer)
