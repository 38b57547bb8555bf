"""What is told, and passed on, when a call does not go well."""

import contextlib
import socket
import struct
import threading
from collections.abc import Callable

import pytest
from implementations import answering
from recordings import connected, everything, exchanged, recording, taken

GET = b"GET /x HTTP/1.1\r\nHost: h\r\n\r\n"
NO_CONTENT = b"HTTP/1.1 204 No Content\r\n\r\n"


def closed(connection: socket.socket) -> None:
    connection.close()


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@pytest.mark.parametrize("body", [b"", b"x" * 3_000_000])
def test_where_nobody_listens_the_caller_is_told_so_in_our_name(body: bytes) -> None:
    request = b"POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n" % len(body)
    with recording(f"http://127.0.0.1:{free_port()}") as recorder:
        for _ in range(2):  # and goes on
            answer = exchanged(recorder.url, request, body)
            assert answer.startswith(b"HTTP/1.1 502 Bad Gateway\r\n")
            assert b"sandbank record: 127.0.0.1:" in answer
            assert b"cannot be reached: nothing listens there" in answer

    assert ["cannot be reached" in call.passed.trouble for call in recorder.told.calls] == [
        True,
        True,
    ]
    assert recorder.books.tally.unanswered == 2


def test_a_name_that_nobody_has_is_told() -> None:
    with recording("http://nobody.invalid") as recorder:
        assert b"nobody.invalid cannot be reached" in exchanged(recorder.url, GET)


def test_a_server_that_speaks_no_tls_is_told() -> None:
    with answering() as there, recording(f"https://127.0.0.1:{there.port}") as recorder:
        assert b"502 Bad Gateway" in exchanged(recorder.url, GET)


@pytest.mark.parametrize(
    ("answer", "received", "told"),
    [
        (closed, b"", "hung up without a whole answer"),
        (b"HTTP/1.1 200 O", b"HTTP/1.1 200 O", "hung up without a whole answer"),
        (b"HTTP/1.1 200 OK\r\nX: 1\r\n", b"HTTP/1.1 200 OK\r\nX: 1\r\n", "hung up without"),
        (b"220 smtp\r\n\r\nhello", b"220 smtp\r\n\r\nhello", "is no HTTP/1: '220 smtp'"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
            b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
            "the answer broke off after 3 bytes of its body",
        ),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nabc",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nabc",
            "the answer is garbled: b'xyz' for the length of a chunk",
        ),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            "is no HTTP/1: Content-Length 1 and 2",
        ),
    ],
)
def test_what_is_no_whole_answer_is_passed_back_as_far_as_it_came(
    answer: bytes | Callable[[socket.socket], None], received: bytes, told: str
) -> None:
    with answering(answer) as there, recording(there.url) as recorder:
        assert exchanged(recorder.url, GET) == received

    assert told in recorder.told.calls[0].passed.trouble


def test_a_connection_that_is_broken_off_is_broken_off_here() -> None:
    with (
        answering(reset) as there,
        recording(there.url) as recorder,
        pytest.raises(ConnectionResetError),
    ):
        exchanged(recorder.url, GET)

    assert "broke off the connection" in recorder.told.calls[0].passed.trouble


@pytest.mark.parametrize("leaving", [closed, reset])
def test_the_implementation_learns_that_the_caller_hung_up(
    leaving: Callable[[socket.socket], None],
) -> None:
    learned = threading.Event()

    def wait(connection: socket.socket) -> None:
        with contextlib.suppress(ConnectionResetError):
            assert connection.recv(1) == b""
        learned.set()

    with answering(wait) as there, recording(there.url) as recorder:
        caller = connected(recorder.url)
        caller.sendall(GET)
        while not there.received or not there.received[0].endswith(b"\r\n\r\n"):
            pass
        leaving(caller)
        assert learned.wait(20)

    assert recorder.told.calls[0].passed.trouble.startswith("the caller hung up")


@pytest.mark.parametrize(
    "request_", [b"hello\r\n\r\n", b"GET /x HTTP/2.0\r\n\r\n", b"\x16\x03\x01\r\n\r\n"]
)
def test_what_is_no_request_is_refused(request_: bytes) -> None:
    with answering(NO_CONTENT) as there, recording(there.url) as recorder:
        answer = exchanged(recorder.url, request_)
        assert exchanged(recorder.url, GET) == NO_CONTENT  # and it goes on

    assert answer.startswith(b"HTTP/1.1 400 Bad Request")
    assert b"this is no HTTP/1" in answer


def test_a_slow_answer_holds_up_nobody_else() -> None:
    begun, slow = threading.Event(), threading.Event()

    def wait(connection: socket.socket) -> None:
        if not begun.is_set():  # the first call
            begun.set()
            slow.wait(20)
        connection.sendall(NO_CONTENT)

    with (
        answering(wait) as there,
        recording(there.url) as recorder,
        connected(recorder.url) as first,
    ):
        first.sendall(GET.replace(b"/x", b"/slow"))
        assert begun.wait(20)
        assert exchanged(recorder.url, GET) == NO_CONTENT
        while not recorder.told.calls:  # an answer is passed on before it is judged
            pass
        slow.set()
        assert everything(first) == NO_CONTENT

    assert [call.passed.url[-5:] for call in recorder.told.calls][1] == "/slow"


def test_large_bodies_go_through_both_ways() -> None:
    size = 12 * 1024 * 1024
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size + b"a" * size
    request = b"POST /statements HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n" % size
    with answering(answer) as there, recording(there.url) as recorder:
        assert exchanged(recorder.url, request, b"b" * size) == answer

    assert there.received[0].endswith(b"b" * size)
    (call,) = recorder.told.calls
    assert call.judgement is not None
    assert [each.status for each in call.judgement.violations].count(413) == 1


def test_an_answer_before_the_end_of_a_request_is_passed_back() -> None:
    early = b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    request = b"PUT /x HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\nhe"

    def refuse(connection: socket.socket) -> None:
        connection.sendall(early)
        everything(connection)

    with (
        answering(refuse) as there,
        recording(there.url) as recorder,
        connected(recorder.url) as caller,
    ):
        caller.sendall(request)
        assert taken(caller, len(early)) == early


def test_many_connections_at_once() -> None:
    all_there = threading.Barrier(40, timeout=20)

    def wait(connection: socket.socket) -> None:
        all_there.wait()
        connection.sendall(NO_CONTENT)

    answers: list[bytes] = []
    with answering(wait) as there, recording(there.url) as recorder:
        callers = [
            threading.Thread(target=lambda: answers.append(exchanged(recorder.url, GET)))
            for _ in range(40)
        ]
        for each in callers:
            each.start()
        for each in callers:
            each.join()

    assert answers == [NO_CONTENT] * 40
    assert recorder.books.tally.calls == 40
