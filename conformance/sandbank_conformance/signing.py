"""The signature of a call for a consumer token: HMAC-SHA1 with the organisation's key."""

import base64
import hashlib
import hmac
from urllib.parse import quote


def signature(
    *, key: str, method: str, url: str, params: dict[str, str], nonce: str, body: bytes = b""
) -> str:
    """The value of `X-Signature`; `url` is without its query."""
    pairs = sorted(f"{_encoded(name)}={_encoded(value)}" for name, value in params.items())
    if body:
        pairs.append(f"body={_encoded(base64.b64encode(body).decode())}")
    parts = (method.upper(), url.lower(), "&".join(pairs), nonce)
    base = "&".join(_encoded(each) for each in parts)
    digest = hmac.new(f"{key}&null".encode(), base.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def _encoded(text: str) -> str:
    return quote(text, safe="-._~")
