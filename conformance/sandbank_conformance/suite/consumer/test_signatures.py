"""Signatures of the calls for tokens."""

from typing import Any

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import NotTestable, ensure_refused, ensure_status, given
from sandbank_conformance.draw import Draw, once
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.signing import signature

BODY = b'{"verify":true}'
WRONG = (
    "made with another key",
    "made with a longer key",
    "of another nonce",
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
    url = _signed_rightly(product)
    nonce, key = once(), product.access.signing_key
    right = product.sign(nonce)
    signed: dict[str, Any] = {"key": key, "method": "GET", "url": url, "nonce": nonce}
    sent = {
        "made with another key": lambda: product.sign(nonce, key=draw.word(20)),
        "made with a longer key": lambda: product.sign(nonce, key=f"{key}0"),
        "of another nonce": lambda: product.sign(once()),
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
    if not product.access.signing_key:
        raise NotTestable('a signing key: [consumer] signing-key = "…"')
    granted: Exchange = given(product.ask_for_token())
    return granted.sent.url


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
