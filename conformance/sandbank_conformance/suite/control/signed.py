"""Whether a token is signed by a key, worked out by hand: RS256 is a power and a hash."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from sandbank_conformance.conditions import NotTestable

SHA_256 = bytes.fromhex("3031300d060960864801650304020105000420")  # begins the signed block


def key_of(token: str) -> str:
    """The id of the key that a token names; not every token is one that can be read."""
    try:
        head = json.loads(_decoded(token.partition(".")[0]))
        return str(head["kid"])
    except (ValueError, KeyError, TypeError):
        raise NotTestable("a token that names the key it is signed by") from None


def signed_by(token: str, key: Mapping[str, Any]) -> bool:
    """Whether a key verifies a token."""
    message, _, signature = token.rpartition(".")
    try:
        modulus, exponent = _number(key["n"]), _number(key["e"])
        size = (modulus.bit_length() + 7) // 8
        opened = pow(int.from_bytes(_decoded(signature)), exponent, modulus).to_bytes(size)
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
    block = SHA_256 + sha256(message.encode()).digest()
    return opened == b"\x00\x01" + b"\xff" * (size - len(block) - 3) + b"\x00" + block


def _number(text: str) -> int:
    return int.from_bytes(_decoded(text))


def _decoded(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))
