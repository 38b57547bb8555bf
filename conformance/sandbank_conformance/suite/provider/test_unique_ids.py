"""Which `uniqueId`s are the same, and for how long they are remembered."""

from collections.abc import Callable

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import NotTestable, ensure_status, ensure_success, given
from sandbank_conformance.draw import Draw, once
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.owner import Owner
from sandbank_conformance.statement_bodies import transaction
from sandbank_conformance.statements import Statements
from sandbank_conformance.suite.disconnecting import disconnect
from sandbank_conformance.suite.provider.posting import Watched, ensure_turned_away
from sandbank_conformance.suite.provider.provider_banks import bank_of
from sandbank_conformance.suite.provider.wrong_statements import CREDIT

pytestmark = of_api("consumer")

OTHER = [
    pytest.param(str.swapcase, id="in the case of its letters"),
    pytest.param(lambda it: f"{it}0", id="by a letter behind it"),
]


@requirement("PRV-STMT-02", level="profile")
@pytest.mark.parametrize("other", OTHER)
def test_a_unique_id_is_another_one_that_differs(
    other: Callable[[str], str], statements: Statements, draw: Draw
) -> None:
    account = statements.pending(draw)
    unique = f"txn-{draw.word()}-{once()}"
    statements.feed(account, transaction(draw, account, CREDIT, uniqueId=unique))

    answer = statements.post(account, transaction(draw, account, CREDIT, uniqueId=other(unique)))

    ensure_success(answer)


@requirement("PRV-STMT-02")
def test_a_unique_id_stays_used_when_another_bank_account_is_disconnected(
    statements: Statements, product: Product, draw: Draw
) -> None:
    fed, neighbour = statements.fed(draw, 2), statements.fed(draw).account
    if neighbour == fed.account:
        raise NotTestable("two bank accounts that take statements")
    disconnect(product, neighbour)
    watched = Watched(product, fed.account)

    answer = statements.post(fed.account, *fed.sent)

    ensure_turned_away(statements, answer)
    watched.ensure_untouched(by=answer)


@requirement("GEN-05")
def test_what_another_provider_has_sent_is_not_told_by_its_unique_id(
    statements: Statements, rival: Provider, owner: Owner, draw: Draw
) -> None:
    fed = statements.fed(draw)
    account = statements.pending(draw, bankId=bank_of(rival, owner))
    new = transaction(draw, account, CREDIT)
    of_new = given(rival.call("postStatement", json=statements.body(account, new)))
    statements.end_of(of_new, by=rival)

    used = transaction(draw, account, CREDIT, uniqueId=fed.sent[0]["uniqueId"])
    answer = rival.call("postStatement", json=statements.body(account, used))

    ensure_status(answer, of_new.status)
