"""Where calls are passed on to."""

import asyncio
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from sandbank_conformance.recorder.heads import Head, Request
from sandbank_conformance.recorder.sides import Side

PORTS = {"http": 80, "https": 443}
PATIENCE = 30.0  # seconds for a connection; an answer may take as long as the caller waits

# What would turn the connection into something that cannot be read: it is not offered.
_TURNING = ("upgrade", "http2-settings")


class NoDestination(Exception):
    """A URL that calls cannot be passed on to; the message says why."""


class Unreachable(Exception):
    """Nobody could be reached there; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """An implementation: `scheme://netloc`, and what comes before every path."""

    scheme: str
    netloc: str
    host: str
    port: int
    base: str = ""
    tls: ssl.SSLContext | None = None
    keeps_host: bool = False  # whether it is told the name under which the caller calls

    @property
    def origin(self) -> str:
        """Where it is, without any path."""
        return f"{self.scheme}://{self.netloc}"

    async def connect(self) -> Side:
        """A new connection; `Unreachable` where there is none to be had."""
        opening = asyncio.get_running_loop().create_connection(
            Side,
            self.host,
            self.port,
            ssl=(self.tls or ssl.create_default_context()) if self.scheme == "https" else None,
        )
        try:
            _, side = await asyncio.wait_for(opening, PATIENCE)
        except TimeoutError:
            raise Unreachable(f"{self.netloc} did not answer within {PATIENCE:.0f} s") from None
        except ssl.SSLError as error:
            reason = getattr(error, "verify_message", "") or error.reason or str(error)
            raise Unreachable(f"TLS with {self.netloc} failed: {reason}") from error
        except OSError as error:
            raise Unreachable(f"{self.netloc} cannot be reached: {_reason(error)}") from error
        return side

    def target(self, request: Request) -> str:
        """The request's target there: the same path below the base, or `*`."""
        target = request.parts[1]
        if "://" in target.partition("?")[0]:  # as callers write it for a proxy
            rest = target.partition("://")[2]
            target = f"/{rest.partition('/')[2]}"
        return self.base + target if target.startswith("/") else target

    def request(self, request: Request) -> Head:
        """The request as it is passed on."""
        method, _, version = request.parts
        ending = request.lines[0][len(request.lines[0].rstrip(b"\r\n")) :]
        first = f"{method} {self.target(request)} {version}".encode("latin-1") + ending
        return Head([first, *(each for line in request.lines[1:] if (each := self._header(line)))])

    def _header(self, line: bytes) -> bytes:
        """A header as it is passed on: nothing but the host changes."""
        name, _, value = line.decode("latin-1").partition(":")
        known = name.strip().lower()
        if known == "host" and not self.keeps_host:
            return f"{name}: {self.netloc}\r\n".encode("latin-1")
        if known in _TURNING:
            return b""
        if known == "connection" and any(each in value.lower() for each in _TURNING):
            kept = [each for each in value.split(",") if each.strip().lower() not in _TURNING]
            return f"{name}:{','.join(kept)}\r\n".encode("latin-1") if kept else b""
        return line


def destination(url: str, tls: ssl.SSLContext | None, *, keeps_host: bool) -> Destination:
    """The destination that a URL names; `NoDestination` says what is wrong with it."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NoDestination(f"{url!r}: {error}") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise NoDestination(f"{url!r}: expected http://host[:port][/base] or https://…")
    if parts.username is not None or parts.query or parts.fragment:
        raise NoDestination(f"{parts.hostname}: expected a URL without user, query and fragment")
    return Destination(
        scheme=parts.scheme,
        netloc=parts.netloc,
        host=parts.hostname,
        port=PORTS[parts.scheme] if port is None else port,
        base=parts.path.rstrip("/"),
        tls=tls,
        keeps_host=keeps_host,
    )


def _reason(error: OSError) -> str:
    """Why, without the address, which asyncio puts in its place."""
    if isinstance(error, ConnectionRefusedError):
        return "nothing listens there"
    return error.strerror or str(error)
