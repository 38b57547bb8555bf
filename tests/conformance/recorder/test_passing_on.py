"""What goes through the recorder is what was sent, to the byte."""

import re
import socket
import ssl
from pathlib import Path

import pytest
from doctor.doctor_fronts import certificate
from implementations import answering
from recordings import connected, everything, exchanged, recording, taken

NO_CONTENT = b"HTTP/1.1 204 No Content\r\n\r\n"
ODD = (
    b"PATCH //x/%2e%2E/authorisations/a%2Fb;c?q=%zz&&q=\xe9+%20 HTTP/1.1\r\n"
    b"hOsT: recorder:1\r\nX-One: 1\r\nx-one:  2 \r\nX-Empty:\r\nX-Bytes: \xff\xfe\r\n"
    b"Content-Type: application/json\r\nContent-Length: 7\r\nConnection: close\r\n\r\n"
    b"\x00\xff{}\r\n\n"
)
CHUNKED = (
    b"POST /statements HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"5;x=y\r\nhello\r\n0A\r\n0123456789\r\n0\r\nX-Trailer: t\r\n\r\n"
)
ANSWERS = [
    b"HTTP/1.1 200 Fine\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\ncontent-LENGTH: 3\r\n\r\nabc",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;e\r\nabc\r\n0\r\nX-T: 1\r\n\r\n",
    b"HTTP/1.0 200\r\n\r\nas long as it lasts",
    b"HTTP/1.1 302 Found\r\nLocation: http://elsewhere/?a=b\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 103 Hints\r\nLink: x\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
    b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x00\x00",
]


def target_of(received: bytearray) -> bytes:
    return bytes(received).replace(b"127.0.0.1", b"").split(b"\r\n")[0]


def test_a_request_is_passed_on_unchanged_but_for_the_host() -> None:
    with answering(NO_CONTENT) as there, recording(there.url) as recorder:
        exchanged(recorder.url, ODD)

    host = there.url.removeprefix("http://").encode()
    assert bytes(there.received[0]) == ODD.replace(b"recorder:1", host).replace(b"T:  1", b"T: 1")


def test_the_callers_host_is_kept_where_that_is_wished() -> None:
    with answering(NO_CONTENT) as there, recording(there.url, keeps_host=True) as recorder:
        exchanged(recorder.url, ODD)

    assert bytes(there.received[0]) == ODD


def test_a_base_path_comes_before_every_path() -> None:
    with answering(NO_CONTENT) as there, recording(f"{there.url}/base/") as recorder:
        exchanged(recorder.url, ODD)

    assert target_of(there.received[0]).startswith(b"PATCH /base//x/%2e%2E/")


def test_chunks_are_passed_on_as_they_are() -> None:
    with (
        answering(lambda each: each.sendall(NO_CONTENT)) as there,
        recording(there.url) as recorder,
    ):
        exchanged(recorder.url, CHUNKED)

    assert recorder.told.calls[0].passed.body.data == b"hello0123456789"


@pytest.mark.parametrize("answer", ANSWERS, ids=range(len(ANSWERS)))
def test_an_answer_is_passed_back_unchanged(answer: bytes) -> None:
    with answering(answer) as there, recording(there.url) as recorder:
        received = exchanged(recorder.url, b"GET /x HTTP/1.1\r\nHost: h\r\n\r\n")

    assert received == answer


def test_an_answer_to_head_has_no_body_whatever_it_declares() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"
    with answering(answer, NO_CONTENT) as there, recording(there.url) as recorder:
        requests = b"HEAD /x HTTP/1.1\r\nHost: h\r\n\r\nGET /y HTTP/1.1\r\nHost: h\r\n\r\n"
        assert exchanged(recorder.url, requests[:30], requests[30:]) == answer + NO_CONTENT


def test_a_connection_is_kept_for_the_next_call() -> None:
    with answering(NO_CONTENT, NO_CONTENT, NO_CONTENT) as there, recording(there.url) as recorder:
        request = b"GET /x HTTP/1.1\r\nHost: h\r\n\r\n"
        assert exchanged(recorder.url, request, request, request) == NO_CONTENT * 3

    assert len(there.received) == 1
    assert [call.call.label for call in recorder.told.calls] == ["entry 1", "entry 2", "entry 3"]


def test_who_waits_for_leave_to_send_a_body_gets_it_from_the_implementation() -> None:
    go_on = b"HTTP/1.1 100 Continue\r\n\r\n"

    def let_it(connection: socket.socket) -> None:
        connection.sendall(go_on)
        assert connection.recv(9) == b"hello"
        connection.sendall(NO_CONTENT)

    request = b"PUT /x HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n"
    with (
        answering(let_it) as there,
        recording(there.url) as recorder,
        connected(recorder.url) as caller,
    ):
        caller.sendall(request)
        assert taken(caller, len(go_on)) == go_on
        caller.sendall(b"hello")
        assert everything(caller) == NO_CONTENT


def test_another_protocol_is_not_offered_on_the_way() -> None:
    request = (
        b"GET /x HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings, close\r\n"
        b"Upgrade: h2c\r\nHTTP2-Settings: AAM\r\n\r\n"
    )
    with answering(NO_CONTENT) as there, recording(there.url) as recorder:
        exchanged(recorder.url, request)

    head = bytes(there.received[0]).lower()
    assert re.findall(rb"\r\nconnection: *(.*)\r\n", head) == [b"close"]
    assert b"upgrade" not in head
    assert b"http2" not in head


def test_bytes_behind_a_204_are_passed_on_and_told() -> None:
    stray = b"HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello"
    request = b"DELETE /c/bankaccounts/b HTTP/1.1\r\nHost: h\r\n\r\n"
    with answering(stray) as there, recording(there.url) as recorder:
        assert exchanged(recorder.url, request) == stray

    assert "FAIL CON-OFF-01" in recorder.findings
    assert recorder.told.calls[0].passed.answered.beyond == b"hello"  # type: ignore[union-attr]


@pytest.mark.parametrize("location", ["", "/next", "?x"])
def test_an_address_that_leads_round_the_recorder_is_told(location: str) -> None:
    def answer(where: str) -> bytes:
        return f"HTTP/1.1 302 Found\r\nLocation: {where}\r\nContent-Length: 0\r\n\r\n".encode()

    request = b"GET /c/indirectlinkaccount?bankId=b HTTP/1.1\r\nHost: h\r\n\r\n"
    leading: list[str] = []
    with (
        answering(lambda each: each.sendall(answer(leading[0]))) as there,
        recording(there.url) as recorder,
    ):
        leading.append(there.url + location)
        assert exchanged(recorder.url, request) == answer(leading[0])

    assert "Location leads round the recorder" in recorder.findings


@pytest.mark.parametrize(("trusted", "status"), [(True, 204), (False, 502)])
def test_a_server_behind_tls_is_called_if_its_certificate_is_trusted(
    trusted: bool, status: int, tmp_path: Path
) -> None:
    context, file = certificate(tmp_path, "127.0.0.1")
    tls = ssl.create_default_context(cafile=str(file)) if trusted else None

    with answering(NO_CONTENT, tls=context) as there, recording(there.url, tls=tls) as recorder:
        answer = exchanged(recorder.url, b"GET /x HTTP/1.1\r\nHost: h\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 %d " % status)
