"""Amounts of posted transactions come back with the value that was sent."""

import json
from decimal import Decimal

from sandbank_conformance.callers import Provider
from sandbank_conformance.conditions import NotTestable, ensure, ensure_status
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.statement_bodies import totals, transaction
from sandbank_conformance.statements import COMPLETED, Statements
from sandbank_conformance.suite.general.amounts import (
    AMOUNTS,
    BEYOND,
    HERE,
    JSON,
    SPELLINGS,
    drawn,
    value_of,
)

pytestmark = of_api("consumer")


class Posting:
    """Statements of one bank account, each with one amount that is written literally so."""

    def __init__(self, provider: Provider, statements: Statements, draw: Draw) -> None:
        self._provider = provider
        self._statements = statements
        self._draw = draw
        self.account = statements.pending(draw)

    def post(self, literal: str) -> Exchange:
        """The answer; the totals say the same as the transaction."""
        amount = value_of(literal.strip('"')) or Decimal(0)
        one = transaction(self._draw, self.account, amount)
        kind = "transactionDebitSum" if amount < 0 else "transactionCreditSum"
        expected = {**totals([]), "transactionDetailsCount": 1, kind: HERE}
        sent = {**one, "transactionAmount": HERE}
        body = self._statements.body(self.account, transactionDetails=[sent], expected=expected)
        content = json.dumps(body, ensure_ascii=False).replace(f'"{HERE}"', literal)
        return self._provider.call("postStatement", headers=JSON, content=content)


@smoke
@requirement("GEN-06")
def test_an_amount_of_a_statement_is_read_back_as_it_was_sent(
    provider: Provider, statements: Statements, draw: Draw
) -> None:
    posting, taken = Posting(provider, statements, draw), []

    for literal in (*AMOUNTS, *drawn(draw)):
        answer = posting.post(literal)
        if answer.succeeded and statements.end_of(answer) == COMPLETED:
            taken.append(Decimal(literal))
    found = statements.amounts(posting.account, len(taken))

    if not taken:
        raise NotTestable("an amount that this target accepts in a statement")
    ensure(
        found == sorted(taken),
        expected=f"the amounts {', '.join(map(str, sorted(taken)))}",
        received=f"{', '.join(map(str, found)) or 'none'}",
    )


@requirement("GEN-06", level="profile")
def test_an_amount_of_a_statement_may_be_spelt_otherwise(
    provider: Provider, statements: Statements, draw: Draw
) -> None:
    posting = Posting(provider, statements, draw)

    for literal in SPELLINGS:
        answer = posting.post(literal)

        ensure_status(answer, 202)
        statements.settle(answer)
    found, wanted = statements.amounts(posting.account), sorted(map(Decimal, SPELLINGS.values()))
    ensure(found == wanted, expected=f"{wanted}", received=f"{found}")


@requirement("GEN-06", level="profile")
def test_an_amount_of_a_statement_with_too_many_digits_or_in_quotes_answers_400(
    provider: Provider, statements: Statements, draw: Draw
) -> None:
    posting = Posting(provider, statements, draw)

    for literal in BEYOND:
        ensure_status(posting.post(literal), 400)
