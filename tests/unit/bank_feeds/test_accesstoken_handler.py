import base64
import hmac
import json
from typing import Any
from urllib.parse import quote

import pytest
from bank_feed_builders import PRODUCT
from bank_feed_world import BankFeeds

from sandbank_server.api.calls import Answer
from sandbank_server.domain.refusals import Malformed, Unauthorised
from sandbank_server.service.callers import Anyone
from sandbank_server.service.signatures import SignedCall, signature

URL = "http://127.0.0.1:8080/consumer/v1/accesstoken"
HEADERS = {
    "x-application": (PRODUCT,),
    "x-organisation-id": ("org-1",),
    "x-company-id": ("company-1",),
    "x-nonce": ("nonce-1",),
}


def token(feeds: BankFeeds, **changes: Any) -> Answer:
    headers = {name: values for name, values in {**HEADERS, **changes}.items() if values}
    return feeds.consumer("get_access_token", caller=Anyone(), headers=headers, url=URL)


def test_a_token_is_answered_as_a_jwt(feeds: BankFeeds) -> None:
    answer = token(feeds)

    assert answer.status == 200
    assert json.loads(answer.body["jwt"])[1]["companyId"] == "company-1"


def test_a_signature_covers_the_url_and_query_as_called(feeds: BankFeeds) -> None:
    called = SignedCall(method="GET", url=URL, parameters=(("a", "x y"), ("a", "1")))
    headers = {**HEADERS, "x-signature": (signature(called, "nonce-1", "signing-key-1"),)}

    answer = feeds.consumer(
        "get_access_token",
        caller=Anyone(),
        headers=headers,
        url=URL.upper(),
        query={"a": ("1", "x y")},
    )

    assert answer.status == 200


@pytest.mark.parametrize(("signed", "sent"), [(b"{}", b"{}"), (b"", b"")])
def test_a_signature_covers_the_body_that_came(
    feeds: BankFeeds, signed: bytes, sent: bytes
) -> None:
    assert signed_token(feeds, signed, sent).status == 200


@pytest.mark.parametrize(("signed", "sent"), [(b"{}", b""), (b"", b"{}"), (b"{}", b"{ }")])
def test_a_signature_of_another_body_is_wrong(feeds: BankFeeds, signed: bytes, sent: bytes) -> None:
    refusal = signed_token(feeds, signed, sent).refusal

    assert isinstance(refusal, Unauthorised)
    assert refusal.requirement == "CON-TOK-03"


def signed_token(feeds: BankFeeds, signed: bytes, sent: bytes) -> Answer:
    """A token asked for with a body, the signature worked out by hand."""
    body = quote(base64.b64encode(signed).decode(), safe="")
    parameters = quote(f"body={body}" if signed else "", safe="")
    text = f"GET&{quote(URL, safe='')}&{parameters}&nonce-1"
    digest = hmac.new(b"signing-key-1&null", text.encode(), "sha1").digest()
    headers = {**HEADERS, "x-signature": (base64.b64encode(digest).decode(),)}
    return feeds.consumer(
        "get_access_token", caller=Anyone(), headers=headers, url=URL, raw_body=sent
    )


def test_a_refused_call_for_a_token_keeps_its_used_nonce(feeds: BankFeeds) -> None:
    answer = token(feeds, **{"x-signature": ("wrong",)})

    assert isinstance(answer.refusal, Unauthorised)
    assert answer.refusal.requirement == "CON-TOK-03"
    again = token(feeds).refusal
    assert again is not None
    assert again.requirement == "CON-TOK-02"


@pytest.mark.parametrize("name", ["x-application", "x-organisation-id", "x-nonce"])
@pytest.mark.parametrize("values", [(), ("",), ("  ",), ("a", "a")])
def test_a_missing_empty_or_doubled_header_gets_no_token(
    feeds: BankFeeds, name: str, values: tuple[str, ...]
) -> None:
    refusal = token(feeds, **{name: values}).refusal

    assert isinstance(refusal, Malformed)
    assert refusal.requirement == "CON-TOK-04"
    assert name in refusal.detail.lower()


@pytest.mark.parametrize("name", ["x-company-id", "x-signature"])
@pytest.mark.parametrize("values", [("",), ("a", "a")])
def test_an_optional_header_is_sent_once_or_not_at_all(
    feeds: BankFeeds, name: str, values: tuple[str, ...]
) -> None:
    refusal = token(feeds, **{name: values}).refusal

    assert isinstance(refusal, Malformed)
    assert name in refusal.detail.lower()
