import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path
from random import Random

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from sandbank_server.adapters.disk import StoreFileError
from sandbank_server.adapters.keys import Keys, seeded_key
from sandbank_server.adapters.primes import find_prime

SEED = 11


def pem(
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, password: bytes | None = None
) -> bytes:
    encryption = (
        serialization.BestAvailableEncryption(password)
        if password
        else serialization.NoEncryption()
    )
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption
    )


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "db.json"


def test_the_same_seed_gives_the_same_key_of_2048_bits() -> None:
    first, second = seeded_key(SEED), seeded_key(SEED)

    assert pem(first) == pem(second)
    assert first.key_size == 2048
    assert pem(seeded_key(SEED + 1)) != pem(first)


def test_a_found_prime_is_prime_and_of_the_size_asked_for() -> None:
    for seed in range(20):
        prime = find_prime(Random(seed), 32)

        assert prime.bit_length() == 32
        assert prime >> 30 == 0b11
        assert all(prime % divisor for divisor in range(3, 2**16, 2))
        assert prime % 2


def test_keys_without_a_seed_differ() -> None:
    assert Keys.open().kid != Keys.open().kid


def test_a_key_is_made_when_it_is_first_asked_for_and_only_once() -> None:
    made = []
    keys = Keys(lambda: made.append(1) or seeded_key(SEED))  # type: ignore[func-returns-value]
    assert made == []

    assert keys.private is keys.private

    assert made == [1]


def test_the_published_key_is_public_and_named_by_its_thumbprint() -> None:
    keys = Keys.open(seed=SEED)

    [published] = keys.jwks()["keys"]

    assert published.keys() == {"kty", "n", "e", "kid", "use", "alg"}
    number = int.from_bytes(urlsafe_b64decode(published["n"] + "=="), "big")
    assert number == keys.public.public_numbers().n
    assert published["e"] == "AQAB"
    canonical = json.dumps({k: published[k] for k in ("e", "kty", "n")}, separators=(",", ":"))
    digest = hashlib.sha256(canonical.encode()).digest()
    assert published["kid"] == urlsafe_b64encode(digest).decode().rstrip("=")


def test_a_key_beside_a_file_is_private_and_stays(db: Path) -> None:
    first = Keys.open(db=db)

    again = Keys.open(db=db, seed=SEED)

    kept = db.with_name("db.json.key")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert pem(again.private) == pem(first.private) == kept.read_bytes()
    assert [each.name for each in db.parent.iterdir()] == ["db.json.key"]


def test_a_key_beside_a_file_begins_with_the_seed(db: Path) -> None:
    assert Keys.open(db=db, seed=SEED).kid == Keys.open(seed=SEED).kid


def test_a_key_that_others_can_read_is_closed_to_them(db: Path) -> None:
    Keys.open(db=db)
    kept = db.with_name("db.json.key")
    kept.chmod(0o644)

    Keys.open(db=db)

    assert kept.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "contents",
    [
        b"",
        b"no key",
        pem(seeded_key(SEED))[:-200],
        pem(seeded_key(SEED), password=b"secret"),
        pem(ec.generate_private_key(ec.SECP256R1())),
        pem(rsa.generate_private_key(65537, 1024)),
    ],
    ids=["empty", "text", "cut short", "with a password", "of another kind", "too short"],
)
def test_a_key_file_that_is_not_right_stops_the_start_and_is_left_alone(
    db: Path, contents: bytes
) -> None:
    kept = db.with_name("db.json.key")
    kept.write_bytes(contents)

    with pytest.raises(StoreFileError, match=r"db\.json\.key: expected an RSA private key"):
        Keys.open(db=db)

    assert kept.read_bytes() == contents


def test_a_key_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        StoreFileError, match=r"db\.json\.key: the key cannot be kept there: No such"
    ):
        Keys.open(db=tmp_path / "nowhere" / "db.json")
