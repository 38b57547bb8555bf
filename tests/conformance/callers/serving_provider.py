"""A reference provider on a port of this machine, and the user who visits its pages."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
from callers.honest_provider import HonestProvider

from sandbank_conformance.watch.provider.visits import Visit


class Served:
    """A connector whose provider may be exchanged for another."""

    def __init__(self) -> None:
        self.url = ""
        self.provider: HonestProvider | None = None

    def answers_with(self, kind: type[HonestProvider], told: Mapping[str, str]) -> None:
        self.provider = kind(told)

    def rest(self) -> None:
        """Wait until the provider has made all its calls."""
        if self.provider:
            self.provider.close()


@contextmanager
def connector(port: int = 0) -> Iterator[Served]:
    served = Served()
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler(served))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    served.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        served.rest()


def _handler(served: Served) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            assert served.provider is not None
            answer = served.provider.answer(self.command, self.path, headers, body)
            content = answer.body.encode()
            self.send_response(answer.status)
            if content:
                self.send_header("Content-Type", answer.kind)
            if answer.location:
                self.send_header("Location", answer.location)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    return Handler


def visit_page(url: str, decision: str, accounts: str) -> None:
    """Open a page, press its button, and go wherever that leads."""
    with httpx.Client(timeout=20, follow_redirects=True, verify=False) as browser:
        page = browser.get(url)
        if page.status_code == 200:
            browser.post(url, data={"decision": decision, "accounts": accounts})


class Browser:
    """A user without a browser."""

    is_done = True

    def visit(self, visit: Visit) -> None:
        with suppress(httpx.HTTPError):  # the page stays as it was
            visit_page(visit.url, visit.decision.value, visit.accounts.value)
