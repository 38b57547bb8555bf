"""What lives in the zoo: servers that deviate from the real one, by one thing each."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

Deviation = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Animal:
    """The real server with one deviation, and what a judge has to say of it."""

    name: str  # a sentence with hyphens: what it does
    says: str  # the deviation's docstring: what is different, and for whom
    breaks: frozenset[str]  # every requirement that it does not meet; for a liar, not empty
    deviation: Deviation = field(repr=False)
    legal: bool = False  # whether every deviation is another legal choice


LIARS: dict[str, Animal] = {}
VARIANTS: dict[str, Animal] = {}


def liar(*breaks: str) -> Callable[[Deviation], Deviation]:
    """Registers a server that lies; named are all the requirements that it breaks."""
    assert breaks, "a liar breaks something"
    return _registrar(LIARS, breaks, legal=False)


def variant(*differs: str) -> Callable[[Deviation], Deviation]:
    """Registers a legal server; named are the `profile` requirements where it chose otherwise."""
    return _registrar(VARIANTS, differs, legal=True)


def _registrar(
    zoo: dict[str, Animal], breaks: tuple[str, ...], *, legal: bool
) -> Callable[[Deviation], Deviation]:
    def register(deviation: Deviation) -> Deviation:
        name = deviation.__name__.strip("_").replace("_", "-")
        assert name not in {**LIARS, **VARIANTS}, f"{name} lives here already"
        says = (deviation.__doc__ or "").strip()
        assert says, f"{name} needs a docstring"
        zoo[name] = Animal(
            name=name, says=says, breaks=frozenset(breaks), deviation=deviation, legal=legal
        )
        return deviation

    return register


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as it comes over the wire."""

    method: str
    path: str  # decoded, as the application sees it
    query: bytes
    headers: tuple[tuple[bytes, bytes], ...]  # names in small letters
    body: bytes

    def with_header(self, name: str, value: str | None) -> "Asked":
        """The same with a header replaced, or without it."""
        return replace(self, headers=_with(self.headers, name, value))

    def header(self, name: str) -> str | None:
        """The first header of a name."""
        return _header(self.headers, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A response as it goes over the wire."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...] = ()
    body: bytes = b""

    def with_header(self, name: str, value: str | None) -> "Answered":
        """The same with a header replaced, or without it."""
        return replace(self, headers=_with(self.headers, name, value))

    def header(self, name: str) -> str | None:
        """The first header of a name."""
        return _header(self.headers, name)

    def with_body(self, body: bytes) -> "Answered":
        """The same with another body, and the length that goes with it."""
        return replace(self, body=body).with_header("content-length", str(len(body)))


Forward = Callable[[Asked], Awaitable[Answered]]  # what the real server answers
Wire = Callable[[Asked, Forward], Awaitable[Answered]]


def on_the_wire(patch: pytest.MonkeyPatch, wire: Wire) -> None:
    """Puts a deviation between the caller and the real server.

    `wire` may change the call, ask the real server any number of times, and change the answer.
    It sees every call, those of the control API (`/_sandbox/…`) among them.
    """
    from sandbank_server.api.connections import HungUp, hang_up
    from sandbank_server.app import Application

    real = Application.__call__

    async def deviating(self: Application, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await real(self, scope, receive, send)
            return
        asked = await _asked(scope, receive)

        async def forward(asked: Asked) -> Answered:
            return await _answer_of(real, self, scope, asked)

        try:
            answered = await wire(asked, forward)
        except HungUp:  # a fault that the owner has set: the connection is ours to close
            hang_up(send)
            return
        for message in _messages(answered):
            await send(message)

    patch.setattr(Application, "__call__", deviating)


def _messages(answered: Answered) -> Iterator[dict[str, Any]]:
    head = {"status": answered.status, "headers": list(answered.headers)}
    yield {"type": "http.response.start", **head}
    yield {"type": "http.response.body", "body": answered.body}


async def _asked(scope: Mapping[str, Any], receive: Any) -> Asked:
    body = b""
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return Asked(
        method=scope["method"],
        path=scope["path"],
        query=scope["query_string"],
        headers=tuple(scope["headers"]),
        body=body,
    )


async def _answer_of(real: Any, application: Any, scope: Any, asked: Asked) -> Answered:
    # The raw path is the caller's unless the path was changed.
    raw = scope["raw_path"] if asked.path == scope["path"] else asked.path.encode()
    headers = _with(asked.headers, "content-length", str(len(asked.body)) if asked.body else None)
    inner = {
        **scope,
        "method": asked.method,
        "path": asked.path,
        "raw_path": raw,
        "query_string": asked.query,
        "headers": list(headers),
    }
    start: dict[str, Any] = {}
    body = bytearray()

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": asked.body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            body.extend(message.get("body", b""))

    await real(application, inner, receive, send)
    return Answered(status=start["status"], headers=tuple(start["headers"]), body=bytes(body))


def _header(headers: tuple[tuple[bytes, bytes], ...], name: str) -> str | None:
    wanted = name.lower().encode()
    return next((value.decode("latin-1") for key, value in headers if key == wanted), None)


def _with(
    headers: tuple[tuple[bytes, bytes], ...], name: str, value: str | None
) -> tuple[tuple[bytes, bytes], ...]:
    key = name.lower().encode()
    others = tuple(each for each in headers if each[0] != key)
    return others if value is None else (*others, (key, value.encode("latin-1")))
