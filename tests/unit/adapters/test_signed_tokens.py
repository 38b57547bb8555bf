"""Tokens are ours or nothing: whatever else comes is None, never an exception."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from hypothesis import given
from hypothesis import strategies as st
from store_builders import NOON, noon_clock

from sandbank_server.adapters.clock import SandboxClock
from sandbank_server.adapters.keys import Keys
from sandbank_server.adapters.tokens import JwtTokens
from sandbank_server.service.ports import Audience

HOUR = timedelta(hours=1)
KEYS = Keys.open(seed=11)
OTHERS = Keys.open(seed=12)
RIGHT: dict[str, Any] = {
    "iss": "sandbank",
    "aud": "sandbank/provider",
    "iat": int(NOON.timestamp()),
    "exp": int((NOON + HOUR).timestamp()),
}


def tokens(**settings: Any) -> JwtTokens:
    return JwtTokens(KEYS, noon_clock(), **settings)


def signed(**changes: Any) -> str:
    claims = {name: claim for name, claim in {**RIGHT, **changes}.items() if claim is not None}
    # PyJWT's own encoder refuses some of what a forger would write.
    return jwt.api_jws.encode(json.dumps(claims).encode(), KEYS.private, algorithm="RS256")


def part(contents: Any) -> str:
    return urlsafe_b64encode(json.dumps(contents).encode()).decode().rstrip("=")


def test_an_issued_token_is_read_back() -> None:
    issuer = tokens()

    read = issuer.read(issuer.issue(Audience.CONSUMER, {"companyId": "co"}, HOUR))

    assert read is not None
    assert read.audience == Audience.CONSUMER
    assert read.expires_at == NOON + HOUR
    assert read.claims == {"companyId": "co"}


def test_a_token_names_its_key_and_says_who_issued_it_when() -> None:
    token = tokens().issue(Audience.PROVIDER, {"providerId": "a"}, HOUR)

    assert jwt.get_unverified_header(token) == {"alg": "RS256", "typ": "JWT", "kid": KEYS.kid}
    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims == {**RIGHT, "providerId": "a"}


def test_a_claim_never_takes_the_place_of_ours() -> None:
    issuer = tokens()

    read = issuer.read(issuer.issue(Audience.PROVIDER, {"aud": "other", "iss": "other"}, HOUR))

    assert read is not None
    assert read.audience == Audience.PROVIDER


def test_the_same_key_and_time_give_the_same_token() -> None:
    first = tokens().issue(Audience.PROVIDER, {"a": "b"}, HOUR)

    assert tokens().issue(Audience.PROVIDER, {"a": "b"}, HOUR) == first


def test_an_expired_token_is_read_with_the_time_it_expired() -> None:
    clock = noon_clock()
    issuer = JwtTokens(KEYS, clock)
    token = issuer.issue(Audience.PROVIDER, {}, HOUR)

    clock.set(datetime(2036, 1, 1, tzinfo=UTC))

    for reader in (issuer, JwtTokens(KEYS, clock)):
        read = reader.read(token)
        assert read is not None
        assert read.expires_at == NOON + HOUR


@pytest.mark.parametrize(("microsecond", "longer"), [(0, 0), (1, 999_999), (999_000, 1000)])
def test_a_token_never_dies_before_its_time(microsecond: int, longer: int) -> None:
    clock = SandboxClock(real=lambda: NOON)
    clock.freeze(True)
    now = NOON.replace(microsecond=microsecond)
    clock.set(now)
    issuer = JwtTokens(KEYS, clock)

    read = issuer.read(issuer.issue(Audience.CONSUMER, {}, HOUR))

    assert read is not None
    assert read.expires_at - (now + HOUR) == timedelta(microseconds=longer)


def test_a_token_of_a_clock_that_was_set_back_is_read() -> None:
    assert tokens().read(signed(iat=int((NOON + 99 * HOUR).timestamp()))) is not None


def test_no_other_character_in_a_token_passes() -> None:
    token = tokens().issue(Audience.PROVIDER, {}, HOUR)
    reader = tokens()
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

    for place in (0, token.index(".") + 1, len(token) - 1):
        for other in alphabet.replace(token[place], ""):
            assert reader.read(token[:place] + other + token[place + 1 :]) is None
    assert reader.read(token) is not None


def test_an_unsigned_token_is_nothing() -> None:
    assert tokens().read(jwt.encode(RIGHT, None, algorithm="none")) is None
    assert tokens().read(f"{part({'alg': 'none'})}.{part(RIGHT)}.AAAA") is None


def test_a_token_signed_with_the_public_key_as_a_secret_is_nothing() -> None:
    public = KEYS.public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    text = f"{part({'alg': 'HS256', 'typ': 'JWT'})}.{part(RIGHT)}"
    signature = hmac.new(public, text.encode(), hashlib.sha256).digest()

    assert tokens().read(f"{text}.{urlsafe_b64encode(signature).decode().rstrip('=')}") is None


def test_a_token_of_another_key_or_algorithm_is_nothing() -> None:
    assert tokens().read(jwt.encode(RIGHT, OTHERS.private, algorithm="RS256")) is None
    assert tokens().read(jwt.encode(RIGHT, KEYS.private, algorithm="RS512")) is None
    assert tokens().read(jwt.encode(RIGHT, KEYS.private, algorithm="PS256")) is None
    assert tokens().read(signed()) is not None


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "other"},
        {"iss": None},
        {"iss": ["sandbank"]},
        {"aud": None},
        {"aud": ["sandbank/provider"]},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": 10**18},
        {"iat": None},
        {"scope": 3},
    ],
    ids=str,
)
def test_a_token_of_ours_with_other_claims_is_nothing(changes: dict[str, Any]) -> None:
    assert tokens().read(signed(**changes)) is None


@given(
    st.text()
    | st.text(alphabet="eyJ0.-_=\n\ud800é", max_size=60)
    | st.builds("{}.{}.{}".format, *[st.binary().map(lambda b: urlsafe_b64encode(b).decode())] * 3)
)
def test_garbage_is_nothing(token: str) -> None:
    assert tokens().read(token) is None


def test_a_deep_or_long_token_is_nothing() -> None:
    deep = urlsafe_b64encode(b"[" * 4000).decode().rstrip("=")

    assert tokens().read(f"{deep}.{part(RIGHT)}.AAAA") is None
    assert tokens().read(signed(padding="x" * 9000)) is None
    assert tokens().read("a" * 10**6) is None


def test_only_so_many_tokens_are_remembered() -> None:
    reader = tokens(remembered=2)
    texts = [signed(number=str(number)) for number in range(4)]

    for text in [*texts, texts[0]]:
        read = reader.read(text)
        assert read is not None

    assert list(reader._verified) == [texts[3], texts[0]]
