"""What is said of an answer, by the call that it answers."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from implementations import answering
from recordings import exchanged, recording

ID = "0e000000-0000-4000-8000-000000000001"
REPORT = {"data": {"status": "failure"}}
KEYS = "x-api-key: k-1234567\r\nAuthorization: Bearer t-1234567\r\n"
USER = "Authorization: Bearer t-1234567\r\n"
PROBLEM = {"type": "t", "title": "t", "status": 400, "detail": "d", "code": "c"}


def call(target: str, body: Any = None, keys: str = KEYS) -> bytes:
    """A call; its body is JSON."""
    text = json.dumps(body) if body is not None else ""
    return (
        f"{target} HTTP/1.1\r\nHost: h\r\n{keys}Content-Type: application/json\r\n"
        f"Content-Length: {len(text)}\r\n\r\n{text}"
    ).encode()


def answer(status: int, body: Any = None, headers: Mapping[str, str] | None = None) -> bytes:
    """An answer; its body is JSON."""
    kind = "application/problem+json" if status >= 400 else "application/json"
    text = "" if body is None else json.dumps(body)
    lines = {"Content-Type": kind, "Content-Length": str(len(text)), **(headers or {})}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status} X\r\n{head}\r\n{text}".encode()


def found(request: bytes, answered: bytes) -> tuple[list[str], int]:
    """What is found of an answer, and the exit status."""
    with answering(answered) as there, recording(there.url) as recorder:
        exchanged(recorder.url, request)
    return recorder.findings, recorder.books.tally.status


GOOD = call(f"PATCH /authorisations/{ID}", REPORT)
BROKEN = call(f"PATCH /authorisations/{ID}", {"data": {"status": "maybe"}})
KEYLESS = call(f"PATCH /authorisations/{ID}", REPORT, USER)
SPACED = call("PATCH /authorisations/an%20id", REPORT)
DELETE = call("DELETE /c/bankaccounts/b", keys=f"x-application: a\r\n{USER}")
BARE_ARRAY = call("DELETE /users/u/banking/accounts", ["a"], USER)
USERS = call("GET /users/u", keys=USER)


@pytest.mark.parametrize(
    ("request_", "answered", "findings", "status"),
    [
        (GOOD, answer(204), [], 0),
        (GOOD, answer(409, PROBLEM), [], 0),
        (GOOD, answer(403, PROBLEM), [], 0),
        (GOOD, answer(200, {}), ["FAIL PRV-AUTH-01"], 1),
        (GOOD, answer(202), ["FAIL PRV-AUTH-01"], 1),
        (GOOD, answer(204, headers={"Content-Length": "2"}), ["FAIL PRV-AUTH-01"], 1),
        (GOOD, answer(429, PROBLEM), ["WARN PRV-AUTH-20"], 0),
        (GOOD, answer(429, PROBLEM, {"Retry-After": "1"}), [], 0),
        (GOOD, answer(500, PROBLEM), ["FAIL GEN-01"], 1),
        (GOOD, answer(503, PROBLEM), [], 0),
        (GOOD, answer(400, PROBLEM), ["400, though nothing wrong was found in the call"], 0),
        (BROKEN, answer(400, PROBLEM), [], 1),
        (BROKEN, answer(403, PROBLEM), [], 1),
        (BROKEN, answer(204), ["DIFFERS PRV-AUTH-19"], 1),
        (KEYLESS, answer(204), ["FAIL PRV-AUTH-03"], 1),
        (KEYLESS, answer(401, PROBLEM), [], 1),
        (GOOD, answer(422, PROBLEM), ["status 422 is not one of", "422, though nothing wrong"], 0),
        (SPACED, answer(409, PROBLEM), [], 1),
        (SPACED, answer(404, PROBLEM), ["status 404 is not one of", "FAIL PRV-AUTH-02"], 1),
        (SPACED, answer(204), ["FAIL PRV-AUTH-02"], 1),
        (DELETE, answer(204), [], 0),
        (DELETE, answer(200, {}), ["FAIL CON-OFF-01"], 1),
        (DELETE, answer(404, PROBLEM), [], 0),
        (BARE_ARRAY, answer(204), ["DIFFERS UB-DEL-04"], 1),
        (USERS, answer(200, {"userId": 7}), ["DIFFERS GEN-09"], 0),
        (USERS, answer(404, {"message": "m"}), ["FAIL UB-ERR-01"], 1),
        (USERS, answer(401, {"type": "t", "message": "m"}), [], 0),
    ],
)
def test_an_answer_is_held_against_the_contract_and_against_its_call(
    request_: bytes, answered: bytes, findings: list[str], status: int
) -> None:
    seen, came_to = found(request_, answered)

    assert len(seen) >= len(findings)
    assert [part for part in findings if not any(each.startswith(part) for each in seen)] == []
    assert bool(seen) == bool(findings), seen
    assert came_to == status


def test_an_answer_that_cannot_be_unpacked_is_not_judged() -> None:
    seen, status = found(USERS, answer(200, "xx", {"Content-Encoding": "br"}))

    assert seen == ["the body of the answer is packed as br: it is not judged"]
    assert status == 0


def test_calls_of_other_services_are_passed_over() -> None:
    for target in ("GET /weather", "GET /auth?authorisation_id=x", "POST /auth/x", "HEAD /users"):
        with answering(answer(200, {})) as there, recording(there.url) as recorder:
            exchanged(recorder.url, call(target))
        assert recorder.books.tally.passed_over == 1
        assert recorder.books.tally.status == 2


def test_the_page_that_a_user_saw_tells_the_kind_of_a_session() -> None:
    page = call(f"GET /authrefresh?authorisation_id={ID}&state=s")
    accounts = [{"bankAccountExternalId": "e"}]
    report = call(
        f"PATCH /authorisations/{ID}", {"data": {"status": "success", "bankAccounts": accounts}}
    )
    with (
        answering(answer(200, {}), answer(400, PROBLEM)) as there,
        recording(there.url) as recorder,
    ):
        exchanged(recorder.url, page, report)

    judgement = recorder.told.calls[1].judgement
    assert judgement is not None
    assert "PRV-AUTH-11" in {each.requirement for each in judgement.violations}
