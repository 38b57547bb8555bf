"""Tokens that nobody issued, made from one that was."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm

from sandbank_conformance.conditions import NotTestable

Json = dict[str, Any]


def with_other_signature(token: str) -> str:
    """The same token with another character within its last part."""
    # Not the last character: some of its bits are padding and do not count.
    place = len(token) - max(2, len(token.rpartition(".")[2]) // 2)
    other = "B" if token[place] == "A" else "A"
    return token[:place] + other + token[place + 1 :]


def without_signature(token: str) -> str:
    """The same words, signed by nobody."""
    head, payload, _ = _parts(token)
    return f"{_packed(head)}.{_packed(payload)}."


def with_other_payload(token: str) -> str:
    """Other words under the signature of the token: it lives a day longer."""
    _, payload, signature = _parts(token)
    payload["exp"] = int(payload.get("exp", 0)) + 86_400
    return f"{token.partition('.')[0]}.{_packed(payload)}.{signature}"


def with_no_algorithm(token: str, name: str = "none") -> str:
    """The same words under a header that says they need no signature."""
    head, payload, _ = _parts(token)
    return f"{_packed({**head, 'alg': name})}.{_packed(payload)}."


def signed_with(token: str, key: bytes) -> str:
    """The same words, signed by HS256 with a key that is not for signing."""
    head, payload, _ = _parts(token)
    text = f"{_packed({**head, 'alg': 'HS256'})}.{_packed(payload)}"
    return f"{text}.{_coded(hmac.new(key, text.encode(), hashlib.sha256).digest())}"


def public_key(key: Mapping[str, Any]) -> bytes:
    """A public key as the text in which most servers keep it."""
    return RSAAlgorithm.from_jwk(dict(key)).public_bytes(  # type: ignore[union-attr]
        Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
    )


def _parts(token: str) -> tuple[Json, Json, str]:
    try:
        head, payload, signature = token.split(".")
        return _unpacked(head), _unpacked(payload), signature
    except ValueError as error:
        raise NotTestable("tokens that are JSON Web Tokens; these are not") from error


def _unpacked(part: str) -> Json:
    value: Json = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return value


def _packed(value: Json) -> str:
    return _coded(json.dumps(value, separators=(",", ":")).encode())


def _coded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
