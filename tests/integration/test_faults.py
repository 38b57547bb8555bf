"""Calls that go wrong because the owner wants it: what is answered, and what was done."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import httpx
import pytest
from served import Served, bank_account, session
from statements_sent import PAYMENT, posted, statement
from wire_calls import ACCOUNT, GRANT, send

ACCOUNT_6 = ACCOUNT.replace(bank_account(1), bank_account(6))
DETAIL = "The owner of this sandbox has set a fault for this call."
TOO_LARGE = b" " * (10 * 1024 * 1024 + 1)


def set_fault(served: Served, operation_id: str, **fault: Any) -> str:
    """The id of a fault that is set."""
    body = {"operationId": operation_id, **fault}
    set_id: str = served.control("POST", "/faults", json=body)["faultId"]
    return set_id


def met(served: Served) -> list[Any]:
    """What the newest calls met, newest first."""
    return [one.get("faults") for one in served.control("GET", "/journal")]


@pytest.mark.parametrize(
    ("operation_id", "body"),
    [
        ("getBank", {"title": "Conflict", "status": 409, "detail": DETAIL, "code": "fault"}),
        (
            "reportAuthorisation",
            {"title": "Conflict", "status": 409, "detail": DETAIL, "code": "fault"},
        ),
        ("listUsers", {"type": "conflict", "message": DETAIL}),
        ("issueProviderToken", {"error": "invalid_request", "error_description": DETAIL}),
        ("issueUploadToken", {"type": "conflict", "message": DETAIL}),
    ],
)
def test_a_status_comes_with_the_error_body_of_its_api(
    sandbox: Served, operation_id: str, body: dict[str, Any]
) -> None:
    set_fault(sandbox, operation_id, status=409)

    answer = send(sandbox, operation_id)

    assert answer.status_code == 409
    assert answer.headers["sandbank-requirement"] == "CTL-11"
    assert answer.json() == {**body, **{k: v for k, v in answer.json().items() if k not in body}}
    assert send(sandbox, operation_id).is_success


@pytest.mark.parametrize(
    ("status", "title", "kind", "retry_after"),
    [
        (429, "Too Many Requests", "too_many_requests", "1"),
        (503, "Service Unavailable", "internal_server_error", "1"),
        (500, "Internal Server Error", "internal_server_error", None),
        (418, "I'm a Teapot", "bad_request", None),
        (599, "Fault", "internal_server_error", None),
    ],
)
def test_any_status_may_be_asked_for(
    sandbox: Served, status: int, title: str, kind: str, retry_after: str | None
) -> None:
    for operation_id in ("listBanks", "listUsers"):
        set_fault(sandbox, operation_id, status=status)

    problem, error = send(sandbox, "listBanks"), send(sandbox, "listUsers")

    assert (problem.status_code, problem.json()["title"]) == (status, title)
    assert (error.status_code, error.json()["type"]) == (status, kind)
    assert problem.headers.get("retry-after") == error.headers.get("retry-after") == retry_after


def test_before_the_operation_nothing_changes_and_nobody_is_asked_who_calls(
    sandbox: Served,
) -> None:
    before = sandbox.world()
    set_fault(sandbox, "disconnectBankAccount", status=500, times=2)

    answers = [send(sandbox, "disconnectBankAccount"), sandbox.call("DELETE", ACCOUNT)]

    assert [each.status_code for each in answers] == [500, 500]
    assert sandbox.world() == before


def test_after_the_operation_the_answer_alone_goes_wrong(sandbox: Served) -> None:
    set_fault(sandbox, "reportAuthorisation", status=500, when="after")

    first, again = send(sandbox, "reportAuthorisation"), send(sandbox, "reportAuthorisation")

    assert (first.status_code, again.status_code) == (500, 409)
    offered = sandbox.control("GET", f"/authorisations/{session(1)}/candidates")
    assert [one["accountIdentifier"] for one in offered] == [GRANT["accountIdentifier"]]


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("effect", [{"status": 500}, {"drop": True}], ids=["500", "dropped"])
def test_a_statement_that_is_sent_again_counts_once(
    sandbox: Served, effect: dict[str, Any], when: str
) -> None:
    set_fault(sandbox, "postStatement", **effect, when=when)
    with suppress(httpx.RemoteProtocolError):
        assert posted(sandbox, statement(2, PAYMENT)).status_code == 500

    again = posted(sandbox, statement(2, PAYMENT))

    assert again.status_code == (202 if when == "before" else 409)
    held = [one["bankAccountId"] for one in sandbox.world()["transactions"]]
    assert held.count(bank_account(2)) == 1


def test_a_refusal_after_which_another_status_is_told_changes_nothing_either(
    sandbox: Served,
) -> None:
    before = sandbox.world()
    set_fault(sandbox, "disconnectBankAccount", status=500, when="after")

    assert sandbox.call("DELETE", ACCOUNT).status_code == 500
    assert sandbox.world() == before


def test_a_call_counts_when_it_has_come_in_whole_whoever_makes_it(sandbox: Served) -> None:
    set_fault(sandbox, "createUser", status=418, nth=3)
    calls = [{"content": TOO_LARGE}, {"content": "{"}, {"headers": {"authorization": None}}, {}]

    statuses = [send(sandbox, "createUser", **call).status_code for call in calls]

    assert statuses == [413, 400, 401, 418]


def test_an_operation_has_one_count_at_all_its_paths(sandbox: Served) -> None:
    long = "/api/v1/organisations/0a000000-0000-4000-8000-000000000001/companies/"
    path = ACCOUNT.replace("/consumer/v1/", long)
    set_fault(sandbox, "getBankAccount", status=418, nth=2)

    statuses = [send(sandbox, "getBankAccount", path=each).status_code for each in (path, ACCOUNT)]

    assert statuses == [200, 418]


def test_a_throttle_goes_by_the_sandboxs_clock_whoever_calls(sandbox: Served) -> None:
    set_fault(sandbox, "listUsers", throttle=1)

    through, over = send(sandbox, "listUsers"), sandbox.call("GET", "/user-banking/users")
    sandbox.advance("PT1S")

    assert (through.status_code, over.status_code) == (200, 429)
    assert over.headers["retry-after"] == "1"
    assert over.json()["type"] == "too_many_requests"
    assert send(sandbox, "listUsers").status_code == 200


def test_of_several_faults_the_first_that_was_set_is_done(sandbox: Served) -> None:
    set_fault(sandbox, "getBank", delay="PT0.01S")
    set_fault(sandbox, "getBank", corrupt="html")
    set_fault(sandbox, "getBank", status=500)

    answer = send(sandbox, "getBank")

    assert (answer.status_code, answer.headers["content-type"][:9]) == (200, "text/html")
    assert [list(each)[2] for each in met(sandbox)[0]] == ["delay", "corrupt", "status"]
    assert send(sandbox, "getBank").json()["bankId"]


def test_of_calls_at_once_exactly_so_many_go_wrong(sandbox: Served) -> None:
    headers = sandbox.product_headers()
    set_fault(sandbox, "disconnectBankAccount", status=500, nth=6, times=5)

    def disconnect(_: int) -> int:
        with httpx.Client(timeout=30, verify=False) as client:
            return client.delete(sandbox.url + ACCOUNT_6, headers=headers).status_code

    with ThreadPoolExecutor(20) as pool:
        statuses = Counter(pool.map(disconnect, range(20)))

    assert statuses == {204: 1, 409: 14, 500: 5}
    assert sandbox.control("GET", "/faults") == []


def test_the_journal_tells_what_a_call_met(sandbox: Served) -> None:
    fault_id = set_fault(sandbox, "getBank", status=503, nth=2)
    for _ in range(3):
        send(sandbox, "getBank")

    told = sandbox.control("GET", "/journal?operationId=getBank")

    assert [(one["status"], one.get("requirement")) for one in told] == [
        (200, None),
        (503, "CTL-11"),
        (200, None),
    ]
    (fault,) = told[1]["faults"]
    assert (fault["faultId"], fault["status"], fault["left"]) == (fault_id, 503, 0)
    assert met(sandbox) == [None, [fault], None]


def test_a_spoiled_answer_stands_in_the_journal_whole_without_its_secrets(sandbox: Served) -> None:
    for operation_id in ("issueUploadToken", "getBank"):
        set_fault(sandbox, operation_id, corrupt="half")
    token, bank = send(sandbox, "issueUploadToken"), send(sandbox, "getBank")

    kept_bank, kept_token = sandbox.control("GET", "/journal?limit=2")

    assert kept_bank["response"]["body"]["bankId"].endswith("1")
    assert kept_token["response"]["body"]["token_type"] == "Bearer"
    assert token.text[20:60] not in json.dumps(kept_token)
    with pytest.raises(json.JSONDecodeError):
        bank.json()


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/reset", {}),
        ("PUT", "/world", {}),
        ("POST", "/snapshots/faults/restore", None),
        ("DELETE", "/faults", None),
    ],
)
def test_faults_end_with_the_world_they_were_set_for(
    sandbox: Served, method: str, path: str, body: Any
) -> None:
    set_fault(sandbox, "listBanks", status=500)
    sandbox.control("PUT", "/snapshots/faults")

    sandbox.control(method, path, json=body)

    assert sandbox.control("GET", "/faults") == []


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/reset", {"world": "unknown"}),
        ("PUT", "/world", {"banks": [{}]}),
        ("POST", "/snapshots/no-such-copy/restore", None),
        ("POST", "/faults", {"operationId": "getBank", "status": 200}),
        ("POST", "/faults", {"operationId": "getBank", "status": 500, "time": 2}),
        ("POST", "/faults", {"operationId": "getBank"}),
    ],
)
def test_a_refusal_leaves_the_faults_as_they_were(
    sandbox: Served, method: str, path: str, body: Any
) -> None:
    set_fault(sandbox, "listBanks", status=500)
    before = sandbox.control("GET", "/faults")

    refused = sandbox.call(method, "/_sandbox" + path, json=body)

    assert refused.status_code in (400, 404)
    assert sandbox.control("GET", "/faults") == before


def test_an_export_of_the_world_knows_nothing_of_faults(sandbox: Served) -> None:
    before = sandbox.world()

    set_fault(sandbox, "listBanks", status=500)

    assert sandbox.world() == before
