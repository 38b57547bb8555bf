"""What a world may hold that is loaded, and what becomes of all that was there before it."""

from typing import Any

import pytest

from sandbank_conformance.callers import Product, Provider, Uploader
from sandbank_conformance.conditions import (
    NotTestable,
    ensure,
    ensure_member,
    ensure_status,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.owner import Owner
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.control.entries import Entry, at, ensure_named, entries
from sandbank_conformance.uploads import Uploads

DAYS = [
    pytest.param("transactions", "datePosted", "2026-02-30T09:30:00Z", id="a moment that is none"),
    pytest.param("transactions", "datePosted", "20260131", id="a day without hyphens"),
    pytest.param("uploadTransactions", "bookingDate", "2026-02-30", id="a day that is none"),
    pytest.param("uploadTransactions", "bookingDate", "31 Jan 2026", id="a day in words"),
]


def _with_first(owner: Owner, kind: str, **members: Any) -> dict[str, Any]:
    """The world as it is, but for the first thing of a kind."""
    exported = given(owner.call("getWorld"))
    listed = entries(exported, f"/{kind}")
    if not listed:
        raise NotTestable(f"a world with {kind}")
    first, *others = listed
    return {**exported.json, kind: [{**first, **members}, *others]}


@requirement("CTL-02")
@pytest.mark.parametrize(("kind", "member", "value"), DAYS)
def test_a_world_is_not_loaded_with(kind: str, member: str, value: str, owner: Owner) -> None:
    world = _with_first(owner, kind, **{member: value})

    answer = owner.call("putWorld", json=world)

    ensure_status(answer, 400)
    ensure_named(answer, f"/{kind}/0/{member}")


@requirement("CTL-02")
@pytest.mark.parametrize("moment", ["2026-01-31T09:30:00Z", "2026-01-31t09:30:00z", "2026-01-31"])
def test_a_world_is_loaded_with_a_transaction_of(moment: str, owner: Owner) -> None:
    world = _with_first(owner, "transactions", datePosted=moment)

    answer = owner.call("putWorld", json=world)

    ensure_status(answer, 204)


@requirement("CTL-09")
@of_api("consumer")
@pytest.mark.parametrize("outcome", ["pending", "delivered", "failed"])
def test_a_notification_is_listed_as_it_was_loaded_when_it_is(
    outcome: str, owner: Owner, stock: Stock, draw: Draw
) -> None:
    account = stock.new_account(draw)

    loaded = owner.call("putWorld", json=_with_first(owner, "notifications", outcome=outcome))

    ensure_status(loaded, 204)
    listed = owner.call("listNotifications")
    told = {at(each, "/event/resource/id"): each.get("outcome") for each in entries(listed)}
    ensure(told.get(account) == outcome, expected=outcome, received=str(told), exchange=listed)


@requirement("CTL-02")
@of_api("user_banking")
def test_a_world_replaces_what_was_recorded_in_the_one_before(
    owner: Owner, uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)
    given(uploader.call("deleteAccount", upload.user, upload.account))

    answer = owner.call("putWorld", json=given(owner.call("getWorld")).json)

    ensure_status(answer, 204)
    calls, deletions = (entries(owner.call(each)) for each in ("listJournal", "listAudit"))
    ensure(
        not calls and not deletions,
        expected="no calls and no deletions",
        received=f"{len(calls)} calls, {len(deletions)} deletions",
    )


@requirement("CON-OFF-13")
@of_api("consumer", "provider")
@pytest.mark.parametrize("status", ["success", "failure"])
def test_an_account_that_was_loaded_as_cancelled_stays_so_with_a_session_loaded_as_open(
    status: str, owner: Owner, product: Product, provider: Provider, stock: Stock
) -> None:
    session = stock.reauthorisation()
    before = _session(owner, session.id)
    given(product.call("disconnectBankAccount", session.account))
    given(owner.call("putWorld", json=_with_session(owner, before)))
    product.renew()
    provider.renew()

    provider.call("reportAuthorisation", session.id, json={"data": {"status": status}})

    shown = given(product.call("getBankAccount", session.account))
    ensure_member(shown, "/status", "cancelled")


def _session(owner: Owner, session: str) -> Entry:
    held = entries(owner.call("getWorld"), "/authorisations")
    found = next((each for each in held if each.get("authorisationId") == session), None)
    if found is None:
        raise NotTestable(f"a world that holds the session {session}")
    return found


def _with_session(owner: Owner, session: Entry) -> dict[str, Any]:
    """The world as it is, but for one session."""
    exported = given(owner.call("getWorld"))
    others = [
        each
        for each in entries(exported, "/authorisations")
        if each.get("authorisationId") != session["authorisationId"]
    ]
    return {**exported.json, "authorisations": [*others, session]}
