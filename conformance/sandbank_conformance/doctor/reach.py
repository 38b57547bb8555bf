"""Whether anything answers at an address, and if not, which step on the way there fails."""

import socket
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http.client import BadStatusLine
from time import monotonic
from urllib.parse import SplitResult, urlsplit

from sandbank_conformance.doctor import handshake
from sandbank_conformance.doctor.trouble import Trouble
from sandbank_conformance.messages import Sent
from sandbank_conformance.target import Target
from sandbank_conformance.tls import context
from sandbank_conformance.wire import TransportError, Wire

CONNECTING = 2.0  # seconds; who is there answers in much less
LONGEST = 4.5  # seconds for everything, unless the user allows answers more time
NOWHERE = "/sandbank-doctor"  # a path that no API has
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A server, as far as connections go."""

    scheme: str
    host: str
    port: int

    @property
    def place(self) -> str:
        """Host and port."""
        return f"{self.host}:{self.port}"


def origin(url: str) -> Origin:
    """The server of a URL."""
    parts: SplitResult = urlsplit(url)
    return Origin(
        scheme=parts.scheme, host=parts.hostname or "", port=parts.port or PORTS[parts.scheme]
    )


def troubles(urls: Iterable[str], target: Target) -> dict[Origin, Trouble]:
    """The servers that do not answer, each with the reason; all are tried at the same time."""
    ones: dict[Origin, str] = {}
    for url in urls:
        ones.setdefault(origin(url), url)
    found: dict[Origin, Trouble | None] = {
        each: Trouble(
            tried=f"GET {url}{NOWHERE}",
            received="no answer in time",
            change=f"correct host and port, if {each.place} is not the one that is meant",
            unreached=True,
        )
        for each, url in ones.items()
    }

    def look(each: Origin, url: str) -> None:
        found[each] = next(_troubles(each, url, target), None)

    # Looking up a name cannot be told to hurry: threads that hang are left behind.
    threads = [threading.Thread(target=look, args=one, daemon=True) for one in ones.items()]
    for thread in threads:
        thread.start()
    until = monotonic() + (LONGEST if target.patience < LONGEST else target.patience + CONNECTING)
    for thread in threads:
        thread.join(max(0.0, until - monotonic()))
    return {each: trouble for each, trouble in found.items() if trouble is not None}


def _troubles(server: Origin, url: str, target: Target) -> Iterator[Trouble]:
    yield from _connecting(server)
    if server.scheme == "https":
        yield from handshake.troubles(server.host, server.port, target)
    wire = Wire(timeout=target.patience, tls=context(target.tls), is_patient=False)
    try:
        answer = wire.send(Sent(method="GET", url=url + NOWHERE))
    except TransportError as error:
        yield from _silence(server, url, error, target)
    else:
        if server.scheme == "http" and answer.status == 400 and b"HTTPS" in answer.body.upper():
            yield from handshake.plain_to_tls(server.host, server.port, url)
    finally:
        wire.close()


def _connecting(server: Origin) -> Iterator[Trouble]:
    finding, connecting = f"to find the address of {server.host}", f"to connect to {server.place}"
    try:
        with socket.create_connection((server.host, server.port), timeout=CONNECTING):
            return
    except (socket.gaierror, UnicodeError) as error:
        # Whoever cannot ask for names is told to try again; a name that does not exist is wrong.
        again = isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN
        told = getattr(error, "strerror", None) or "no name that can be looked up"
        change = "correct the host's name"
        yield Trouble(tried=finding, received=told, change=change, unreached=again)
    except TimeoutError:
        yield Trouble(
            tried=connecting,
            received=f"no connection within {CONNECTING:g} s",
            change="correct host and port, or let the connection through (VPN, firewall, proxy)",
            unreached=True,
        )
    except OSError as error:
        yield Trouble(
            tried=connecting,
            received=f"nothing listens there: {error.strerror or error}",
            change="start the server, or correct host and port",
            unreached=True,
        )


def _silence(server: Origin, url: str, error: TransportError, target: Target) -> Iterator[Trouble]:
    if server.scheme == "http":
        yield from handshake.plain_to_tls(server.host, server.port, url)
    cause, tried = error.__cause__, f"GET {url}{NOWHERE}"
    if isinstance(cause, TimeoutError):
        yield Trouble(
            tried=tried,
            received=f"a connection, but no answer within {target.patience:g} s",
            change="correct the port; or, if the server is that slow: "
            "[target] timeout = SECONDS, for doctor and checks alike",
            unreached=True,
        )
    if isinstance(cause, ConnectionError):
        yield Trouble(
            tried=tried,
            received="a connection that was closed without an answer",
            change="see what makes the server hang up, or what stands behind it, if it does; "
            "or correct the port, if something else listens there",
            unreached=True,
        )
    yield Trouble(
        tried=tried,
        received=f"no answer that is HTTP{_begins(cause)}",
        change="correct the port, if something else listens there; or mend the server",
    )


def _begins(cause: BaseException | None) -> str:
    """What the answer began with instead, where that is known."""
    line = str(cause).strip() if isinstance(cause, BadStatusLine) else ""
    return f": it begins with {line[:40]}" if line and line.isprintable() else ""
