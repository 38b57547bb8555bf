"""Nonces of the calls for tokens: each works once."""

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import (
    NotTestable,
    ensure,
    ensure_refused,
    ensure_status,
    ensure_success,
    given,
    told,
)
from sandbank_conformance.draw import Draw, once
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.races import at_once
from sandbank_conformance.run import Run

Way = dict[str, None]  # what a call leaves out

AT_ONCE = 4
OTHERS = 11  # nonces in between: more than a server may think enough to remember

UNSIGNED: Way = {"X_Signature": None}

either_way = pytest.mark.parametrize(
    "way", [pytest.param({}, id="is signed"), pytest.param(UNSIGNED, id="is not signed")]
)
each_refusal = pytest.mark.parametrize("refused", ["a company", "an organisation", "a signature"])


def _refused(product: Product, nonce: str, what: str, draw: Draw) -> None:
    """A call that uses up a nonce and gets nothing for it."""
    wrong = {
        "a company": {"X_Company_Id": draw.alike(product.access.company)},
        "an organisation": {"X_Organisation_Id": draw.alike(product.access.organisation)},
        "a signature": {"X_Signature": product.sign(nonce, key=draw.word())},
    }[what]
    answer = product.ask_for_token(X_Nonce=nonce, **wrong)
    if not answer.refused:
        raise NotTestable(f"a call for a token that is refused for {what}: {told(answer)}")


@smoke
@either_way
@requirement("CON-TOK-02")
def test_a_nonce_does_not_work_again_whose_call(way: Way, product: Product) -> None:
    nonce = once()
    given(product.ask_for_token(X_Nonce=nonce, **way))

    for each in (way, way, {}, UNSIGNED):
        ensure_refused(product.ask_for_token(X_Nonce=nonce, **each))


@requirement("CON-TOK-02")
def test_a_nonce_does_not_work_again_after_others(product: Product) -> None:
    nonce = once()
    given(product.ask_for_token(X_Nonce=nonce))
    for _ in range(OTHERS):
        given(product.ask_for_token())

    again = product.ask_for_token(X_Nonce=nonce)

    ensure_refused(again)


@each_refusal
@requirement("CON-TOK-02")
def test_a_nonce_is_used_up_by_a_call_that_is_refused_for(
    refused: str, product: Product, draw: Draw
) -> None:
    given(product.ask_for_token())
    nonce = once()
    _refused(product, nonce, refused, draw)

    again = product.ask_for_token(X_Nonce=nonce)

    ensure_refused(again)


@either_way
@requirement("CON-TOK-02")
def test_a_nonce_brings_one_token_when_it_comes_often_at_once_and_each_call(
    way: Way, product: Product, run: Run
) -> None:
    given(product.ask_for_token(**way))
    nonce = once()

    answers = at_once(run.wire, *[lambda: product.ask_for_token(X_Nonce=nonce, **way)] * AT_ONCE)

    granted = [each for each in answers if each.succeeded]
    ensure(len(granted) <= 1, expected="one token at most", received=f"{len(granted)} tokens")


@requirement("CON-TOK-02")
def test_a_nonce_does_not_work_again_after_an_hour(product: Product, owner: Owner) -> None:
    nonce = once()
    given(product.ask_for_token(X_Nonce=nonce))
    owner.advance("PT1H")

    again = product.ask_for_token(X_Nonce=nonce)

    ensure_refused(again)


@requirement("CON-TOK-02")
def test_a_nonce_works_that_differs_in_its_end_from_one_that_was_used(product: Product) -> None:
    nonce = once()
    given(product.ask_for_token(X_Nonce=f"{nonce}1"))

    other = product.ask_for_token(X_Nonce=f"{nonce}2")

    ensure_success(other)


@requirement("CON-TOK-02", level="profile")
def test_401_for_a_nonce_that_was_used(product: Product) -> None:
    nonce = once()
    given(product.ask_for_token(X_Nonce=nonce))

    again = product.ask_for_token(X_Nonce=nonce)

    ensure_status(again, 401)


@each_refusal
@requirement("CON-TOK-02", level="profile")
def test_401_for_a_nonce_that_was_used_by_a_call_refused_for(
    refused: str, product: Product, draw: Draw
) -> None:
    given(product.ask_for_token())
    nonce = once()
    _refused(product, nonce, refused, draw)

    again = product.ask_for_token(X_Nonce=nonce)

    ensure_status(again, 401)


@requirement("CON-TOK-02", level="profile")
def test_401_for_a_nonce_that_was_used_for_the_organisation(product: Product) -> None:
    nonce = once()
    given(product.ask_for_token())
    given(product.ask_for_token(X_Nonce=nonce, X_Company_Id=None))

    again = product.ask_for_token(X_Nonce=nonce)

    ensure_status(again, 401)


@requirement("CON-TOK-02", level="profile")
def test_401_for_a_nonce_that_was_used_for_another_company(
    product: Product, sibling: Product
) -> None:
    nonce = once()
    given(sibling.ask_for_token())
    given(product.ask_for_token(X_Nonce=nonce))

    again = sibling.ask_for_token(X_Nonce=nonce)

    ensure_status(again, 401)
