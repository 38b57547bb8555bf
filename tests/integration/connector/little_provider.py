"""A provider's connector on a port of this machine, as well behaved as a test wants it."""

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from queue import Queue
from typing import Any

PATIENCE = 10  # seconds after which a test is told that nothing came


@dataclass
class Received:
    """One request, whole."""

    method: str
    target: str
    headers: dict[str, str]  # names in small letters
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def about(self) -> str:
        """The id of what is told."""
        return str(self.json["resource"]["id"])


Behaviour = Callable[[socket.socket, Received], None]


@dataclass
class LittleProvider:
    """Takes one connection after the other, each in a thread of its own."""

    listener: socket.socket
    secure: ssl.SSLContext | None = None
    behave: Behaviour = field(default_factory=lambda: answers(204))
    came: "Queue[Received]" = field(default_factory=Queue)
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def next(self) -> Received:
        """The next request, as soon as it has come."""
        return self.came.get(timeout=PATIENCE)

    def hangs(self, wire: socket.socket, _: Received) -> None:
        """Answers nothing until it is released."""
        self.released.wait()
        answers(204)(wire, _)

    def drips(self, wire: socket.socket, _: Received) -> None:
        """Answers a byte at a time, and never comes to the end of the headers."""
        wire.sendall(b"HTTP/1.1 204 No Content\r\nX-Long: ")
        while not self.released.wait(0.02):
            wire.sendall(b"x")

    def serve(self) -> None:
        with suppress(OSError):
            while True:
                wire, _ = self.listener.accept()
                threading.Thread(target=self._answer, args=[wire], daemon=True).start()

    def _answer(self, wire: socket.socket) -> None:
        with suppress(OSError, ValueError), self._secured(wire) as wire:
            received = _read(wire)
            self.came.put(received)
            self.behave(wire, received)

    def _secured(self, wire: socket.socket) -> socket.socket:
        return self.secure.wrap_socket(wire, server_side=True) if self.secure else wire


def _read(wire: socket.socket) -> Received:
    with wire.makefile("rb") as stream:
        method, target, _ = stream.readline().decode().split(" ")
        headers = {}
        while line := stream.readline().decode().strip():
            name, _, value = line.partition(": ")
            headers[name.lower()] = value
        body = stream.read(int(headers.get("content-length", 0)))
    return Received(method, target, headers, body)


@contextmanager
def provider(secure: ssl.SSLContext | None = None, port: int = 0) -> Iterator[LittleProvider]:
    """One that serves until the test is over, at a free port unless one is named."""
    little = LittleProvider(socket.create_server(("127.0.0.1", port)), secure)
    thread = threading.Thread(target=little.serve, daemon=True)
    thread.start()
    try:
        yield little
    finally:
        little.released.set()
        little.listener.shutdown(socket.SHUT_RDWR)
        little.listener.close()
        thread.join()


def nobody() -> int:
    """A port of this machine where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def answers(status: int, body: bytes = b"", **headers: str) -> Behaviour:
    """Answers every request alike."""
    lines = [f"HTTP/1.1 {status} Said", f"content-length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return says("\r\n".join([*lines, "", ""]).encode() + body)


def says(text: bytes) -> Behaviour:
    """Sends this, whatever was asked."""
    return lambda wire, _: wire.sendall(text)


def closes(wire: socket.socket, _: Received) -> None:
    """Hangs up without a word."""


def goes_on_for_ever(wire: socket.socket, _: Received) -> None:
    """A body that has no end."""
    wire.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        wire.sendall(b"rubbish" * 1000)


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """One behaviour for each request, and the last for all after it."""
    left = list(behaviours)
    return lambda wire, received: (left.pop(0) if len(left) > 1 else left[0])(wire, received)
