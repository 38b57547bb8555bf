"""Heads of requests and answers, as the bytes that they are, and how long what follows is."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sandbank_conformance.messages import Headers

# How long a body is: so many bytes, or told in chunks, or up to the end of the connection.
Length = int
CHUNKED, TO_END = -1, -2

SWITCHING = 101
_BODILESS = (204, 304)
_CODING = "latin-1"  # a header is bytes; this keeps each of them


class NotHttp(Exception):
    """Bytes that are no HTTP/1; the message says which."""


@dataclass(frozen=True)
class Head:
    """The first line and the headers, each line as it came, its end included."""

    lines: Sequence[bytes]

    @cached_property
    def headers(self) -> Headers:
        """Names and values, in their order; a line that is no header is none."""
        found: list[tuple[str, str]] = []
        for line in self.lines[1:]:
            name, colon, value = line.decode(_CODING).partition(":")
            if line[:1] in b" \t" and found:  # the line before goes on
                found[-1] = (found[-1][0], f"{found[-1][1]} {line.decode(_CODING).strip()}")
            elif colon:
                found.append((name.strip(), value.strip()))
        return tuple(found)

    def values(self, name: str) -> list[str]:
        """The values of a header."""
        return [value for key, value in self.headers if key.lower() == name]

    @property
    def raw(self) -> bytes:
        """The whole of it, with the empty line at its end."""
        return b"".join(self.lines)

    def _declared(self) -> Length | None:
        """The length that the headers tell."""
        if any("chunked" in each.lower() for each in self.values("transfer-encoding")):
            return CHUNKED
        lengths = {
            part.strip() for each in self.values("content-length") for part in each.split(",")
        }
        if not lengths:
            return None
        if len(lengths) > 1 or not min(lengths).isdecimal():
            raise NotHttp(f"Content-Length {' and '.join(sorted(lengths))}"[:200])
        return int(min(lengths))


@dataclass(frozen=True)
class Request(Head):
    """The head of a request."""

    @cached_property
    def parts(self) -> tuple[str, str, str]:
        """Method, target and version; `NotHttp` where the first line is no request."""
        line = self.lines[0].decode(_CODING).rstrip("\r\n")
        method, _, rest = line.partition(" ")
        target, _, version = rest.rpartition(" ")
        if not target or not version.startswith("HTTP/1."):
            raise NotHttp(repr(line[:80]))
        return method, target, version

    def length(self) -> Length:
        """How long the body is."""
        return self._declared() or 0


@dataclass(frozen=True)
class Answer(Head):
    """The head of an answer."""

    @cached_property
    def parts(self) -> tuple[str, int, str]:
        """Version, status and reason; `NotHttp` where the first line is no answer."""
        line = self.lines[0].decode(_CODING).rstrip("\r\n")
        version, _, rest = line.partition(" ")
        status, _, reason = rest.strip().partition(" ")
        if not version.startswith("HTTP/1.") or not (status.isdecimal() and len(status) == 3):
            raise NotHttp(repr(line[:80]))
        return version, int(status), reason

    @property
    def status(self) -> int:
        """The status."""
        return self.parts[1]

    @property
    def is_interim(self) -> bool:
        """Whether another answer follows, as after 100 Continue."""
        return self.status < 200 and self.status != SWITCHING

    def length(self, method: str) -> Length:
        """How long the body is that HTTP allows there; HEAD and 204 allow none."""
        if has_no_body(method, self.status):
            return 0
        declared = self._declared()
        return TO_END if declared is None or self.status == SWITCHING else declared


def has_no_body(method: str, status: int) -> bool:
    """Whether HTTP allows no body behind the head of an answer, whatever the head says."""
    return method == "HEAD" or status in _BODILESS
