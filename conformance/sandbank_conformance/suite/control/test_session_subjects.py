"""Whom a session can be for, and whom not."""

from typing import Any

import pytest

from sandbank_conformance.callers import Provider
from sandbank_conformance.conditions import ensure, ensure_status, given
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.owner import Owner
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.control.entries import at, ensure_named, entries

pytestmark = of_api("provider")

NOBODY = {"bankAccountId": "nobody", "companyId": "nobody"}


@requirement("CTL-06")
@pytest.mark.parametrize("account", ["known", "unknown"])
def test_a_bank_account_does_not_fit_an_onboarding(
    account: str, owner: Owner, provider: Provider, stock: Stock
) -> None:
    named = stock.account(shared=True) if account == "known" else "nobody"

    answer = owner.begin(provider.access.id, "onboarding", bankAccountId=named)

    ensure_status(answer, 400)
    ensure_named(answer, "/bankAccountId")


@requirement("CTL-06")
def test_all_that_nobody_knows_is_named_at_once(owner: Owner) -> None:
    answer = owner.begin("nobody", "reauthorisation", **NOBODY)

    ensure_status(answer, 400)
    ensure_named(answer, "/providerId", "/bankAccountId", "/companyId")


@requirement("CTL-06")
def test_a_session_without_a_company_is_for_one_that_there_is(
    owner: Owner, provider: Provider
) -> None:
    known = [each.get("companyId") for each in entries(owner.call("getWorld"), "/companies")]

    begun = owner.begin(provider.access.id, "onboarding")

    ensure_status(begun, 201)
    shown = owner.call("getAuthorisation", given(begun, "/authorisationId"))
    company = shown.at("/companyId")
    ensure(company in known, expected=f"one of {known}", received=str(company), exchange=shown)


@requirement("CTL-06")
@pytest.mark.parametrize(("kind", "place"), [("banks", "/providerId"), ("companies", "/companyId")])
def test_a_session_cannot_begin_in_a_world_without(
    kind: str, place: str, owner: Owner, provider: Provider
) -> None:
    given(owner.call("putWorld", json=_world_without(owner, kind)))

    answer = owner.begin(provider.access.id, "onboarding")

    ensure_status(answer, 400)
    ensure_named(answer, place)


def _world_without(owner: Owner, kind: str) -> dict[str, Any]:
    """The providers of the world, and its banks or companies."""
    world = given(owner.call("getWorld"))
    kept = {"organisations", "companies", "providers", "banks"} - {kind}
    return {name: at(world.json, f"/{name}") for name in kept}
