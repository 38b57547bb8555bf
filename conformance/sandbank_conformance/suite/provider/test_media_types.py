"""The Content-Type of a report."""

import pytest

from sandbank_conformance.callers import Provider
from sandbank_conformance.conditions import ensure_status, ensure_success
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.provider.reports import RENEWED, granted, onboarded, reported
from sandbank_conformance.suite.provider.slips import NOT_JSON

REFUSED = (403, 415)  # 415 is what HTTP has for it


@requirement("PRV-AUTH-06")
@pytest.mark.parametrize("media_type", NOT_JSON)
def test_a_content_type_that_is_not_json_answers_403_or_415(
    provider: Provider, stock: Stock, draw: Draw, media_type: str | None
) -> None:
    session, body = stock.onboarding(shared=True), onboarded(granted(draw))

    answer = reported(provider, stock, session, body, headers={"Content-Type": media_type})

    ensure_status(answer, *REFUSED)


@requirement("PRV-AUTH-06")
@pytest.mark.parametrize("media_type", NOT_JSON[:3])
def test_a_re_authorisation_whose_content_type_is_not_json_answers_403_or_415(
    provider: Provider, stock: Stock, media_type: str | None
) -> None:
    session = stock.reauthorisation(shared=True)

    answer = reported(provider, stock, session.id, RENEWED, headers={"Content-Type": media_type})

    ensure_status(answer, *REFUSED)


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
