"""Servers that stand where a target was expected, or between us and it."""

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Answer = tuple[int, dict[str, str], bytes]
# From method, path and headers; None: the sandbox answers.
Reply = Callable[[str, str, Mapping[str, str]], Answer | None]
Passing = Callable[[str, dict[str, str]], tuple[str, dict[str, str]]]  # of path and headers

DROPPED = {"connection", "keep-alive", "transfer-encoding", "content-length"}


def page(*_: object) -> Answer:
    """A web page, whatever is asked."""
    return 200, {"Content-Type": "text/html"}, b"<!doctype html><title>Welcome</title>"


def passed(*_: object) -> None:
    """Whatever is asked is for the sandbox."""


def as_it_is(path: str, headers: dict[str, str]) -> tuple[str, dict[str, str]]:
    """A call is passed on as it came."""
    return path, headers


def with_own_host(path: str, headers: dict[str, str]) -> tuple[str, dict[str, str]]:
    """As nginx does it: the call names the server behind."""
    return path, {name: value for name, value in headers.items() if name.lower() != "host"}


def without_prefix(path: str, headers: dict[str, str]) -> tuple[str, dict[str, str]]:
    """What comes first in the path is for the gateway only."""
    return path.removeprefix("/bank/feeds"), headers


@contextmanager
def front(
    reply: Reply,
    behind: str = "",
    tls: ssl.SSLContext | None = None,
    passing: Passing = as_it_is,
) -> Iterator[str]:
    """A server of its own, or one before the sandbox whose URL is `behind`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one_request(self) -> None:
            with suppress(OSError):
                super().handle_one_request()

        def log_message(self, *_: object) -> None:
            pass

        def __getattr__(self, name: str) -> object:
            if name.startswith("do_"):
                return self._answer
            raise AttributeError(name)

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            own = reply(self.command, self.path, dict(self.headers))
            status, headers, content = own or _asked(
                behind, self.command, *passing(self.path, dict(self.headers)), body
            )
            self.send_response(status)
            for header in headers.items():
                self.send_header(*header)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    with _running(Handler, tls) as port:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{port}"


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True
    tls: ssl.SSLContext | None = None

    def get_request(self) -> tuple[socket.socket, object]:
        connection, address = super().get_request()
        if self.tls is not None:
            connection = self.tls.wrap_socket(
                connection, server_side=True, do_handshake_on_connect=False
            )
        return connection, address

    def handle_error(self, *_: object) -> None:
        pass  # a handshake that is given up is what some tests are about


@contextmanager
def _running(handler: type[BaseHTTPRequestHandler], tls: ssl.SSLContext | None) -> Iterator[int]:
    server = _Quiet(("127.0.0.1", 0), handler)
    server.tls = tls
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _asked(behind: str, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
    connection = http.client.HTTPConnection(urlsplit(behind).netloc, timeout=10)
    try:
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        kept = {name: value for name, value in answer.getheaders() if name.lower() not in DROPPED}
        return answer.status, kept, answer.read()
    finally:
        connection.close()


@contextmanager
def listening() -> Iterator[int]:
    """A port where connections are taken, and nothing is ever said."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@contextmanager
def full() -> Iterator[int]:
    """A port where no further connection is taken, nor refused."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]
        for each in waiting:
            each.close()


def unused() -> int:
    """A port where nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def certificate(folder: Path, name: str, *, days: int = 1) -> tuple[ssl.SSLContext, Path]:
    """A server that says it is `name`, and the certificate that it signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sandbank")])
    end = datetime.now(UTC) + timedelta(days=days)
    address = x509.IPAddress(ip_address(name)) if name[0].isdigit() else x509.DNSName(name)
    signed = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(end - timedelta(days=10))
        .not_valid_after(end)
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate_file, key_file = folder / f"{name}.pem", folder / f"{name}.key"
    certificate_file.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate_file, key_file)
    return context, certificate_file
