"""Calling an ASGI application in process: no sockets, one private event loop."""

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

HOST = "127.0.0.1:8080"
Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    def json(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.body)

    def header(self, name: str) -> str | None:
        """The first header of a name."""
        wanted = name.lower().encode()
        return next((v.decode() for k, v in self.headers if k.lower() == wanted), None)


class InProcess:
    """An application that is called without a network between."""

    def __init__(self, application: Any) -> None:
        self.application = application
        self._loop = asyncio.new_event_loop()
        self.calls = 0

    def call(self, method: str, target: str, headers: Pairs = (), content: bytes = b"") -> Reply:
        """One request, answered."""
        self.calls += 1
        return self._loop.run_until_complete(self._exchange(method, target, headers, content))

    def __enter__(self) -> "InProcess":
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.close()

    async def _exchange(self, method: str, target: str, headers: Pairs, content: bytes) -> Reply:
        requests = [{"type": "http.request", "body": content, "more_body": False}]
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return requests.pop() if requests else {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await self.application(_scope(method, target, headers, content), receive, send)
        start = next(m for m in sent if m["type"] == "http.response.start")
        body = b"".join(m.get("body", b"") for m in sent if m["type"] == "http.response.body")
        return Reply(start["status"], tuple((k, v) for k, v in start.get("headers", ())), body)


def _scope(method: str, target: str, headers: Pairs, content: bytes) -> dict[str, Any]:
    path, _, query = target.partition("?")
    pairs = [("host", HOST), *headers]
    if content:
        pairs.append(("content-length", str(len(content))))
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(k.lower().encode(), v.encode()) for k, v in pairs],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8080),
        "state": {},
    }
