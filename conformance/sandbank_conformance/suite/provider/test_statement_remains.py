"""What nothing may stay of: statements that were refused, came too late, or came to nothing."""

from typing import Any

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import NotTestable, ensure, ensure_success, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.owner import Owner
from sandbank_conformance.statement_bodies import Json
from sandbank_conformance.statements import Statements
from sandbank_conformance.suite.disconnecting import disconnect
from sandbank_conformance.suite.provider.posting import Watched
from sandbank_conformance.suite.provider.wrong_statements import Slip, right

pytestmark = of_api("consumer")

SLIPS = [
    pytest.param(Slip("/expected/transactionDebitSum", 5.25), id="its totals"),
    pytest.param(Slip("/transactionDetails/1/description", ""), id="a transaction"),
    pytest.param(Slip("/accountDetails/0/status", "pending"), id="its account detail"),
]

for_a_fault = pytest.mark.parametrize("slip", SLIPS)


def _refused(statements: Statements, body: Json) -> Exchange:
    answer = statements.send(body)
    if not answer.refused:
        statements.settle(answer)
        raise NotTestable("a statement that is refused for a fault in it")
    return answer


@for_a_fault
@requirement("GEN-02")
def test_a_statement_can_be_sent_again_without_its_fault_in(
    slip: Slip, statements: Statements, draw: Draw
) -> None:
    account = statements.pending(draw)
    statements.completed(statements.send(right(statements, draw, account)))
    meant = right(statements, draw, account)
    _refused(statements, slip.of(meant))

    answer = statements.send(meant)

    ensure_success(answer)


@for_a_fault
@requirement("GEN-02")
def test_a_pending_bank_account_is_as_it_was_after_a_statement_with_a_fault_in(
    slip: Slip, statements: Statements, product: Product, draw: Draw
) -> None:
    account = statements.pending(draw)
    watched = Watched(product, account)

    answer = _refused(statements, slip.of(right(statements, draw, account)))

    watched.ensure_untouched(by=answer)


@requirement("CON-OFF-04")
def test_no_journal_holds_what_was_deleted_because_it_was_posted_too_late(
    statements: Statements, product: Product, owner: Owner, draw: Draw
) -> None:
    fed = statements.fed(draw, 2)
    disconnect(product, fed.account)

    statements.settle(statements.post(fed.account, *fed.sent))

    _ensure_nothing_of(fed.sent, given(owner.call("listJournal", query={"limit": 100})))


@requirement("CON-OFF-04")
@pytest.mark.usefixtures("settings")
def test_no_world_holds_what_was_under_way_for_a_disconnected_account(
    statements: Statements, product: Product, owner: Owner, draw: Draw
) -> None:
    given(owner.call("changeSettings", json={"statementProcessing": {"afterTime": "PT30S"}}))
    account = statements.pending(draw)
    sent = statements.drawn(draw, account, 2)
    given(statements.post(account, *sent))
    disconnect(product, account)

    owner.advance("PT31S")

    _ensure_nothing_of(sent, given(owner.call("getWorld")), also=("PRV-STMT-12",))


def _ensure_nothing_of(sent: Any, record: Exchange, also: tuple[str, ...] = ()) -> None:
    text = record.received.body.decode("utf-8", "replace")
    left = [each["description"] for each in sent if each["description"] in text]
    ensure(not left, expected="nothing of it", received=f"{left}", exchange=record, also=also)
