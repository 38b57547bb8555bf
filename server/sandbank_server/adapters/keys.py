"""The key that signs tokens: made per process, kept beside a file, or drawn from a seed."""

import hashlib
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from functools import cached_property, lru_cache
from pathlib import Path
from random import Random

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from sandbank_server.adapters.disk import Disk, StoreFileError, write_whole
from sandbank_server.adapters.primes import find_prime

_EXPONENT = 65537
_BITS = 2048


class Keys:
    """One RSA key pair, made when it is first asked for."""

    def __init__(self, make: Callable[[], rsa.RSAPrivateKey]) -> None:
        self._make = make

    @classmethod
    def open(cls, *, seed: int | None = None, db: Path | None = None) -> "Keys":
        """The key of `FILE.key` beside a store's file, else of the seed, else a new one.

        A key beside a file is read or made now; a `StoreFileError` says what is wrong with it.
        """
        made = cls(lambda: seeded_key(seed) if seed is not None else _new_key())
        return made if db is None else _kept(made, Path(f"{db}.key"))

    @cached_property
    def private(self) -> rsa.RSAPrivateKey:
        """Signs; leaves this process only for the file beside the store's."""
        return self._make()

    @cached_property
    def public(self) -> rsa.RSAPublicKey:
        """Verifies."""
        return self.private.public_key()

    @cached_property
    def kid(self) -> str:
        """The key's thumbprint after RFC 7638."""
        members = json.dumps(self._members(), separators=(",", ":"), sort_keys=True)
        return _base64url(hashlib.sha256(members.encode()).digest())

    def jwks(self) -> dict[str, list[dict[str, str]]]:
        """The public key as a JSON Web Key Set."""
        return {"keys": [{**self._members(), "kid": self.kid, "use": "sig", "alg": "RS256"}]}

    def _members(self) -> dict[str, str]:
        numbers = self.public.public_numbers()
        return {"e": _integer(numbers.e), "kty": "RSA", "n": _integer(numbers.n)}


@lru_cache(maxsize=8)  # tests start many sandboxes of few seeds, and primes take a while
def seeded_key(seed: int) -> rsa.RSAPrivateKey:
    """The key of a seed: whoever knows the seed knows the key, so for tests only."""
    random = Random(f"key {seed}")
    p, q = _factor(random), _factor(random)
    private = pow(_EXPONENT, -1, (p - 1) * (q - 1))
    return rsa.RSAPrivateNumbers(
        p=p,
        q=q,
        d=private,
        dmp1=rsa.rsa_crt_dmp1(private, p),
        dmq1=rsa.rsa_crt_dmq1(private, q),
        iqmp=rsa.rsa_crt_iqmp(p, q),
        public_numbers=rsa.RSAPublicNumbers(_EXPONENT, p * q),
    ).private_key()


def _factor(random: Random) -> int:
    while True:
        prime = find_prime(random, _BITS // 2)
        if prime % _EXPONENT != 1:
            return prime


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(_EXPONENT, _BITS)


def _kept(made: Keys, path: Path) -> Keys:
    try:
        if not path.exists():
            write_whole(path, [_pem(made.private)], Disk(), mode=0o600)
            return made
        path.chmod(0o600)
        key = _read(path.read_bytes())
    except OSError as error:
        raise StoreFileError(f"{path}: the key cannot be kept there: {error.strerror}") from None
    if key is None:
        remedy = "bring back the right file, or remove it: tokens issued so far then end"
        raise StoreFileError(f"{path}: expected an RSA private key of 2,048 bits (PEM); {remedy}")
    return Keys(lambda: key)


def _pem(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _read(pem: bytes) -> rsa.RSAPrivateKey | None:
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError):  # no key at all; a key with a password
        return None
    return key if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= _BITS else None


def _integer(number: int) -> str:
    return _base64url(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def _base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
