"""HTTP/1.1 as it stands on the wire: nothing is followed, tidied, merged or hidden.

Most clients redirect, normalise paths, join doubled headers and drop bytes behind a 204, and so
could not see what the checks are about.
"""

import http.client
import select
import ssl
import threading
from time import monotonic, perf_counter, sleep
from urllib.parse import urlsplit

from sandbank_conformance.messages import Headers, Received, Sent

NOBODY = "nothing listens"
LINGER = 2.0  # seconds that a server may take to close a connection it was asked to close
RESTART = 30.0  # seconds within which a server that broke down is looked for again


class TransportError(Exception):
    """There was no answer; the message says what happened instead."""


class BrokeDown(TransportError):
    """The server took the request, hung up, and answered nobody any more, be it for a while."""


class Wire:
    """Connections to any server, one per thread and server, kept open between calls."""

    def __init__(
        self, *, timeout: float = 30.0, tls: ssl.SSLContext | None = None, is_patient: bool = True
    ) -> None:
        """`is_patient` says whether a server that broke down is waited for."""
        self._timeout = timeout
        self._is_patient = is_patient
        self._tls = tls
        self._local = threading.local()
        self._open: list[http.client.HTTPConnection] = []  # of all threads

    def send(self, sent: Sent) -> Received:
        """The answer to a request; `TransportError` when there is none."""
        began = perf_counter()
        connection = self._connection(sent.url)
        try:
            _write(connection, sent)
            received = _read(connection)
        except (OSError, http.client.HTTPException, ValueError) as error:
            connection.close()
            raise self._silence(error, sent) from error
        except BaseException:
            connection.close()  # who breaks in has calls to make yet: the world is to be put back
            raise
        if _ends(sent):
            connection.close()  # whether or not the server says that it does the same
        seconds = perf_counter() - began
        status, headers, body, beyond = received
        return Received(status=status, headers=headers, body=body, beyond=beyond, seconds=seconds)

    def let_go(self) -> None:
        """Close the connections of this thread, which will not call again."""
        for connection in self._kept().values():
            connection.close()
            self._open.remove(connection)
        self._kept().clear()

    def close(self) -> None:
        """Let go of the connections of all threads."""
        for connection in self._open:
            connection.close()

    def _silence(self, error: Exception, sent: Sent) -> TransportError:
        """Why there was no answer. Who hangs up and answers the next call may have had reasons."""
        told = _told(error, sent)
        is_gone = self._is_patient and isinstance(error, ConnectionResetError)
        if not is_gone or self._answers(sent.url):
            return TransportError(told)
        began = monotonic()
        while monotonic() - began < RESTART:
            if self._answers(sent.url):
                return BrokeDown(f"{told}; then it was gone for {monotonic() - began:.1f} s")
            sleep(0.1)
        return BrokeDown(f"{told}; it has not been there since")

    def _answers(self, url: str) -> bool:
        """Whether a server gives any answer at all."""
        parts = urlsplit(url)
        connection = self._connected(parts.scheme, parts.netloc)
        try:
            connection.request("GET", "/")
            connection.getresponse().close()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        return True

    def _kept(self) -> dict[tuple[str, str], http.client.HTTPConnection]:
        kept: dict[tuple[str, str], http.client.HTTPConnection]
        kept = self._local.__dict__.setdefault("kept", {})
        return kept

    def _connection(self, url: str) -> http.client.HTTPConnection:
        parts = urlsplit(url)
        kept = self._kept()
        key = (parts.scheme, parts.netloc)
        if key not in kept:
            kept[key] = self._connected(parts.scheme, parts.netloc)
            self._open.append(kept[key])
        connection = kept[key]
        if _is_stale(connection):
            connection.close()  # it opens again with the next request
        return connection

    def _connected(self, scheme: str, netloc: str) -> http.client.HTTPConnection:
        if scheme == "https":
            context = self._tls or ssl.create_default_context()
            return http.client.HTTPSConnection(netloc, timeout=self._timeout, context=context)
        return http.client.HTTPConnection(netloc, timeout=self._timeout)


def _ends(sent: Sent) -> bool:
    """Whether a request asks for the end of its connection."""
    return ("connection", "close") in {
        (name.lower(), value.lower()) for name, value in sent.headers
    }


def _is_stale(connection: http.client.HTTPConnection) -> bool:
    """Whether the server has closed it, or sent what nobody asked for."""
    sock = connection.sock
    return sock is not None and bool(select.select([sock], [], [], 0)[0])


def _write(connection: http.client.HTTPConnection, sent: Sent) -> None:
    parts = urlsplit(sent.url)
    target = sent.url.split(parts.netloc, 1)[1].partition("#")[0] or "/"
    connection.putrequest(sent.method, target, skip_host=True, skip_accept_encoding=True)
    names = {name.lower() for name, _ in sent.headers}
    if "host" not in names:
        connection.putheader("Host", parts.netloc)
    for name, value in sent.headers:
        connection.putheader(name, value.encode("utf-8"))
    if sent.body and not {"content-length", "transfer-encoding"} & names:
        connection.putheader("Content-Length", str(len(sent.body)))
    try:
        connection.endheaders(sent.body or None)
    except (BrokenPipeError, ConnectionResetError):
        # A server may answer a large body before it has come to its end.
        return


def _read(connection: http.client.HTTPConnection) -> tuple[int, Headers, bytes, bytes]:
    sock = connection.sock
    response = connection.getresponse()
    headers = tuple((name, value) for name, value in response.getheaders())
    beyond = b""
    if response.will_close and response.length == 0 and sock is not None:
        sock.settimeout(LINGER)
        beyond = _rest(response)
    body = response.read()
    return response.status, headers, body, beyond


def _rest(response: http.client.HTTPResponse) -> bytes:
    rest = bytearray()
    try:
        while piece := response.fp.read1(65536):
            rest += piece
    except OSError:
        pass  # it did not close in time, or broke off: what came has come
    return bytes(rest)


def _told(error: Exception, sent: Sent) -> str:
    place = urlsplit(sent.url).netloc
    if isinstance(error, TimeoutError):
        return f"no answer from {place} in time to {sent.method} {urlsplit(sent.url).path}"
    if isinstance(error, ConnectionRefusedError):
        return f"{NOBODY} at {place}"
    reason = str(error) or type(error).__name__
    return f"{sent.method} {urlsplit(sent.url).path} at {place} got no answer: {reason}"
