"""What a statement says, to the letter: its sums, its moments, and its lists."""

from datetime import timedelta, timezone

import pytest

from sandbank_conformance.conditions import ensure_status
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.owner import Owner
from sandbank_conformance.statements import Statements
from sandbank_conformance.suite.provider.wrong_statements import (
    CREDIT,
    DEBIT,
    Slip,
    right,
    uncounted,
)

pytestmark = of_api("consumer")

MOMENTS = [
    pytest.param(-1, 14, 202, id="was a minute ago where it is tomorrow"),
    pytest.param(5, -12, 400, id="is in five minutes where it is yesterday"),
    pytest.param(5, 0, 400, id="is in five minutes"),
]


@requirement("PRV-STMT-03")
@pytest.mark.parametrize("more", [1, -1], ids=["too high", "too low"])
def test_400_for_sums_of_which_one_makes_up_for_the_other(
    more: int, statements: Statements, draw: Draw
) -> None:
    body = right(statements, draw, statements.pending(draw))
    credits = Slip("/expected/transactionCreditSum", float(CREDIT + more))
    debits = Slip("/expected/transactionDebitSum", float(DEBIT - more))

    answer = statements.send(debits.of(credits.of(body)))

    ensure_status(answer, 400)


@requirement("PRV-STMT-06")
@pytest.mark.parametrize(("minutes", "offset", "status"), MOMENTS)
def test_a_moment_is_judged_by_its_offset_that(
    minutes: int, offset: int, status: int, statements: Statements, owner: Owner, draw: Draw
) -> None:
    account, there = statements.pending(draw), timezone(timedelta(hours=offset))
    moment = (owner.now() + timedelta(minutes=minutes)).astimezone(there)
    when = moment.isoformat(timespec="seconds")

    answer = statements.post(account, *statements.drawn(draw, account, datePosted=when))

    ensure_status(answer, status)
    statements.settle(answer)


@requirement("PRV-STMT-11")
def test_400_for_a_transaction_that_is_not_in_a_list(statements: Statements, draw: Draw) -> None:
    body = uncounted(statements, draw, statements.pending(draw))
    one = body["data"]["transactionDetails"][0]

    answer = statements.send(Slip("/transactionDetails", one).of(body))

    ensure_status(answer, 400)
