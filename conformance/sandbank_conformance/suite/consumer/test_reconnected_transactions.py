"""A real account that is connected anew begins anew: its transactions may come once more."""

from dataclasses import dataclass

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import (
    NotTestable,
    brief,
    ensure,
    ensure_member,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import NOTHING
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.statement_bodies import START, Json
from sandbank_conformance.statements import Statements
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.pages import LISTED
from sandbank_conformance.suite.disconnecting import disconnect
from sandbank_conformance.suite.provider.posting import ensure_processed, ensure_turned_away

pytestmark = of_api("provider")


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """A real account that was disconnected, and the one that was connected in its place."""

    old: str
    new: str
    sent: list[Json]  # for the old one

    def resent(self) -> list[Json]:
        """The same transactions, under the same uniqueIds, for the new one."""
        return [{**each, "bankAccountId": self.new} for each in self.sent]


@pytest.fixture
def again(product: Product, stock: Stock, statements: Statements, draw: Draw) -> Again:
    """An account that was fed, disconnected, and connected anew."""
    body = stock.account_body(draw, requestedStartDate=START)
    old = str(given(product.call("createBankAccount", json=body), "/bankAccountId"))
    sent = statements.drawn(draw, old, 3)
    statements.feed(old, *sent)
    disconnect(product, old)
    new = str(given(product.call("createBankAccount", json=body), "/bankAccountId"))
    if new == old:
        raise NotTestable("a new bankAccountId for an account that is connected anew")
    return Again(old=old, new=new, sent=sent)


@smoke
@requirement("CON-OFF-10")
def test_unique_ids_that_were_used_before_are_accepted(
    again: Again, statements: Statements
) -> None:
    answer = statements.post(again.new, *again.resent())

    ensure_processed(statements, answer, "nothing was sent for this bank account")


@requirement("CON-OFF-10")
def test_everything_that_came_since_is_read_from_the_start(
    again: Again, statements: Statements, draw: Draw
) -> None:
    sent = [*again.resent(), *statements.drawn(draw, again.new, 2)]
    statements.feed(again.new, *sent)

    found = statements.held(again.new, len(sent))

    ensure(
        len(found) == len(sent),
        expected=f"{len(sent)} transactions",
        received=f"{len(found)} of them",
    )


@requirement("CON-OFF-10")
def test_an_account_that_is_connected_anew_is_pending_until_something_comes(
    again: Again, statements: Statements
) -> None:
    before = statements.status(again.new)
    statements.feed(again.new, *again.resent())

    after = statements.status(again.new, "active")

    ensure(
        (before, after) == ("pending", "active"),
        expected="pending, and active once transactions have come",
        received=f"{before}, and then {after}",
    )


@requirement("CON-OFF-04")
def test_what_comes_for_the_new_account_is_not_shown_with_the_old_one(
    again: Again, product: Product, statements: Statements
) -> None:
    statements.feed(again.new, *again.resent())
    statements.held(again.new, len(again.sent))

    left = product.client.items(product.call("listTransactions", again.old), LISTED)

    ensure(left in ([], NOTHING), expected="no transaction", received=brief(left))


@requirement("PRV-STMT-08")
def test_the_old_one_takes_no_statement_though_there_is_a_new_one(
    again: Again, statements: Statements, draw: Draw
) -> None:
    answer = statements.post(again.old, *statements.drawn(draw, again.old, 2))

    ensure_turned_away(statements, answer)


@requirement("CON-OFF-02")
def test_what_comes_for_the_new_account_leaves_the_old_one_cancelled(
    again: Again, product: Product, statements: Statements
) -> None:
    statements.feed(again.new, *again.resent())

    ensure_member(product.call("getBankAccount", again.old), "/status", "cancelled")


@requirement("CON-OFF-04")
def test_no_record_of_a_sandbox_holds_what_was_posted_for_the_old_account(
    again: Again, owner: Owner
) -> None:
    texts = {each[name] for each in again.sent for name in ("description", "narrative1")}

    records = {
        "the journal": given(owner.call("listJournal", query={"limit": 100})),
        "the world": given(owner.call("getWorld")),
        "the notifications": given(
            owner.call("listNotifications", query={"bankAccountId": again.old})
        ),
    }

    for name, record in records.items():
        text = record.received.body.decode("utf-8", "replace")
        left = [each for each in texts if each in text]
        ensure(not left, expected=f"nothing of it in {name}", received=f"{left}", exchange=record)
