"""Addresses on the web, taken apart strictly: whoever reads one finds the same host in it."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

LONGEST = 2000
PORTS = {"http": 80, "https": 443}
_PLAIN = re.compile(r"[!-~]+")  # printable ASCII, no blanks
_MISREAD = re.compile(r'[\\<>"^`{|}]')  # no URL has them, and not every reader takes them alike
_AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_][A-Za-z0-9._-]*)(:[0-9]{1,5})?")


class WrongAddress(ValueError):
    """A text is no address that could be called; the message says what one would be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAddress:
    """An http or https address."""

    scheme: str
    host: str  # a name or an address, in small letters and without brackets
    port: int
    target: str  # path and query, as they are sent

    @property
    def authority(self) -> str:
        """Host and port as a Host header names them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def read_address(text: str) -> WebAddress:
    """The address that a text is; `WrongAddress` where nobody could call it."""
    if len(text) > LONGEST or not _PLAIN.fullmatch(text) or _MISREAD.search(text):
        raise WrongAddress(f"must be a URL of at most {LONGEST} printable ASCII characters")
    try:
        parts = urlsplit(text)
        _judge(parts, text)
        port = parts.port
    except WrongAddress:
        raise
    except ValueError:  # brackets that do not close; a port beyond 65535
        raise WrongAddress("must name a host, and a port from 1 to 65535 if any") from None
    path = parts.path or "/"
    return WebAddress(
        scheme=parts.scheme,
        host=(parts.hostname or "").rstrip("."),
        port=PORTS[parts.scheme] if port is None else port,
        target=f"{path}?{parts.query}" if parts.query else path,
    )


def fault_of_address(text: str) -> str | None:
    """What keeps a text from being an address that could be called, or None."""
    try:
        read_address(text)
    except WrongAddress as error:
        return str(error)
    return None


def _judge(parts: SplitResult, text: str) -> None:
    if parts.scheme not in PORTS:
        raise WrongAddress("must begin with http:// or https://")
    if "@" in parts.netloc:
        raise WrongAddress("must not hold a user or password: a header is there for secrets")
    if "#" in text:
        raise WrongAddress("must not have a fragment: it would never be sent")
    if not _AUTHORITY.fullmatch(parts.netloc) or parts.port == 0:
        raise WrongAddress("must name a host, and a port from 1 to 65535 if any")
