"""What the sandbox keeps of a deletion: that it happened, and nothing of what was deleted."""

from dataclasses import dataclass
from datetime import datetime

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import ensure, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement
from sandbank_conformance.owner import Owner, moment
from sandbank_conformance.suite.control.entries import entries
from sandbank_conformance.suite.user_banking.attempts import Attempt, deletions
from sandbank_conformance.uploads import Upload, Uploads

ALSO = {"deleteTransactions": "UB-DEL-03", "deleteAccounts": "UB-DEL-02"}
ALSO |= {"deleteAccount": "UB-DEL-01"}


@dataclass(frozen=True, slots=True)
class Deleted:
    """What was deleted, in one of the ways there are."""

    operation_id: str
    id: str
    purpose: str  # a text of a transaction that went with it
    begun: datetime
    ended: datetime


@pytest.fixture
def deleted(owner: Owner, uploader: Uploader, uploads: Uploads, draw: Draw) -> list[Deleted]:
    """A transaction, accounts in two ways, and a user, each of which was read before."""
    bodies = [
        uploads.account_body(draw)
        | {"transactions": [uploads.transaction_body(draw, purpose=f"Trace {draw.word(20)}")]}
        for _ in range(4)
    ]
    held = uploads.several(uploads.user(), bodies)
    for each in held:
        given(uploader.call("listAccountTransactions", each.user, each.account))
    return [
        _deleted(owner, uploader, each, n, bodies[n]["transactions"][0]["purpose"])
        for n, each in enumerate(held)
    ]


def _deleted(owner: Owner, uploader: Uploader, upload: Upload, n: int, purpose: str) -> Deleted:
    attempt = [*deletions(upload), Attempt("deleteUser", (upload.user,))][n]
    begun = owner.now()
    given(attempt.by(uploader))
    named = (upload.transactions[0], upload.account, upload.account, upload.user)[n]
    return Deleted(attempt.operation_id, named, purpose, begun, owner.now())


@requirement("UB-DEL-10", level="profile")
def test_a_deletion_is_on_the_trail_without_what_was_deleted(
    owner: Owner, uploader: Uploader, deleted: list[Deleted]
) -> None:
    answer = given(owner.call("listAudit"))

    for each in deleted:
        found = [entry for entry in entries(answer) if each.id in entry.get("ids", ())]
        wanted = (each.operation_id, uploader.access.client_id, 1)
        told = [tuple(it.get(name) for name in ("action", "client", "count")) for it in found]
        ensure(told == [wanted], expected=f"{wanted} once, for {each.id}", received=str(told))
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


def _ensure_no_trace(answer: Exchange, deleted: list[Deleted], *, also: bool = True) -> None:
    found = [each for each in deleted if each.purpose.encode() in answer.received.body]
    told = ", ".join(f"{each.purpose!r} after {each.operation_id}" for each in found)
    ensure(
        not found,
        expected=f"nothing of what was deleted in the answer to {answer.operation_id}",
        received=told,
        exchange=answer,
        also=[ALSO[each.operation_id] for each in found if also and each.operation_id in ALSO],
    )
