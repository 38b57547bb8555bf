"""Bytes to the server and back, as they are."""

import socket
from urllib.parse import urlsplit

from served import Served
from wire_calls import CALLS, OPERATIONS, credentials


def exchange(served: Served, sent: bytes, *, finish: bool = False, timeout: float = 10) -> bytes:
    """Everything the server answers until it hangs up; `finish` says that no more will come."""
    address = urlsplit(served.url)
    assert address.hostname
    assert address.port
    with socket.create_connection((address.hostname, address.port), timeout=timeout) as connection:
        connection.sendall(sent)
        if finish:
            connection.shutdown(socket.SHUT_WR)
        received = bytearray()
        while chunk := connection.recv(65536):
            received += chunk
    return bytes(received)


def request(method: str, path: str, *headers: str, body: bytes = b"", host: str = "") -> bytes:
    """One request that asks to be the last of its connection."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host or 'localhost'}", "Connection: close"]
    return "\r\n".join([*lines, *headers, "", ""]).encode("latin-1") + body


def shown(served: Served, operation_id: str) -> tuple[str, ...]:
    """The headers that a good call of an operation carries."""
    good = CALLS[operation_id]
    named = {**good.headers, **credentials(served, good.caller)}
    return tuple(f"{name}: {value}" for name, value in named.items())


def target(operation_id: str) -> tuple[str, str]:
    """Method and path of a good call."""
    return OPERATIONS[operation_id].method, CALLS[operation_id].path


def status_of(answer: bytes) -> int:
    """The status of the first answer."""
    return int(answer.split(b" ", 2)[1])


def parts_of(answer: bytes) -> tuple[dict[str, str], bytes]:
    """The headers of an answer, and every byte after them."""
    head, _, rest = answer.partition(b"\r\n\r\n")
    pairs = (line.split(": ", 1) for line in head.decode("latin-1").split("\r\n")[1:])
    return {name.lower(): value for name, value in pairs}, rest
