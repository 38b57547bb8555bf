"""A transaction counts once: a `uniqueId` that comes again is an error, whoever lost an answer."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import (
    NotTestable,
    ensure,
    ensure_status,
    ensure_success,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.races import at_once
from sandbank_conformance.run import Run
from sandbank_conformance.statements import Fed, Statements, amounts_of
from sandbank_conformance.suite.provider.posting import Watched, ensure_turned_away

pytestmark = of_api("consumer")

Json = dict[str, Any]
Again = Callable[[Statements, Draw, Fed], list[Json]]  # transactions, one of which was sent before


def _word_for_word(_: Statements, __: Draw, fed: Fed) -> list[Json]:
    return [*fed.sent]


def _changed(statements: Statements, draw: Draw, fed: Fed) -> list[Json]:
    return statements.drawn(draw, fed.account, uniqueId=fed.sent[0]["uniqueId"])


def _before_new_ones(statements: Statements, draw: Draw, fed: Fed) -> list[Json]:
    return [fed.sent[0], *statements.drawn(draw, fed.account, 2)]


def _behind_new_ones(statements: Statements, draw: Draw, fed: Fed) -> list[Json]:
    return [*statements.drawn(draw, fed.account, 2), fed.sent[0]]


def _twice(statements: Statements, draw: Draw, fed: Fed) -> list[Json]:
    one, other = statements.drawn(draw, fed.account, 2)
    return [one, other, one]


def _twice_with_changes(statements: Statements, draw: Draw, fed: Fed) -> list[Json]:
    one, other, third = statements.drawn(draw, fed.account, 3)
    return [one, other, {**third, "uniqueId": one["uniqueId"]}]


AGAIN = [
    pytest.param(_word_for_word, id="word for word", marks=smoke),
    pytest.param(_changed, id="with other values"),
    pytest.param(_before_new_ones, id="before new ones"),
    pytest.param(_behind_new_ones, id="behind new ones"),
    pytest.param(_twice, id="twice in one statement", marks=smoke),
    pytest.param(_twice_with_changes, id="twice in one statement with other values"),
]


@requirement("PRV-STMT-02")
@pytest.mark.parametrize("again", AGAIN)
def test_nothing_is_processed_of_a_statement_with_a_unique_id_that_comes(
    again: Again, statements: Statements, product: Product, draw: Draw
) -> None:
    fed = statements.fed(draw, 2)
    watched = Watched(product, fed.account)

    answer = statements.post(fed.account, *again(statements, draw, fed))

    ensure_turned_away(statements, answer)
    watched.ensure_untouched(by=answer)


@requirement("PRV-STMT-02", level="profile")
@pytest.mark.parametrize("again", AGAIN)
def test_409_for_a_unique_id_that_comes(again: Again, statements: Statements, draw: Draw) -> None:
    fed = statements.fed(draw, 2)

    answer = statements.post(fed.account, *again(statements, draw, fed))

    ensure_status(answer, 409)


@requirement("PRV-STMT-02")
def test_a_unique_id_stays_used_when_others_have_come(
    statements: Statements, product: Product, draw: Draw
) -> None:
    fed = statements.fed(draw)
    for _ in range(3):
        statements.feed(fed.account, *statements.drawn(draw, fed.account, 5))
    watched = Watched(product, fed.account)

    answer = statements.post(fed.account, *fed.sent)

    ensure_turned_away(statements, answer)
    watched.ensure_untouched(by=answer)


@requirement("PRV-STMT-02", level="profile")
def test_a_unique_id_may_be_used_for_another_bank_account(
    statements: Statements, draw: Draw
) -> None:
    fed, other = statements.fed(draw), statements.fed(draw).account

    answer = statements.post(other, {**fed.sent[0], "bankAccountId": other})

    ensure_success(answer)


@requirement("GEN-02")
def test_new_transactions_beside_a_repeated_one_can_be_sent_without_it(
    statements: Statements, draw: Draw
) -> None:
    fed = statements.fed(draw)
    new = statements.drawn(draw, fed.account, 2)
    refused = statements.post(fed.account, *new, fed.sent[0])
    if not refused.refused:
        raise NotTestable("a statement that is refused because a uniqueId comes again")

    answer = statements.post(fed.account, *new)

    ensure_success(answer)


@smoke
@requirement("PRV-STMT-09")
def test_a_statement_that_is_sent_again_counts_once(statements: Statements, draw: Draw) -> None:
    account = statements.pending(draw)
    sent = statements.drawn(draw, account, 3)
    statements.feed(account, *sent)

    for _ in range(2):
        statements.settle(statements.post(account, *sent))

    _ensure_once(statements, account, sent)


@requirement("PRV-STMT-09")
@pytest.mark.parametrize("times", [2, 6])
def test_a_statement_that_is_sent_again_before_its_answer_counts_once(
    run: Run, provider: Provider, statements: Statements, draw: Draw, times: int
) -> None:
    account = statements.fed(draw).account
    sent = statements.drawn(draw, account, 3)
    body, before = statements.body(account, *sent), statements.amounts(account)
    post = partial(statements.send, body, headers=provider.headers)

    answers = at_once(run.wire, *[post] * times)

    _settle(statements, answers)
    if not any(each.succeeded for each in answers):
        given(answers[0])
    _ensure_once(statements, account, sent, besides=before)


@requirement("PRV-STMT-02")
@pytest.mark.parametrize("kinds", [1, 5], ids=["word for word", "with other values"])
def test_of_statements_at_once_with_one_unique_id_one_at_most_is_processed(
    run: Run, provider: Provider, statements: Statements, draw: Draw, kinds: int
) -> None:
    account = statements.fed(draw).account
    before, same = statements.amounts(account), draw.word(16)
    sent = [statements.drawn(draw, account, uniqueId=same) for _ in range(kinds)]
    bodies = [statements.body(account, *each) for each in sent * (5 // kinds)]
    post = partial(statements.send, headers=provider.headers)

    answers = at_once(run.wire, *(partial(post, each) for each in bodies))

    _settle(statements, answers)
    came = len(statements.amounts(account)) - len(before)
    ensure(came <= 1, expected="one transaction at most", received=f"{came} transactions")


def _settle(statements: Statements, answers: list[Exchange]) -> None:
    for each in answers:
        statements.settle(each)


def _ensure_once(statements: Statements, account: str, sent: list[Json], besides: Any = ()) -> None:
    """Each transaction that was sent is held once."""
    wanted = sorted([*amounts_of(sent), *besides])
    found = statements.amounts(account, len(wanted))
    ensure(
        found == wanted,
        expected=f"{len(wanted)} transactions, each once",
        received=f"{len(found)} transactions: {[str(each) for each in found[:9]]}",
    )
