"""What goes over the wire byte by byte: half requests, smuggling, answers without a body."""

import json

import pytest
from served import Served
from wire_calls import CALLS, OPERATIONS, send
from wire_socket import exchange, parts_of, request, shown, status_of, target

EMPTY = [name for name, each in OPERATIONS.items() if 204 in each.statuses]


def _bytes_of(served: Served, operation_id: str, *extra: str) -> bytes:
    body = CALLS[operation_id].json
    content = b"" if body is None else json.dumps(body).encode()
    kind = ("content-type: application/json", f"content-length: {len(content)}")
    headers = (*shown(served, operation_id), *(kind if content else ()), *extra)
    return request(*target(operation_id), *headers, body=content)


@pytest.mark.parametrize("operation_id", EMPTY)
def test_an_answer_without_content_has_no_byte_on_the_wire(
    sandbox: Served, operation_id: str
) -> None:
    for earlier in CALLS[operation_id].after:
        send(sandbox, earlier)

    answer = exchange(sandbox, _bytes_of(sandbox, operation_id))

    headers, rest = parts_of(answer)
    assert status_of(answer) == 204
    assert rest == b""
    assert "content-length" not in headers
    assert "transfer-encoding" not in headers
    assert "content-type" not in headers


@pytest.mark.parametrize("operation_id", ["reportAuthorisation", "deleteAccounts", "putWorld"])
def test_a_body_that_ends_early_changes_nothing(sandbox: Served, operation_id: str) -> None:
    before = sandbox.world()
    whole = _bytes_of(sandbox, operation_id)

    for cut in (1, 2, 10):
        answer = exchange(sandbox, whole[:-cut], finish=True)
        assert answer == b"" or status_of(answer) == 400

    assert sandbox.world() == before


@pytest.mark.parametrize("operation_id", ["disconnectBankAccount", "deleteUser", "deleteAccount"])
def test_half_a_request_changes_nothing(sandbox: Served, operation_id: str) -> None:
    before = sandbox.world()
    whole = _bytes_of(sandbox, operation_id)

    for cut in (1, 2, 3, 40, len(whole) // 2):
        answer = exchange(sandbox, whole[:-cut], finish=True)
        assert answer == b"" or status_of(answer) == 400

    assert sandbox.world() == before


@pytest.mark.parametrize(
    "headers",
    [
        ("content-length: 3", "transfer-encoding: chunked"),
        ("content-length: 3", "content-length: 4"),
        ("content-length: -1",),
        ("content-length: 1e1",),
        ("transfer-encoding: chunked, identity",),
        ("transfer-encoding : chunked",),
    ],
)
def test_a_body_of_unclear_length_is_refused(sandbox: Served, headers: tuple[str, ...]) -> None:
    before = sandbox.world()
    sent = request(
        *target("deleteAccounts"),
        *shown(sandbox, "deleteAccounts"),
        "content-type: application/json",
        *headers,
        body=b'22\r\n{"ids": ["acc-upload-1"]}\r\n0\r\n\r\n',
    )

    assert status_of(exchange(sandbox, sent)) == 400
    assert sandbox.world() == before


def test_pipelined_requests_are_answered_in_their_order(sandbox: Served) -> None:
    paths = ["/_sandbox/health", "/consumer/v1/banks", "/user-banking/users", "/nothing"]
    calls = [request("GET", path).replace(b"Connection: close\r\n", b"") for path in paths]

    answers = exchange(sandbox, b"".join(calls) + request("GET", "/_sandbox/health"))

    statuses = [int(part[:3]) for part in answers.split(b"HTTP/1.1 ")[1:]]
    assert statuses == [200, 403, 401, 404, 200]


def test_a_thousand_headers_are_borne_and_the_journal_stays_small(sandbox: Served) -> None:
    many = [f"x-{n}: {'y' * 500}" for n in range(1000)]

    answer = exchange(sandbox, _bytes_of(sandbox, "listBanks", *many))

    assert status_of(answer) == 200
    assert len(json.dumps(sandbox.control("GET", "/journal?limit=1"))) < 100_000


@pytest.mark.parametrize("line", ["OPTIONS * HTTP/1.1", "OPTIONS http://localhost/ HTTP/1.1"])
def test_a_question_about_the_server_is_answered(sandbox: Served, line: str) -> None:
    sent = f"{line}\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()

    assert status_of(exchange(sandbox, sent)) in (200, 404, 405)


@pytest.mark.parametrize(
    "sent",
    [
        b"FOO / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        b"GET\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(64)),
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /user-banking/users/\xc3\xbc HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nx: a\x00b\r\n\r\n",
        b"CONNECT evil:443 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
)
def test_what_is_no_request_is_never_a_defect(sandbox: Served, sent: bytes) -> None:
    assert status_of(exchange(sandbox, sent)) in (400, 404, 405)


@pytest.mark.parametrize("method", ["HEAD", "GET"])
def test_a_head_request_gets_no_body(sandbox: Served, method: str) -> None:
    answer = exchange(sandbox, request(method, "/consumer/v1/banks"))

    assert (parts_of(answer)[1] == b"") == (method == "HEAD")


def test_doubled_content_types_are_refused(sandbox: Served) -> None:
    sent = _bytes_of(sandbox, "createUser", "content-type: application/json")

    assert status_of(exchange(sandbox, sent)) == 415
