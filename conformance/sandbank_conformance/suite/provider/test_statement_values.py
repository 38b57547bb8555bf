"""What a statement says, to the letter: its sums, its moments, and its lists."""

from datetime import timedelta, timezone

import pytest

from sandbank_conformance.conditions import ensure_status, ensure_success
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.owner import Owner
from sandbank_conformance.statement_bodies import transaction
from sandbank_conformance.statements import Statements
from sandbank_conformance.suite.provider.wrong_statements import (
    CREDIT,
    DEBIT,
    Slip,
    right,
    uncounted,
)

pytestmark = of_api("consumer")

TO_COME = [
    pytest.param(-12, id="where it is yesterday"),
    pytest.param(0, id="where the clocks show it"),
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
def test_a_moment_of_just_now_is_taken_where_it_is_tomorrow(
    statements: Statements, owner: Owner, draw: Draw
) -> None:
    answer = _posted(statements, draw, _moment(owner, -1, 14))

    ensure_success(answer)
    statements.settle(answer)


@requirement("PRV-STMT-06")
@pytest.mark.parametrize("offset", TO_COME)
def test_400_for_a_moment_in_five_minutes(
    offset: int, statements: Statements, owner: Owner, draw: Draw
) -> None:
    answer = _posted(statements, draw, _moment(owner, 5, offset))

    ensure_status(answer, 400)


@requirement("PRV-STMT-11")
def test_400_for_a_transaction_that_is_not_in_a_list(statements: Statements, draw: Draw) -> None:
    body = uncounted(statements, draw, statements.pending(draw))
    one = body["data"]["transactionDetails"][0]

    answer = statements.send(Slip("/transactionDetails", one).of(body))

    ensure_status(answer, 400)


def _moment(owner: Owner, minutes: int, offset: int) -> str:
    """A moment so many minutes from now, as it is written so many hours ahead of UTC."""
    there = timezone(timedelta(hours=offset))
    moment = (owner.now() + timedelta(minutes=minutes)).astimezone(there)
    return moment.isoformat(timespec="seconds")


def _posted(statements: Statements, draw: Draw, when: str) -> Exchange:
    """The answer to a transaction that was posted at a moment."""
    account = statements.pending(draw)
    return statements.post(account, transaction(draw, account, CREDIT, datePosted=when))
