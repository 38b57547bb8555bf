"""Amounts come back with the value that was sent."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import NotTestable, ensure, ensure_status, ensure_success
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import NOTHING
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.suite.general.amounts import (
    AMOUNTS,
    BEYOND,
    SPELLINGS,
    WAYS,
    Attempt,
    Way,
    drawn,
    exactly,
    value_of,
)
from sandbank_conformance.uploads import Uploads

pytestmark = of_api("user_banking")

TELLING = ("-0.01", "0", "-12.3456", "99999999999.9999", "-9999999999999.99")


@pytest.fixture
def way(uploader: Uploader, uploads: Uploads, draw: Draw) -> Way:
    """Where amounts go."""
    return Way(uploader, uploads, draw, uploads.account(draw))


@requirement("GEN-06")
@pytest.mark.parametrize("send", [pytest.param(way, id=name) for name, way in WAYS.items()])
def test_an_amount_is_read_back_as_it_was_sent(
    send: Callable[[Way, str], Attempt], way: Way, draw: Draw
) -> None:
    accepted = False

    literals = (*AMOUNTS, *drawn(draw)) if send is Way.new_transaction else TELLING
    for literal in literals:
        answer, pointer, read = send(way, literal)
        if not answer.succeeded:
            continue  # which amounts there may be is told by the other part
        accepted = True
        for amount in (exactly(answer).at(pointer) if pointer else NOTHING, read()):
            ensure(
                amount is NOTHING or value_of(amount) == Decimal(literal),
                expected=f"the amount {literal}",
                received=str(amount),
            )
    if not accepted:
        raise NotTestable("an amount that this target accepts")


@requirement("GEN-06", level="profile")
@pytest.mark.parametrize("send", [pytest.param(way, id=name) for name, way in WAYS.items()])
def test_an_amount_with_too_many_digits_or_in_quotes_answers_400(
    send: Callable[[Way, str], Attempt], way: Way
) -> None:
    for literal in BEYOND if send is Way.new_transaction else BEYOND[:2]:
        answer, _, _ = send(way, literal)

        ensure_status(answer, 400)


@smoke
@requirement("GEN-06", level="profile")
def test_an_amount_within_the_digits_is_accepted(way: Way) -> None:
    for literal in [*AMOUNTS, *SPELLINGS]:
        answer, _, read = way.new_transaction(literal)

        ensure_success(answer)
        amount = read()
        ensure(
            value_of(amount) == Decimal(SPELLINGS.get(literal, literal))
            and isinstance(amount, int | Decimal),
            expected=f"the number {SPELLINGS.get(literal, literal)}",
            received=repr(amount),
        )
