"""Settings: where the documentation leaves a choice to the owner."""

from typing import Any

import pytest

from sandbank_conformance.callers import Product, Provider, need
from sandbank_conformance.conditions import (
    ensure_refused,
    ensure_status,
    ensure_success,
    ensure_unchanged,
    given,
)
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.stock import Stock

UNUSUAL = {"throttlePerSecond": 900, "expiredTokenStatus": 401, "demandSignature": True}
FAILURE = {"data": {"status": "failure"}}


@smoke
@requirement("CTL-10")
@pytest.mark.parametrize(
    ("name", "value"),
    [("throttlePerSecond", 7), ("expiredTokenStatus", 401), ("demandSignature", True)],
)
def test_a_change_leaves_the_settings_that_it_does_not_name(
    name: str, value: Any, owner: Owner, settings: dict[str, Any]
) -> None:
    others = {each: setting for each, setting in UNUSUAL.items() if each != name}
    given(owner.call("changeSettings", json=others))

    answer = owner.call("changeSettings", json={name: value})

    ensure_status(answer, 200)
    ensure_unchanged({**settings, **others, name: value}, answer.json, by=answer, also=())
    read = given(owner.call("changeSettings", json={})).json
    ensure_unchanged(answer.json, read, by=answer, also=())


@requirement("CTL-10")
@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"demandSignature": True, "colour": "blue"}, id="an unknown name"),
        pytest.param({"demandSignature": True, "throttlePerSecond": 0}, id="a value too low"),
        pytest.param({"demandSignature": True, "expiredTokenStatus": 402}, id="another status"),
        pytest.param({"throttlePerSecond": 5, "demandSignature": "yes"}, id="a text"),
        pytest.param({"throttlePerSecond": 5, "demandSignature": None}, id="null"),
        pytest.param([], id="an array"),
    ],
)
def test_what_is_not_known_answers_400_and_changes_no_setting(
    change: Any, owner: Owner, settings: dict[str, Any]
) -> None:
    answer = owner.call("changeSettings", json=change)

    ensure_status(answer, 400)
    ensure_unchanged(settings, given(owner.call("changeSettings", json={})).json, by=answer)


@smoke
@requirement("CTL-10")
@of_api("consumer")
@pytest.mark.usefixtures("settings")
def test_signatures_are_demanded_from_the_next_call_on(owner: Owner, product: Product) -> None:
    need(product.access.signing_key, 'a key to sign with: [consumer] signing-key = "…"')
    given(product.ask_for_token(X_Signature=None))

    given(owner.call("changeSettings", json={"demandSignature": True}))

    ensure_refused(product.ask_for_token(X_Signature=None))
    ensure_success(product.ask_for_token())


@requirement("CTL-10")
@of_api("provider")
@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("status", [401, 403])
def test_an_expired_token_answers_as_it_is_set(
    status: int, owner: Owner, provider: Provider, stock: Stock
) -> None:
    token = {"Authorization": provider.headers["Authorization"]}
    owner.advance("P400D")
    session = stock.onboarding()

    given(owner.call("changeSettings", json={"expiredTokenStatus": status}))

    answer = provider.call("reportAuthorisation", session, json=FAILURE, headers=token)
    ensure_status(answer, status)


@requirement("CTL-10")
@of_api("provider")
@pytest.mark.usefixtures("settings")
def test_a_key_is_throttled_from_the_next_call_on(
    owner: Owner, provider: Provider, stock: Stock
) -> None:
    first, second = stock.onboarding(), stock.onboarding()

    given(owner.call("changeSettings", json={"throttlePerSecond": 1}))

    ensure_success(provider.call("reportAuthorisation", first, json=FAILURE))
    ensure_status(provider.call("reportAuthorisation", second, json=FAILURE, patient=False), 429)
