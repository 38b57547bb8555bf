"""Signatures of the calls for tokens: HMAC-SHA1 over what was called, with the nonce."""

import base64
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedCall:
    """What a signature covers."""

    method: str
    url: str  # scheme, host and path as called, without the query
    parameters: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


def signature(call: SignedCall, nonce: str, signing_key: str) -> str:
    """The signature of a call in base64, as its caller has to send it."""
    key = f"{signing_key}&null".encode()
    digest = hmac.digest(key, base_string(call, nonce).encode(), "sha1")
    return base64.b64encode(digest).decode()


def base_string(call: SignedCall, nonce: str) -> str:
    """The text that is signed: `METHOD&url&params&nonce`, each percent-encoded."""
    parts = (call.method, call.url.lower(), _parameters(call), nonce)
    return "&".join(encoded(part) for part in parts)


def encoded(text: str) -> str:
    """A text percent-encoded as RFC 3986 has it: all but its unreserved characters."""
    return quote(text, safe="", errors="surrogatepass")


def _parameters(call: SignedCall) -> str:
    pairs = sorted(_pairs(call.parameters))
    if call.body:
        pairs.append(f"body={encoded(base64.b64encode(call.body).decode())}")
    return "&".join(pairs)


def _pairs(parameters: Iterable[tuple[str, str]]) -> Iterable[str]:
    return (f"{encoded(name)}={encoded(value)}" for name, value in parameters)
