"""What the sandbox keeps of a deletion: that it happened, and nothing of what was deleted."""

from collections.abc import Collection

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import ensure, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement
from sandbank_conformance.owner import Owner
from sandbank_conformance.suite.user_banking.attempts import Attempt, deletions
from sandbank_conformance.uploads import Upload, Uploads

KINDS = pytest.mark.parametrize(
    "operation_id", ["deleteTransactions", "deleteAccounts", "deleteAccount", "deleteUser"]
)

ALSO = {
    "deleteTransactions": ["UB-DEL-03"],
    "deleteAccounts": ["UB-DEL-02"],
    "deleteAccount": ["UB-DEL-01"],
    "deleteUser": [],
}


def _deletion(upload: Upload, operation_id: str) -> Attempt:
    attempts = [*deletions(upload), Attempt("deleteUser", (upload.user,))]
    return next(each for each in attempts if each.operation_id == operation_id)


def _named(upload: Upload, operation_id: str) -> str:
    if operation_id == "deleteUser":
        return upload.user
    return upload.transactions[0] if operation_id == "deleteTransactions" else upload.account


@KINDS
@requirement("UB-DEL-10", level="profile")
def test_a_deletion_is_on_the_trail_with_ids_time_client_and_count(
    owner: Owner, uploader: Uploader, uploads: Uploads, draw: Draw, operation_id: str
) -> None:
    upload = uploads.account(draw, transactions=1)
    now = owner.clock()["now"]
    given(_deletion(upload, operation_id).by(uploader))

    trail = given(owner.call("listAudit")).json

    name = _named(upload, operation_id)
    entries = [each for each in trail if name in each["ids"]]
    wanted = (operation_id, uploader.access.client_id, 1)
    told = [(each["action"], each["client"], each["count"]) for each in entries]
    ensure(told == [wanted], expected=f"{wanted} once, for {name}", received=str(told))
    times = [each["at"] for each in entries]
    ensure(times == [now], expected=f"the time {now}", received=str(times))


@KINDS
@requirement("UB-DEL-10", level="profile")
def test_the_trail_holds_nothing_of_what_was_deleted(
    owner: Owner, uploader: Uploader, uploads: Uploads, draw: Draw, operation_id: str
) -> None:
    upload, traces = _traceable(uploads, draw)
    given(_deletion(upload, operation_id).by(uploader))

    answer = given(owner.call("listAudit"))

    _ensure_no_trace(answer, traces)


@KINDS
@requirement("CON-OFF-04")
def test_the_journal_holds_nothing_of_what_was_deleted(
    owner: Owner, uploader: Uploader, uploads: Uploads, draw: Draw, operation_id: str
) -> None:
    upload, traces = _traceable(uploads, draw)
    given(uploader.call("listAccountTransactions", upload.user, upload.account))
    given(_deletion(upload, operation_id).by(uploader))

    answer = given(owner.call("listJournal", query={"limit": 10}))

    _ensure_no_trace(answer, traces, also=ALSO[operation_id])


@pytest.mark.parametrize("operation_id", ["deleteTransactions", "deleteAccount"])
@requirement("CON-OFF-04")
def test_the_world_holds_nothing_of_what_was_deleted(
    owner: Owner, uploader: Uploader, uploads: Uploads, draw: Draw, operation_id: str
) -> None:
    upload, traces = _traceable(uploads, draw)
    given(_deletion(upload, operation_id).by(uploader))

    answer = given(owner.call("getWorld"))

    _ensure_no_trace(answer, traces, also=ALSO[operation_id])


def _traceable(uploads: Uploads, draw: Draw) -> tuple[Upload, list[str]]:
    purpose = f"Trace {draw.word(20)}"
    body = uploads.account_body(draw)
    body["transactions"] = [uploads.transaction_body(draw, purpose=purpose)]
    return uploads.upload(uploads.user(), body), [purpose]


def _ensure_no_trace(answer: Exchange, traces: list[str], also: Collection[str] = ()) -> None:
    found = [each for each in traces if each.encode() in answer.received.body]
    ensure(
        not found,
        expected=f"none of {traces} in the answer to {answer.operation_id}",
        received=f"{', '.join(found)} in it",
        exchange=answer,
        also=also,
    )
