"""Calls of the sandbox's own APIs, made as anybody makes them but without a socket."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCall:
    """A call to make; the path is below the root of the server."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class OwnCalls:
    """Sends calls to an application in this process; they are judged and recorded like all."""

    def __init__(self, application: ASGIApp) -> None:
        self._application = application

    async def status_of(self, call: OwnCall) -> int:
        """Make a call; the status it is answered with."""
        exchange = _Exchange(call.body)
        await self._application(_scope(call), exchange.receive, exchange.send)
        return exchange.status


class _Exchange:
    def __init__(self, body: bytes) -> None:
        self.status = 0
        self._messages: list[Message] = [
            {"type": "http.request", "body": body, "more_body": False},
        ]

    async def receive(self) -> Message:
        return self._messages.pop() if self._messages else {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]


def _scope(call: OwnCall) -> dict[str, Any]:
    headers = {"host": "localhost", "content-length": str(len(call.body)), **call.headers}
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": call.method,
        "scheme": "http",
        "path": call.path,
        "raw_path": call.path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 0),
        "server": ("127.0.0.1", 0),
        "extensions": {},
    }
