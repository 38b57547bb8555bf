"""What a statement has to say and what it may not; nothing stays of one that is refused."""

from datetime import UTC, timedelta
from decimal import Decimal

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import ensure_status, ensure_success
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.statement_bodies import Json, totals, transaction, without
from sandbank_conformance.statements import Statements
from sandbank_conformance.suite.provider.posting import Watched
from sandbank_conformance.suite.provider.test_bodies import ensure_named
from sandbank_conformance.suite.provider.wrong_statements import (
    ALL,
    BODIES,
    LACKING,
    MISTYPED,
    NEEDED,
    SIGNS,
    TO_COME,
    TOTALS,
    Slip,
    right,
    uncounted,
)

pytestmark = of_api("consumer")


def _ensure_400(statements: Statements, body: Json, slips: list[Slip]) -> None:
    for slip in slips:
        ensure_status(statements.send(slip.of(body)), 400)


@requirement("PRV-STMT-03")
@pytest.mark.parametrize("slips", TOTALS)
def test_400_for_totals_that_miscount(
    slips: list[Slip], statements: Statements, draw: Draw
) -> None:
    account = statements.pending(draw)

    _ensure_400(statements, right(statements, draw, account), slips)


@requirement("PRV-STMT-03")
def test_totals_are_added_up_to_the_last_digit(statements: Statements, draw: Draw) -> None:
    account = statements.pending(draw)
    sent = [transaction(draw, account, Decimal(each)) for each in ("-0.1", "-0.2", "0.7")]

    for debits, status in ((-0.3001, 400), (-0.3, 202)):
        expected = {"transactionCreditSum": 0.7, "transactionDebitSum": debits}
        answer = statements.post(account, *sent, expected=expected)

        ensure_status(answer, status)


@requirement("PRV-STMT-03")
def test_empty_totals_say_nothing(statements: Statements, draw: Draw) -> None:
    account = statements.pending(draw)

    answer = statements.send(Slip("/expected", {}).of(right(statements, draw, account)))

    ensure_success(answer)


@requirement("PRV-STMT-06")
@pytest.mark.parametrize("slips", [*SIGNS, *TO_COME])
def test_400_for(slips: list[Slip], statements: Statements, draw: Draw) -> None:
    account = statements.pending(draw)

    _ensure_400(statements, uncounted(statements, draw, account), slips)


@requirement("PRV-STMT-06")
@pytest.mark.parametrize(("days", "status"), [(0, 202), (1, 400)], ids=["today", "tomorrow"])
def test_a_date_without_a_time_is_a_day_of_utc(
    days: int, status: int, statements: Statements, owner: Owner, draw: Draw
) -> None:
    account = statements.pending(draw)
    day = (owner.now() + timedelta(days=days)).astimezone(UTC).date().isoformat()

    for name in ("datePosted", "dateUserInitiated"):
        answer = statements.post(account, *statements.drawn(draw, account, 1, **{name: day}))

        ensure_status(answer, status)
        statements.settle(answer)


@requirement("PRV-STMT-11")
@pytest.mark.parametrize("slips", BODIES)
def test_400_for_a_statement_that(slips: list[Slip], statements: Statements, draw: Draw) -> None:
    account = statements.pending(draw)

    _ensure_400(statements, uncounted(statements, draw, account), slips)


@requirement("PRV-STMT-11")
def test_400_for_a_transaction_of_another_bank_account(statements: Statements, draw: Draw) -> None:
    account, other = statements.pending(draw), statements.pending(draw)
    slips = [Slip("/transactionDetails/1/bankAccountId", each) for each in (other, draw.uuid())]

    _ensure_400(statements, uncounted(statements, draw, account), slips)


@requirement("GEN-04")
def test_what_is_wrong_with_a_statement_is_named_by_its_place(
    statements: Statements, draw: Draw
) -> None:
    body = uncounted(statements, draw, statements.pending(draw))

    for slip in (*LACKING, *MISTYPED):
        ensure_named(statements.send(slip.of(body)), slip.pointer)


@requirement("PRV-STMT-11")
def test_totals_may_be_left_out_or_tell_a_part(statements: Statements, draw: Draw) -> None:
    account = statements.pending(draw)

    for name in ("", *totals(())):
        body = right(statements, draw, account)
        told = {name: body["data"]["expected"].get(name)}
        answer = statements.send(
            Slip("/expected", told).of(body) if name else without(body, "expected")
        )

        ensure_success(answer)
        statements.settle(answer)


@requirement("PRV-STMT-11")
@pytest.mark.parametrize("kind", ["CREDIT", "DEBIT"])
def test_an_amount_of_0_may_be_a(kind: str, statements: Statements, draw: Draw) -> None:
    account = statements.pending(draw)
    nothing = transaction(draw, account, Decimal(0), transactionType=kind)

    answer = statements.post(account, nothing)

    ensure_success(answer)


@requirement("PRV-STMT-11")
def test_transactions_may_be_old_and_come_in_any_order(statements: Statements, draw: Draw) -> None:
    account = statements.pending(draw)

    for days in (("2026-03-31", "2026-01-02"), ("2026-02-01",)):
        sent = statements.drawn(draw, account, len(days))
        dated = [{**each, "datePosted": day} for each, day in zip(sent, days, strict=True)]
        answer = statements.post(account, *dated)

        ensure_success(answer)
        statements.settle(answer)


@smoke
@requirement("PRV-STMT-11")
def test_a_transaction_may_say_no_more_than_it_has_to(statements: Statements, draw: Draw) -> None:
    account = statements.pending(draw)
    (whole,) = statements.drawn(draw, account)

    answer = statements.post(account, {name: whole[name] for name in NEEDED})

    ensure_success(answer)


@smoke
@requirement("GEN-02")
@pytest.mark.parametrize("slips", ALL)
def test_nothing_stays_of_a_refused_statement_that(
    slips: list[Slip], statements: Statements, product: Product, draw: Draw
) -> None:
    account = statements.fed(draw).account

    for slip in slips:
        watched = Watched(product, account)
        answer = statements.send(slip.of(right(statements, draw, account)))

        if answer.refused:
            watched.ensure_untouched(by=answer)
        statements.settle(answer)
