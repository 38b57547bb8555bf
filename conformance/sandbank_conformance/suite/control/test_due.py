"""What goes by the one clock: expiry, time stamps, all that falls due."""

import json
from datetime import datetime

from sandbank_conformance.callers import Product, Uploader
from sandbank_conformance.conditions import (
    NotTestable,
    ensure,
    ensure_member,
    ensure_refused,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement, transition
from sandbank_conformance.owner import Owner, moment
from sandbank_conformance.run import Run
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.control.entries import at, entries
from sandbank_conformance.uploads import USER, Uploads


@requirement("CTL-04")
@of_api("consumer")
def test_tokens_expire_by_the_clock(owner: Owner, product: Product) -> None:
    token = {"Authorization": product.headers["Authorization"]}
    given(product.call("listBankAccounts", headers=token))

    owner.advance("P30D")

    ensure_refused(product.call("listBankAccounts", headers=token))


@requirement("CTL-04")
@of_api("consumer")
def test_what_is_told_and_called_is_stamped_by_the_clock(
    owner: Owner, product: Product, stock: Stock, draw: Draw
) -> None:
    given(owner.call("moveClock", json={"frozen": True}))
    owner.advance("P3D")
    product.renew()
    before = owner.now()
    account = stock.new_account(draw)
    given(product.call("disconnectBankAccount", account))
    after = owner.now()

    lists = (
        owner.call("listNotifications", query={"bankAccountId": account}),
        owner.call("listJournal", query={"operationId": "disconnectBankAccount", "limit": 1}),
        owner.call("listAudit"),
    )

    for listed in filter(lambda each: each.succeeded, lists):
        told = [at(each, "/at") for each in entries(listed) if account in json.dumps(each)]
        ensure(
            all(_is_between(before, each, after) for each in told),
            expected=f"entries of {before}",
            received=str(told),
            exchange=listed,
        )


def _is_between(before: datetime, told: object, after: datetime) -> bool:
    try:
        return before <= moment(told) <= after
    except NotTestable:
        return False


@requirement("CTL-04")
@of_api("user_banking")
def test_what_falls_due_is_done_before_the_answer(owner: Owner, uploader: Uploader) -> None:
    made = given(uploader.call("createUser", json={**USER, "expiresIn": 60}), "/userId")

    owner.advance("PT61S")

    users = entries(owner.call("getWorld"), "/users")
    if not uploader.call("getUser", made).refused:
        raise NotTestable(f"a user who is gone when the time is over; {made} is still there")
    ensure(
        made not in [each.get("userId") for each in users],
        expected="no user whose time is over",
        received=f"{made} among {len(users)} users",
    )


@requirement("CTL-04")
@of_api("provider")
@transition("session", "open", "lapsed", "expired")
def test_sessions_end_by_the_clock(owner: Owner, run: Run) -> None:
    session = run.stock.onboarding()
    ends = moment(owner.call("getAuthorisation", session).at("/expiresAt"))

    owner.advance(f"PT{(ends - owner.now()).total_seconds() + 1:.0f}S")

    ensure_member(owner.call("getAuthorisation", session), "/status", "expired")


@requirement("CTL-09")
@of_api("user_banking")
def test_the_end_of_a_user_is_told_among_the_deletions(
    owner: Owner, uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    user = str(given(uploader.call("createUser", json={**USER, "expiresIn": 60}), "/userId"))
    uploads.account(draw, user=user, transactions=2)
    owner.advance("PT61S")
    if not uploader.call("getUser", user).refused:
        raise NotTestable(f"a user who is gone when the time is over; {user} is still there")

    listed = owner.call("listAudit")

    told = [each for each in entries(listed) if user in each.get("ids", ())]
    counts = [(each.get("client"), each.get("count"), bool(each.get("action"))) for each in told]
    wanted = [(uploader.access.client_id, 2, True)]
    ensure(
        counts == wanted,
        expected=f"{wanted} of the user: client, count and an action",
        received=str(told),
        exchange=listed,
    )
