"""Little implementations that answer with bytes as a test writes them."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Answering = Callable[[socket.socket], None]


@dataclass
class Implementation:
    """Listens, and keeps the bytes of each connection."""

    port: int
    tls: ssl.SSLContext | None = None
    received: list[bytearray] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http{'s' if self.tls else ''}://127.0.0.1:{self.port}"


@contextmanager
def answering(
    *answers: bytes | Answering, tls: ssl.SSLContext | None = None
) -> Iterator[Implementation]:
    """Each request of a connection gets the next answer; after the last one it is closed."""
    listener = socket.create_server(("127.0.0.1", 0))
    found = Implementation(listener.getsockname()[1], tls)
    threading.Thread(target=_accept, args=(listener, found, answers), daemon=True).start()
    try:
        yield found
    finally:
        listener.close()


def _accept(
    listener: socket.socket, found: Implementation, answers: Sequence[bytes | Answering]
) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        received = bytearray()
        found.received.append(received)
        serving = (connection, found.tls, received, answers)
        threading.Thread(target=_serve, args=serving, daemon=True).start()


def _serve(
    connection: socket.socket,
    tls: ssl.SSLContext | None,
    received: bytearray,
    answers: Sequence[bytes | Answering],
) -> None:
    connection.settimeout(20)
    with suppress(ssl.SSLError), connection:
        if not tls:
            _answer(connection, received, answers)
            return
        with tls.wrap_socket(connection, server_side=True) as wrapped:
            _answer(wrapped, received, answers)


def _answer(
    connection: socket.socket, received: bytearray, answers: Sequence[bytes | Answering]
) -> None:
    for answer in answers:
        if not _request(connection, received):
            return
        if isinstance(answer, bytes):
            connection.sendall(answer)
        else:
            answer(connection)


def _request(connection: socket.socket, received: bytearray) -> bool:
    """Take one request; of its body as much as its Content-Length says."""
    start = len(received)
    while b"\r\n\r\n" not in received[start:]:
        piece = connection.recv(65536)
        if not piece:
            return False
        received += piece
    head, _, body = bytes(received[start:]).partition(b"\r\n\r\n")
    if b"100-continue" in head:
        return True
    while not _is_whole(head.lower(), body):
        piece = connection.recv(65536)
        if not piece:
            return False
        received += piece
        body += piece
    return True


def _is_whole(head: bytes, body: bytes) -> bool:
    if b"chunked" in head:
        return body.endswith(b"\r\n\r\n")
    lengths = [int(line[15:]) for line in head.split(b"\r\n") if line[:15] == b"content-length:"]
    return not lengths or len(body) >= lengths[0]
