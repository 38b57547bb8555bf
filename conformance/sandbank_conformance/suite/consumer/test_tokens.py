"""Tokens for products: who gets one, and what is needed."""

from collections.abc import Mapping

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

AT_ONCE = 4

each_refusal = pytest.mark.parametrize("refused", ["a company", "an organisation", "a signature"])


def _strangers(product: Product, stranger: Product, draw: Draw) -> Mapping[str, Mapping[str, str]]:
    """Headers that do not go together, by what is wrong."""
    own, other = product.access, stranger.access
    return {
        "an unknown application": {"X_Application": draw.alike(own.application)},
        "an unknown organisation": {"X_Organisation_Id": draw.alike(own.organisation)},
        "an unknown company": {"X_Company_Id": draw.alike(own.company)},
        "the company of another organisation": {"X_Company_Id": other.company},
        "the organisation of another company": {"X_Organisation_Id": other.organisation},
    }


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


@pytest.mark.parametrize(
    "wrong",
    [
        "an unknown application",
        "an unknown organisation",
        "an unknown company",
        "the company of another organisation",
        "the organisation of another company",
    ],
)
@requirement("CON-TOK-01")
def test_401_for(wrong: str, product: Product, stranger: Product, draw: Draw) -> None:
    given(product.ask_for_token())

    answer = product.ask_for_token(**_strangers(product, stranger, draw)[wrong])

    ensure_status(answer, 401)


@requirement("CON-TOK-01")
def test_no_answer_tells_what_is_not_known(product: Product, stranger: Product, draw: Draw) -> None:
    given(product.ask_for_token())

    answers = {
        wrong: product.ask_for_token(**headers)
        for wrong, headers in _strangers(product, stranger, draw).items()
    }

    different = {(each.status, each.received.body): wrong for wrong, each in answers.items()}
    ensure(
        len(different) == 1,
        expected="one answer to all",
        received=f"another answer to each of {[*different.values()]}",
    )


@smoke
@requirement("CON-TOK-02")
def test_a_nonce_does_not_work_again(product: Product) -> None:
    nonce = once()
    given(product.ask_for_token(X_Nonce=nonce))

    second, third = (product.ask_for_token(X_Nonce=nonce) for _ in range(2))

    ensure_refused(second)
    ensure_refused(third)


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


@requirement("CON-TOK-02")
def test_a_nonce_brings_one_token_when_it_comes_often_at_once(product: Product, run: Run) -> None:
    given(product.ask_for_token())
    nonce = once()

    answers = at_once(run.wire, *[lambda: product.ask_for_token(X_Nonce=nonce)] * AT_ONCE)

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
def test_401_for_a_nonce_that_was_used_for_another_company(
    product: Product, sibling: Product
) -> None:
    nonce = once()
    given(sibling.ask_for_token())
    given(product.ask_for_token(X_Nonce=nonce))

    again = sibling.ask_for_token(X_Nonce=nonce)

    ensure_status(again, 401)


@pytest.mark.parametrize("header", ["X-Application", "X-Organisation-Id", "X-Nonce"])
@requirement("CON-TOK-04")
def test_400_without(header: str, product: Product) -> None:
    given(product.ask_for_token())

    answer = product.ask_for_token(**{header.replace("-", "_"): None})

    ensure_status(answer, 400)


@requirement("CON-TOK-04")
def test_400_without_a_signature_that_is_demanded(product: Product, owner: Owner) -> None:
    given(owner.call("changeSettings", json={"demandSignature": True}))
    given(product.ask_for_token())

    answer = product.ask_for_token(X_Signature=None)

    ensure_status(answer, 400)
