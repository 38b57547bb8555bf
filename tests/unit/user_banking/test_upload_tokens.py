from datetime import timedelta
from typing import Any

import pytest
from user_banking_client import Client
from user_banking_world import NOON

from sandbank_server.domain.refusals import Malformed, Unauthorised
from sandbank_server.service.ports import Audience, Token

FORM = {
    "grant_type": "client_credentials",
    "client_id": "client",
    "client_secret": "client-secret",
}


def test_right_credentials_get_a_token_of_five_minutes(client: Client) -> None:
    grant = client.shows("issue_upload_token", FORM)

    assert grant == {
        "access_token": "token-1",
        "expires_in": 300,
        "token_type": "Bearer",
        "scope": "banking banking-upload",
        "session_state": "made-1",
        "not-before-policy": 0,
    }
    assert client.sandbox.tokens.read("token-1") == Token(
        audience=Audience.USER_BANKING,
        expires_at=NOON + timedelta(seconds=300),
        claims={"client_id": "client", "scope": "banking banking-upload"},
    )


@pytest.mark.parametrize(
    ("asked", "granted"),
    [
        ("banking", "banking"),
        ("banking-upload", "banking-upload"),
        ("banking-upload banking", "banking banking-upload"),
        ("banking banking", "banking"),
    ],
)
def test_a_scope_narrows_the_grant(client: Client, asked: str, granted: str) -> None:
    assert client.shows("issue_upload_token", FORM | {"scope": asked})["scope"] == granted


@pytest.mark.parametrize("asked", ["", " ", "admin", "banking admin", "banking  banking-upload"])
def test_a_scope_never_widens_the_grant(client: Client, asked: str) -> None:
    refusal = client.refusal(Malformed, "issue_upload_token", FORM | {"scope": asked})

    assert [each.pointer for each in refusal.violations] == ["/scope"]
    assert client.sandbox.tokens.read("token-1") is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_id": "nobody"},
        {"client_secret": "stranger-secret"},
        {"client_secret": "client-secret "},
        {"client_secret": "\udcff"},
        {"client_secret": "nonsense", "scope": "admin"},
    ],
)
def test_wrong_credentials_get_no_token(client: Client, wrong: dict[str, Any]) -> None:
    refusal = client.refusal(Unauthorised, "issue_upload_token", FORM | wrong)

    assert (refusal.requirement, refusal.truth) == ("UB-TOK-01", "UB-TOK-02")
    assert refusal.detail == "client_id and client_secret do not belong together."
    assert client.sandbox.tokens.read("token-1") is None


def test_all_that_is_missing_in_the_form_is_named(client: Client) -> None:
    refusal = client.refusal(Malformed, "issue_upload_token", {"client_secret": " "})

    pointers = [each.pointer for each in refusal.violations]
    assert pointers == ["/client_id", "/client_secret", "/grant_type"]


def test_only_client_credentials_are_granted(client: Client) -> None:
    refusal = client.refusal(Malformed, "issue_upload_token", FORM | {"grant_type": "password"})

    assert [each.pointer for each in refusal.violations] == ["/grant_type"]
