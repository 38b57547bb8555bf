"""What the sandbox keeps of a deletion: that it happened, and nothing of what was deleted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from sandbank_conformance import readings
from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import NotTestable, ensure, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import NOTHING, Exchange
from sandbank_conformance.marks import requirement
from sandbank_conformance.owner import Owner, moment
from sandbank_conformance.suite.control.entries import entries
from sandbank_conformance.suite.user_banking.attempts import Attempt
from sandbank_conformance.uploads import USER, Upload, Uploads

ALSO = {"deleteTransactions": "UB-DEL-03", "deleteAccounts": "UB-DEL-02"}
ALSO |= {"deleteAccount": "UB-DEL-01"}


@dataclass(frozen=True, slots=True)
class Deleted:
    """What was deleted, in one of the ways there are."""

    operation_id: str
    ids: list[str]
    count: int  # of the transactions that went with it
    purpose: str  # a text of one of them
    begun: datetime
    ended: datetime


@pytest.fixture
def deleted(owner: Owner, uploader: Uploader, uploads: Uploads, draw: Draw) -> list[Deleted]:
    """Transactions, accounts in two ways, and a user, each of which was read before."""
    bodies = [_traced(uploads, draw) for _ in range(5)]
    held = uploads.several(uploads.user(), bodies)
    for each in held:
        given(uploader.call("listAccountTransactions", each.user, each.account))
    purposes = [each["transactions"][0]["purpose"] for each in bodies]
    return [
        _deleted(owner, uploader, attempt, purpose)
        for attempt, purpose in zip(_attempts(*held), purposes, strict=False)
    ]


def _traced(uploads: Uploads, draw: Draw) -> dict[str, Any]:
    """An account with two transactions, the first of which is known by what it says."""
    said = uploads.transaction_body(draw, purpose=f"Trace {draw.word(20)}")
    body = uploads.account_body(draw)
    return body | {"transactions": [said, uploads.transaction_body(draw)]}


def _attempts(one: Upload, two: Upload, three: Upload, _: Upload, five: Upload) -> list[Attempt]:
    """Of transactions and of accounts, several at a time, of one account, and of its user."""
    user, accounts = one.user, [two.account, five.account]
    return [
        Attempt("deleteTransactions", (user, one.account), {"ids": list(one.transactions)}),
        Attempt("deleteAccounts", (user,), {"ids": accounts}),
        Attempt("deleteAccount", (user, three.account)),
        Attempt("deleteUser", (user,)),
    ]


def _deleted(owner: Owner, uploader: Uploader, attempt: Attempt, purpose: str) -> Deleted:
    count = 4 if attempt.operation_id == "deleteAccounts" else 2
    if attempt.operation_id == "deleteUser":  # what earlier deletions left goes with it
        held = readings.uploads(uploader, attempt.ids[0]).values()
        count = sum(len(each["transactions"]) for each in held)
    begun = owner.now()
    given(attempt.by(uploader))
    ids = [attempt.ids[-1]] if attempt.body is NOTHING else attempt.body["ids"]
    return Deleted(attempt.operation_id, ids, count, purpose, begun, owner.now())


@requirement("UB-DEL-10", level="profile")
def test_a_deletion_is_on_the_trail_without_what_was_deleted(
    owner: Owner, uploader: Uploader, deleted: list[Deleted]
) -> None:
    answer = given(owner.call("listAudit"))

    for each in deleted:
        found = [it for it in entries(answer) if {*each.ids} & {*it.get("ids", ())}]
        wanted = (each.operation_id, uploader.access.client_id, sorted(each.ids), each.count)
        told = [
            (it.get("action"), it.get("client"), sorted(it["ids"]), it.get("count")) for it in found
        ]
        ensure(told == [wanted], expected=f"{wanted} once", received=str(told))
        when = moment(found[0].get("at"))
        ensure(
            each.begun <= when <= each.ended,
            expected=f"a time from {each.begun} to {each.ended}",
            received=str(when),
        )
    _ensure_no_trace(answer, deleted, also=False)


@requirement("CON-OFF-04")
def test_neither_journal_nor_world_holds_anything_of_what_was_deleted(
    owner: Owner, deleted: list[Deleted]
) -> None:
    journal = given(owner.call("listJournal", query={"limit": 30}))
    world = given(owner.call("getWorld"))

    _ensure_no_trace(journal, deleted)
    _ensure_no_trace(world, deleted)


@requirement("CON-OFF-04")
def test_neither_journal_nor_world_holds_anything_of_a_user_whose_time_is_over(
    owner: Owner, uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    user = str(given(uploader.call("createUser", json={**USER, "expiresIn": 60}), "/userId"))
    body = _traced(uploads, draw)
    upload = uploads.upload(user, body)
    path, begun = (user, upload.account), owner.now()
    change = {"transactionId": upload.transactions[1], "bookingText": "Changed"}
    given(uploader.call("changeTransactions", *path, json=change))
    given(uploader.call("listAccountTransactions", *path))

    owner.advance("PT61S")

    if not uploader.call("getUser", user).refused:
        raise NotTestable(f"a user who is gone when the time is over; {user} is still there")
    purpose = body["transactions"][0]["purpose"]
    gone = Deleted("", [user], 2, purpose, begun, owner.now())
    for each in (owner.call("listJournal", query={"limit": 30}), owner.call("getWorld")):
        _ensure_no_trace(given(each), [gone])


def _ensure_no_trace(answer: Exchange, deleted: list[Deleted], *, also: bool = True) -> None:
    found = [each for each in deleted if each.purpose.encode() in answer.received.body]
    told = ", ".join(f"{each.purpose!r} after {each.operation_id or 'its time'}" for each in found)
    ensure(
        not found,
        expected=f"nothing of what was deleted in the answer to {answer.operation_id}",
        received=told,
        exchange=answer,
        also=[ALSO[each.operation_id] for each in found if also and each.operation_id in ALSO],
    )
