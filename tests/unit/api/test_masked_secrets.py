"""What a journal may show of a request."""

import pytest

from sandbank_server.api.masking import (
    masked,
    masked_body,
    masked_headers,
    masked_request,
    masked_target,
)

SECRET = "a-long-secret"


@pytest.mark.parametrize("secret", ["", "x", "12345678"])
def test_a_short_secret_shows_nothing(secret: str) -> None:
    assert masked(secret) == "…"


def test_a_long_secret_shows_four_characters() -> None:
    assert masked(SECRET) == "a-lo…"


@pytest.mark.parametrize(
    "name",
    ["authorization", "x-api-key", "apikey", "x-signature", "cookie", "x-auth-token", "password"],
)
def test_headers_that_carry_secrets_are_masked(name: str) -> None:
    assert SECRET not in str(masked_headers({name: (SECRET, SECRET)}))


def test_other_headers_are_as_sent() -> None:
    assert masked_headers({"x-application": ("a", "b")}) == {"x-application": "a, b"}


@pytest.mark.parametrize(
    "target",
    [
        f"/x?client_secret={SECRET}",
        f"/x?a=1&%74oken={SECRET}&b=2",
        f"/x?access_token={SECRET}=",
        f"/x?api-key={SECRET}",
    ],
)
def test_secrets_in_a_query_are_masked(target: str) -> None:
    assert SECRET not in masked_target(target)


@pytest.mark.parametrize("target", ["/x", "/x?", "/x?a=1&authorisationId=0e&&b", "/x?a?b=%FF"])
def test_other_targets_are_as_sent(target: str) -> None:
    assert masked_target(target) == target


def test_of_a_request_for_a_token_only_the_harmless_is_shown() -> None:
    sent = {"client_id": "c", "client_secret": SECRET, "clientSecret ": SECRET, SECRET: ["x"]}

    shown = masked_request(sent)

    assert shown["client_id"] == "c"
    assert SECRET not in str(shown)


@pytest.mark.parametrize("sent", [SECRET, [SECRET], 12345678901, None])
def test_a_request_for_a_token_that_is_no_object_is_not_shown(sent: object) -> None:
    assert SECRET not in str(masked_request(sent))


def test_secret_members_are_masked_wherever_they_are() -> None:
    sent = [{"jwt": SECRET, "inner": {"Token": SECRET, "name": "n"}}, "eyJa.b.c"]

    shown = masked_body(sent)

    assert SECRET not in str(shown)
    assert shown[0]["inner"]["name"] == "n"
    assert shown[1] == "…"
