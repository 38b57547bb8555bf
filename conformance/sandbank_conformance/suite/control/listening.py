"""A provider's own endpoint for a check: it keeps what it is told, and answers as it should."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sandbank_conformance.conditions import given
from sandbank_conformance.owner import Owner

HEADER, VALUE = "X-Verify-Key", "verify-connector-key"
PROVIDER = "provider-a"
PATIENCE = 20.0  # seconds for what needs no time of the clock's


@dataclass(frozen=True)
class Told:
    """One call as it came in; the names of headers are in small letters."""

    headers: Mapping[str, str]
    body: Any
    target: str  # path and query

    @property
    def query(self) -> Mapping[str, list[str]]:
        """What was asked for."""
        return parse_qs(urlsplit(self.target).query)


@dataclass
class Listener:
    """An endpoint on this machine."""

    url: str = ""
    answers: list[int] = field(default_factory=list)  # to come, each once; then 204
    told: list[Told] = field(default_factory=list)
    body: Any = None  # of the answer to whoever asks
    arrived: Event = field(default_factory=Event)  # the first was told, if not yet answered
    may_answer: Event = field(default_factory=Event)  # unset: whoever tells has to wait

    @property
    def events(self) -> list[tuple[Any, Any]]:
        """Type and resource type of what it was told, in order."""
        return [(each.body.get("type"), _type_of(each.body)) for each in self.told]


@contextmanager
def listening(owner: Owner, *answers: int) -> Iterator[Listener]:
    """A provider whose notifications come here while the check runs."""
    with endpoint(*answers) as listener:
        given(set_connector(owner, listener.url))
        yield listener


@contextmanager
def endpoint(*answers: int) -> Iterator[Listener]:
    """An endpoint on this machine that nobody knows of yet."""
    listener = Listener(answers=list(answers))
    listener.may_answer.set()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(listener))
    listener.url = f"http://127.0.0.1:{server.server_address[1]}/notification"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield listener
    finally:
        listener.may_answer.set()
        server.shutdown()
        server.server_close()
        thread.join()


def set_connector(owner: Owner, notification: str) -> Any:
    """The answer to where a provider is told, with a header of its own."""
    body = {
        "callbackURLs": {"notification": notification},
        "header": {"name": HEADER, "value": VALUE},
    }
    return owner.call("setConnector", PROVIDER, json=body)


def settle(owner: Owner, advance: str | None = None) -> None:
    """Let time pass, or none: what is due has been sent when the clock answers."""
    given(owner.call("moveClock", json={"advance": advance} if advance else {"frozen": True}))


def _type_of(body: Any) -> Any:
    resource = body.get("resource")
    return resource.get("type") if isinstance(resource, dict) else None


def _handler(listener: Listener) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            listener.told.append(Told(headers, _json(body), self.path))
            listener.arrived.set()
            listener.may_answer.wait(PATIENCE)
            self.send_response(listener.answers.pop(0) if listener.answers else 204)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            listener.told.append(Told(headers, None, self.path))
            answer = json.dumps(listener.body).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    return Handler


def _json(body: bytes) -> Any:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
