"""A recorder in a thread of this process, and callers that see bytes."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from sandbank_conformance.recorder.bookkeeping import Bookkeeper
from sandbank_conformance.recorder.covering import Masked
from sandbank_conformance.recorder.destination import destination
from sandbank_conformance.recorder.har_file import HarFile
from sandbank_conformance.recorder.judging import Judge, Recorded
from sandbank_conformance.recorder.recorder import Recorder
from sandbank_conformance.recorder.tally import Tally


@dataclass
class Told:
    """Keeps what is told."""

    calls: list[Recorded] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    def call(self, recorded: Recorded, _: Masked) -> None:
        self.calls.append(recorded)

    def trouble(self, told: str) -> None:
        self.troubles.append(told)

    def end(self, tally: Tally, har: str) -> None:
        pass


@dataclass
class Recording:
    """A recorder that runs; `told` is complete once it has ended."""

    url: str
    books: Bookkeeper
    told: Told
    _end: threading.Event = field(default_factory=threading.Event)

    @property
    def findings(self) -> list[str]:
        """What was found of answers, rule and outcome; without a rule what was found."""
        return [
            f"{each.outcome} {each.requirement}" if each.outcome else each.found
            for call in self.told.calls
            for each in call.findings
        ]


@contextmanager
def recording(
    to: str,
    har: Path | None = None,
    *,
    keeps_host: bool = False,
    tls: ssl.SSLContext | None = None,
) -> Iterator[Recording]:
    """A recorder before an implementation; at the end every call has been noted."""
    told = Told()
    books = Bookkeeper(Judge("calls.har"), told, HarFile(har) if har else None)
    recorder = Recorder(destination(to, tls, keeps_host=keeps_host), books.note)
    listener = socket.create_server(("127.0.0.1", 0))
    loop, ended = asyncio.new_event_loop(), asyncio.Event()
    running = threading.Thread(
        target=lambda: loop.run_until_complete(recorder.run(listener, ended))
    )
    running.start()
    try:
        yield Recording(f"http://127.0.0.1:{listener.getsockname()[1]}", books, told)
    finally:
        loop.call_soon_threadsafe(ended.set)
        running.join()
        loop.close()
        books.end()


def connected(url: str) -> socket.socket:
    """A connection to a server."""
    parts = urlsplit(url)
    connection = socket.create_connection((parts.hostname or "", parts.port or 80), timeout=20)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def exchanged(url: str, *requests: bytes) -> bytes:
    """Everything that comes back for requests on one connection, until it is closed."""
    with connected(url) as connection:
        for each in requests:
            connection.sendall(each)
        return everything(connection)


def everything(connection: socket.socket) -> bytes:
    """What comes until the connection is closed."""
    received = b""
    while piece := connection.recv(65536):
        received += piece
    return received


def taken(connection: socket.socket, size: int) -> bytes:
    """So many bytes, or as many as come."""
    received = b""
    while len(received) < size and (piece := connection.recv(size - len(received))):
        received += piece
    return received
