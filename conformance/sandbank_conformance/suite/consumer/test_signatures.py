"""Signatures of the calls for tokens."""

from typing import Any

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import NotTestable, ensure_refused, ensure_status, given
from sandbank_conformance.draw import Draw, once
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.messages import Sent
from sandbank_conformance.signing import signature

BODY = b'{"verify":true}'
WRONG = (
    "made with another key",
    "made with a longer key",
    "of another nonce",
    "of a call before",
    "of another path",
    "of another method",
    "of a query that was not sent",
    "of a body that was not sent",
    "cut short",
    "with more before it",
    "in another case",
    "that is no base64",
)

wrong_signatures = pytest.mark.parametrize("wrong", WRONG)


def _signed_wrongly(product: Product, wrong: str, draw: Draw) -> Exchange:
    """A call that lacks nothing but the right signature."""
    earlier = _right_call(product)
    url, used = earlier.url, dict(earlier.headers)["X-Signature"]
    nonce, key = once(), product.access.signing_key
    right = product.sign(nonce)
    signed: dict[str, Any] = {"key": key, "method": "GET", "url": url, "nonce": nonce}
    sent = {
        "made with another key": lambda: product.sign(nonce, key=draw.word(20)),
        "made with a longer key": lambda: product.sign(nonce, key=f"{key}0"),
        "of another nonce": lambda: product.sign(once()),
        "of a call before": lambda: used,
        "of another path": lambda: signature(params={}, **{**signed, "url": f"{url}s"}),
        "of another method": lambda: signature(params={}, **{**signed, "method": "POST"}),
        "of a query that was not sent": lambda: signature(params={"a": "b"}, **signed),
        "of a body that was not sent": lambda: product.sign(nonce, body=BODY),
        "cut short": lambda: right[:-4],
        "with more before it": lambda: f"AAAA{right}",
        "in another case": lambda: right.swapcase(),
        "that is no base64": lambda: draw.word(27),
    }[wrong]()
    return product.ask_for_token(X_Nonce=nonce, X_Signature=sent)


def _signed_rightly(product: Product) -> str:
    """The URL of a call that brings a token."""
    return _right_call(product).url


def _right_call(product: Product) -> Sent:
    """A call that has brought a token."""
    if not product.access.signing_key:
        raise NotTestable('a signing key: [consumer] signing-key = "…"')
    granted: Exchange = given(product.ask_for_token())
    return granted.sent


@smoke
@wrong_signatures
@requirement("CON-TOK-03")
def test_no_token_for_a_signature(wrong: str, product: Product, draw: Draw) -> None:
    answer = _signed_wrongly(product, wrong, draw)

    ensure_refused(answer)


@requirement("CON-TOK-03")
def test_no_token_for_a_signature_made_with_the_key_of_another_organisation(
    product: Product, stranger: Product
) -> None:
    _signed_rightly(product)
    if stranger.access.signing_key in ("", product.access.signing_key):
        raise NotTestable('a key of its own: [consumer.stranger] signing-key = "…"')
    nonce = once()
    foreign = product.sign(nonce, key=stranger.access.signing_key)

    answer = product.ask_for_token(X_Nonce=nonce, X_Signature=foreign)

    ensure_refused(answer)


@pytest.mark.parametrize("wrong", ["made with another key", "cut short", "that is no base64"])
@requirement("CON-TOK-03", level="profile")
def test_401_for_a_signature(wrong: str, product: Product, draw: Draw) -> None:
    answer = _signed_wrongly(product, wrong, draw)

    ensure_status(answer, 401)


@pytest.mark.parametrize("signed", [b"", BODY.upper()], ids=["no body", "another body"])
@requirement("CON-TOK-03")
def test_no_token_for_a_call_with_a_body_whose_signature_is_for(
    signed: bytes, product: Product
) -> None:
    _signed_rightly(product)
    nonce = once()

    answer = product.ask_for_token(
        BODY, X_Nonce=nonce, X_Signature=product.sign(nonce, body=signed)
    )

    ensure_refused(answer)


@requirement("CON-TOK-03", level="profile")
def test_401_for_a_call_with_a_body_whose_signature_is_for_none(product: Product) -> None:
    _signed_rightly(product)
    nonce = once()

    answer = product.ask_for_token(BODY, X_Nonce=nonce, X_Signature=product.sign(nonce))

    ensure_status(answer, 401)


@pytest.mark.parametrize(
    "signed",
    [
        pytest.param({}, id="no query"),
        pytest.param({"a": "1"}, id="one parameter of the two"),
        pytest.param({"a": "1", "b": "3"}, id="another value"),
    ],
)
@requirement("CON-TOK-03")
def test_no_token_for_a_call_with_a_query_whose_signature_is_for(
    signed: dict[str, str], product: Product
) -> None:
    url = _signed_rightly(product)
    given(_with_query(product, url, {"a": "1", "b": "2"}))

    answer = _with_query(product, url, signed)

    ensure_refused(answer)


def _with_query(product: Product, url: str, signed: dict[str, str]) -> Exchange:
    """A call with a query of two parameters, sent in another order than they are signed in."""
    nonce, access = once(), product.access
    headers = {
        "X-Application": access.application,
        "X-Organisation-Id": access.organisation,
        "X-Company-Id": access.company,
        "X-Nonce": nonce,
        "X-Signature": signature(
            key=access.signing_key, method="GET", url=url, params=signed, nonce=nonce
        ),
    }
    return product.client.ask(
        "getAccessToken", {}, caller=product.name, headers=headers, query="b=2&a=1"
    )
