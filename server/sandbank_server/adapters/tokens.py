"""Signed tokens: RS256 through PyJWT, judged by the sandbox's clock and nobody else's."""

import math
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import OrderedDict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from sandbank_server.adapters.keys import Keys
from sandbank_server.service.ports import Audience, Clock, Token

ISSUER = "sandbank"
_ALGORITHM = "RS256"
_FORM = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
_LONGEST = 8192
_RESERVED = frozenset({"iss", "aud", "iat", "exp"})


class JwtTokens:
    """The `Tokens` port on one key pair."""

    def __init__(self, keys: Keys, clock: Clock, *, remembered: int = 4096) -> None:
        """Up to `remembered` tokens are verified only once."""
        self._keys = keys
        self._clock = clock
        self._remembered = remembered
        self._verified: OrderedDict[str, Token] = OrderedDict()

    def issue(self, audience: Audience, claims: Mapping[str, str], lifetime: timedelta) -> str:
        """A signed token that lives from now on the sandbox's clock, less than a second longer."""
        now = self._clock.now()
        payload = {
            **claims,
            "iss": ISSUER,
            "aud": str(audience),
            "iat": int(now.timestamp()),
            # A full second: rounded up, so that nothing dies before its time.
            "exp": math.ceil((now + lifetime).timestamp()),
        }
        header = {"kid": self._keys.kid}
        return jwt.encode(payload, self._keys.private, algorithm=_ALGORITHM, headers=header)

    def read(self, token: str) -> Token | None:
        """What a token says if our signature is on it, else None; expired ones are read too."""
        known = self._verified.get(token)
        if known is not None:
            self._verified.move_to_end(token)
            return known
        payload = self._payload(token) if _is_canonical(token) else None
        read = None if payload is None else _token(payload)
        if read is not None:
            self._remember(token, read)
        return read

    def _payload(self, token: str) -> dict[str, Any] | None:
        try:
            return jwt.decode(
                token,
                self._keys.public,
                algorithms=[_ALGORITHM],
                issuer=ISSUER,
                options={
                    "require": ["iss", "aud", "iat", "exp"],
                    "verify_aud": False,
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                },
            )
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
            return None

    def _remember(self, token: str, read: Token) -> None:
        self._verified[token] = read
        if len(self._verified) > self._remembered:
            self._verified.popitem(last=False)


def _is_canonical(token: str) -> bool:
    """Whether the token is spelled as its signer spelled it.

    The last character of a part holds bits that decoding drops: another one there would verify.
    """
    if len(token) > _LONGEST or not _FORM.fullmatch(token):
        return False
    return all(_is_base64url(part) for part in token.split("."))


def _is_base64url(part: str) -> bool:
    if len(part) % 4 == 1:
        return False
    decoded = urlsafe_b64decode(part + "=" * (-len(part) % 4))
    return urlsafe_b64encode(decoded).rstrip(b"=") == part.encode("ascii")


def _token(payload: Mapping[str, Any]) -> Token | None:
    audience, expiry = payload["aud"], payload["exp"]
    if not isinstance(audience, str) or type(expiry) is not int:
        return None
    claims = {name: claim for name, claim in payload.items() if name not in _RESERVED}
    if not all(isinstance(claim, str) for claim in claims.values()):
        return None
    try:
        return Token(
            audience=audience, expires_at=datetime.fromtimestamp(expiry, UTC), claims=claims
        )
    except (ValueError, OverflowError, OSError):
        return None
