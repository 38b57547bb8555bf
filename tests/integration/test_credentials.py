"""Credentials that prove nothing: refused in each API's own way, and nothing has changed."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

import pytest
from served import Served
from wire_calls import CALLS, OPERATIONS, credentials, send

REPORTS = ("reportAuthorisation", "reportAuthorisationByQuery")
# Operations whose refusal is judged, and what each answers to a token that is not one.
GUARDED = {
    name: (403 if name in REPORTS else 401)
    for name, each in CALLS.items()
    if each.caller in ("provider", "product", "upload")
}


@pytest.fixture
def untouched(sandbox: Served) -> Iterator[Served]:
    """A sandbox that no call of the test may change."""
    before = sandbox.world()
    yield sandbox
    assert sandbox.world() == before


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _part(value: Any) -> str:
    return _encoded(json.dumps(value).encode())


def _hmac_signed(signed: str, key: bytes) -> str:
    return f"{signed}.{_encoded(hmac.digest(key, signed.encode(), hashlib.sha256))}"


def _forged(token: str, keys: Any) -> dict[str, str]:
    header, payload, signature = token.split(".")
    hs256 = f"{_part({'alg': 'HS256', 'typ': 'JWT', 'kid': keys['keys'][0]['kid']})}.{payload}"
    modulus = keys["keys"][0]["n"]
    own = _part({"alg": "RS256", "jwk": keys["keys"][0], "jku": "http://127.0.0.1/jwks"})
    return {
        "another signature": f"{header}.{payload}.{signature[:-6]}AAAAAA",
        "another spelling": token + "=",
        "other claims": f"{header}.{_part({'iss': 'sandbank', 'exp': 9999999999})}.{signature}",
        "no algorithm": f"{_part({'alg': 'none', 'typ': 'JWT'})}.{payload}.",
        "no algorithm, capital": f"{_part({'alg': 'None'})}.{payload}.{signature}",
        "signed with the public key": _hmac_signed(hs256, modulus.encode()),
        "signed with nothing": _hmac_signed(hs256, b""),
        "its own key": f"{own}.{payload}.{signature}",
        "no parts": "x",
        "three empty parts": "..",
        "long": "a" * 20_000,
        "not ASCII": "\u00fc.\u00fc.\u00fc",
    }


def _spellings(token: str) -> dict[str, str | None]:
    return {
        "missing": None,
        "empty": "",
        "bare token": token,
        "scheme alone": "Bearer",
        "no blank": f"Bearer{token}",
        "Basic": "Basic " + base64.b64encode(b"provider-a:provider-a-secret").decode(),
        "Token": f"Token {token}",
        "quoted": f'Bearer "{token}"',
        "two in one": f"Bearer {token}, Bearer {token}",
    }


def _token(served: Served, caller: str) -> str:
    return credentials(served, caller)["authorization"].removeprefix("Bearer ")


@pytest.mark.parametrize("caller", ["provider", "product", "upload"])
def test_a_wrong_authorisation_is_refused(untouched: Served, caller: str) -> None:
    token = _token(untouched, caller)
    forged = _forged(token, untouched.control("GET", "/jwks.json"))
    wrong = _spellings(token) | {name: f"Bearer {each}" for name, each in forged.items()}

    for name, value in wrong.items():
        sent = None if value is None else value.encode("latin-1")
        for operation_id in _of(caller):
            answer = send(untouched, operation_id, headers={"authorization": sent}, after=())
            assert answer.status_code == GUARDED[operation_id], (name, operation_id)


def _of(caller: str) -> list[str]:
    return [name for name in GUARDED if CALLS[name].caller == caller]


def test_a_token_of_another_api_is_a_foreign_one(untouched: Served) -> None:
    for operation_id in GUARDED:
        right = 403 if CALLS[operation_id].caller == "provider" else 401
        for caller in {"provider", "product", "upload"} - {CALLS[operation_id].caller}:
            headers = {"authorization": credentials(untouched, caller)["authorization"]}

            response = send(untouched, operation_id, headers=headers, after=())

            assert response.status_code == right, (operation_id, caller)


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "bEaReR"])
@pytest.mark.parametrize("operation_id", ["reportAuthorisation", "listBankAccounts", "listUsers"])
def test_the_case_of_the_scheme_does_not_matter(
    sandbox: Served, operation_id: str, scheme: str
) -> None:
    token = _token(sandbox, CALLS[operation_id].caller)

    assert send(sandbox, operation_id, headers={"authorization": f"{scheme} {token}"}).is_success


@pytest.mark.parametrize(
    ("caller", "doubled", "status"),
    [
        ("provider", "authorization", None),
        ("provider", "x-api-key", 403),
        ("product", "authorization", 401),
        ("product", "x-application", 403),
        ("upload", "authorization", 401),
        ("upload", "tenantid", 403),
    ],
)
def test_doubled_headers_are_refused(
    untouched: Served, caller: str, doubled: str, status: int | None
) -> None:
    shown = {"tenantid": "upload-client", **credentials(untouched, caller)}
    for operation_id in _of(caller):
        good, method = CALLS[operation_id], OPERATIONS[operation_id].method
        headers = [*shown.items(), (doubled, shown[doubled])]

        response = untouched.call(method, good.path, headers=headers, json=good.json)

        assert response.status_code == (status or GUARDED[operation_id]), operation_id


@pytest.mark.parametrize("value", [None, "", "wrong", "provider-b-key", "provider-a-ke"])
@pytest.mark.parametrize("operation_id", [n for n in GUARDED if CALLS[n].caller == "provider"])
def test_a_wrong_key_is_refused(untouched: Served, operation_id: str, value: str | None) -> None:
    response = send(untouched, operation_id, headers={"x-api-key": value})

    assert response.status_code == 403
    named = ("PRV-AUTH-03", "PRV-AUTH-04") if operation_id in REPORTS else ("PRV-ACC-01",)
    assert response.headers["sandbank-requirement"] in named


def test_a_wrong_application_is_refused(untouched: Served) -> None:
    for value in (None, "", "sandbank.eu.other", "unknown", "SANDBANK.EU.PRODUCT"):
        for operation_id in _of("product"):
            response = send(untouched, operation_id, headers={"x-application": value}, after=())

            assert response.status_code == 403, (value, operation_id)
            assert response.headers["sandbank-requirement"] == "CON-OFF-08"


def test_a_tenant_that_is_not_the_clients_is_refused(untouched: Served) -> None:
    for name in ("", "other-client", "upload-clientx", "UPLOAD-CLIENT", "upload-client-"):
        for operation_id in _of("upload"):
            response = send(untouched, operation_id, headers={"tenantid": name})

            assert response.status_code == 403, (name, operation_id)


UPLOADING = [
    name
    for name in GUARDED
    if CALLS[name].caller == "upload" and OPERATIONS[name].method != "GET" and "User" not in name
]


def test_uploading_takes_its_own_scope(untouched: Served) -> None:
    narrowed = untouched.upload_headers(scope="banking")
    granted_less = untouched.upload_headers("read-client")

    for operation_id in UPLOADING:
        for headers in (narrowed, granted_less):
            # The scope is judged before the body: nothing in it could help.
            response = send(untouched, operation_id, headers=headers, content="{")
            assert response.status_code == 403, operation_id
            assert response.headers["sandbank-requirement"] == "UB-DEL-06"


def test_an_expired_token_is_refused(untouched: Served) -> None:
    for caller in ("provider", "product", "upload"):
        credentials(untouched, caller)
    untouched.advance("PT9H")

    for operation_id, right in GUARDED.items():
        assert send(untouched, operation_id, after=()).status_code == right, operation_id


@pytest.mark.parametrize(
    ("caller", "seconds", "operation_id"),
    [
        ("product", 20 * 60, "listBankAccounts"),
        ("upload", 300, "listUsers"),
        ("provider", 28800, "reportAuthorisationByQuery"),
    ],
)
def test_a_token_lives_to_the_second(
    sandbox: Served, caller: str, seconds: int, operation_id: str
) -> None:
    credentials(sandbox, caller)
    sandbox.advance(f"PT{seconds - 1}S")
    # The session is over by then: what counts is that the token is not.
    assert send(sandbox, operation_id).status_code in (200, 409)

    sandbox.advance("PT1S")

    assert send(sandbox, operation_id).status_code == GUARDED[operation_id]
