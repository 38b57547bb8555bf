"""What can be read of a bearer token without its key: its claims, if it is a JWT."""

import binascii
import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

_JWT = re.compile(r"[A-Za-z0-9_-]+\.([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]*")
FORM = re.compile(r"[A-Za-z0-9._~+/-]+=*")  # of any bearer token, RFC 6750

_BEYOND = 250_000_000_000  # seconds, in the year 9892
ISSUER = "sandbank"  # of tokens of a sandbox


@dataclass(frozen=True, slots=True)
class Token:
    """A token with the claims that it shows."""

    claims: Mapping[str, Any]

    def text(self, name: str) -> str | None:
        """A claim that is a text."""
        value = self.claims.get(name)
        return value if isinstance(value, str) else None

    @property
    def expiry(self) -> str | None:
        """When it ends, as people write it."""
        value = self.claims.get("exp")
        if not isinstance(value, int | float) or not 0 < value < _BEYOND:
            return None
        return datetime.fromtimestamp(value, UTC).strftime("%Y-%m-%d %H:%M UTC")

    @property
    def is_of_a_sandbox(self) -> bool:
        """Whether a sandbox gave it, and so all that its claims mean is known."""
        return self.text("iss") == ISSUER


def read(text: str) -> Token | None:
    """The claims of a JWT; None of anything else."""
    match = _JWT.fullmatch(text)
    if match is None:
        return None
    part = match[1]
    try:
        claims = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return None
    return Token(claims) if isinstance(claims, dict) else None
