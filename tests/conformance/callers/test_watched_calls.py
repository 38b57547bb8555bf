"""The calls of a provider, as they are read from a journal, and what is wrong with them."""

import json
from typing import Any, cast

from sandbank_conformance.exchange import Exchange
from sandbank_conformance.messages import Received, Sent
from sandbank_conformance.owner import Owner
from sandbank_conformance.watch.entries import Entries, Watched
from sandbank_conformance.watch.wrongs import wrongs

SESSION = "0e000000-0000-4000-8000-000000000009"
STATEMENT = {"data": {"bankId": "b", "accountDetails": [{"bankAccountId": "a"}]}}
TOMBSTONE = {"removed": "The data in this body was deleted."}


class Journal:
    """An owner's, of calls that a test writes."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []  # newest first

    def note(self, operation: str, path: str, body: Any = None, **more: Any) -> None:
        number = len(self.entries)
        entry = {
            "at": f"2026-03-01T12:00:00.{number:06}Z",
            "api": "provider",
            "operationId": operation,
            "method": "PATCH" if "authorisations" in path else "POST",
            "path": f"/provider/v1{path}",
            "request": {"headers": {"content-type": "application/json"}, "body": body},
            "status": 204,
            "response": {"body": None},
        }
        self.entries.insert(0, {**entry, **more})

    def call(self, operation: str, query: dict[str, int]) -> Exchange:
        assert operation == "listJournal"
        body = json.dumps(self.entries[: query["limit"]]).encode()
        return Exchange(
            operation_id=operation,
            api="control",
            caller="owner",
            sent=Sent(method="GET", url="http://127.0.0.1/_sandbox/journal"),
            received=Received(status=200, headers=(), body=body),
        )


def entries_of(journal: Journal) -> Entries:
    return Entries(cast(Owner, journal), "http://127.0.0.1")


def test_calls_are_read_once_however_many_there_are() -> None:
    journal = Journal()
    entries = entries_of(journal)
    for count in (0, 1, 9, 10, 25, 0, 3):
        for number in range(count):
            journal.note("reportAuthorisation", f"/authorisations/{number}")
        told = [each.made for each in entries.read()]

        assert len(told) == len(journal.entries)
        assert told == sorted(set(told))


def test_what_was_called_before_is_forgotten() -> None:
    journal = Journal()
    entries = entries_of(journal)
    journal.note("reportAuthorisation", f"/authorisations/{SESSION}")
    entries.forget()
    journal.note("listBanks", "/banks", api="consumer")
    journal.note("reportAuthorisationByQuery", f"/authorisations?authorisationId={SESSION}")

    assert [each.session for each in entries.read()] == [SESSION]


def refused(body: Any, requirement: str, **more: Any) -> list[str]:
    """The rules that a statement breaks which was refused."""
    journal = Journal()
    journal.note("postStatement", "/statements", body, requirement=requirement, status=409, **more)
    calls: list[Watched] = entries_of(journal).read()
    return sorted({each.requirement for each in wrongs(calls, {})})


def test_a_call_whose_body_was_deleted_is_not_judged() -> None:
    assert refused(TOMBSTONE, "PRV-STMT-02") == []
    assert refused(STATEMENT, "PRV-STMT-02") == ["PRV-STMT-02"]


def test_a_call_that_met_a_fault_of_ours_is_not_blamed_for_its_answer() -> None:
    assert refused(STATEMENT, "PRV-STMT-10", faults=[{}]) == []
    assert refused(STATEMENT, "PRV-STMT-10") == ["PRV-STMT-10"]


def test_a_call_is_not_blamed_for_the_state_of_things() -> None:
    assert refused(STATEMENT, "PRV-STMT-08") == []
