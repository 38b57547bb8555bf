"""Where a statement is wrong in itself, and dates in letters that ISO 8601 allows too."""

import pytest

from sandbank_conformance.conditions import ensure, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.statements import Statements
from sandbank_conformance.suite.provider.test_bodies import ensure_named
from sandbank_conformance.suite.provider.wrong_statements import (
    SIGNS,
    TO_COME,
    TOGETHER,
    TOTALS,
    Slip,
    right,
    uncounted,
)

pytestmark = of_api("consumer")


@requirement("GEN-04")
@pytest.mark.parametrize("slips", [*TOTALS, *SIGNS, *TO_COME, *TOGETHER])
def test_the_place_is_named_of_a_statement_with(
    slips: list[Slip], statements: Statements, draw: Draw
) -> None:
    body = right(statements, draw, statements.pending(draw))

    for slip in slips:
        ensure_named(statements.send(slip.of(body)), slip.pointer)


@requirement("GEN-04")
def test_the_place_is_named_of_a_transaction_of_another_account(
    statements: Statements, draw: Draw
) -> None:
    slip = Slip("/transactionDetails/1/bankAccountId", statements.pending(draw))

    answer = statements.send(slip.of(uncounted(statements, draw, statements.pending(draw))))

    ensure_named(answer, slip.pointer)


@requirement("GEN-01")
@pytest.mark.parametrize("name", ["datePosted", "dateUserInitiated"])
def test_a_moment_in_small_letters_breaks_nothing(
    name: str, statements: Statements, draw: Draw
) -> None:
    account = statements.pending(draw)
    sent = statements.drawn(draw, account, 1, **{name: "2026-01-05t10:30:00z"})

    answer = statements.post(account, *sent)

    statements.settle(answer)
    ensure(answer.status < 500, expected="no 5xx", received=told(answer), exchange=answer)
