"""Whose statements a bank account takes: those of its bank's provider, and nobody else's."""

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import ensure_status, ensure_success, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.statement_bodies import Json, statement
from sandbank_conformance.statements import Fed, Statements
from sandbank_conformance.suite.general.foreign import Asked
from sandbank_conformance.suite.provider.posting import Watched, ensure_turned_away
from sandbank_conformance.suite.provider.provider_banks import bank_of

pytestmark = of_api("consumer")


@pytest.fixture
def fed(statements: Statements, draw: Draw) -> Fed:
    """A bank account of the provider's bank, which takes its statements."""
    return statements.fed(draw, 2)


@smoke
@requirement("PRV-STMT-10")
def test_a_statement_of_another_provider_changes_nothing(
    statements: Statements, product: Product, rival: Provider, fed: Fed, draw: Draw
) -> None:
    watched = Watched(product, fed.account)

    answer = _posted(rival, statements, fed, draw)

    ensure_turned_away(statements, answer, by=rival, also=("GEN-05",))
    watched.ensure_untouched(by=answer, also=("GEN-05",))


@requirement("PRV-STMT-10")
@pytest.mark.parametrize("status", ["active", "authRequired"])
def test_another_provider_does_not_move_a_bank_account_to(
    status: str, statements: Statements, product: Product, rival: Provider, draw: Draw
) -> None:
    account = statements.fed(draw).account if status != "active" else statements.pending(draw)
    watched = Watched(product, account)

    answer = rival.call("postStatement", json=statements.body(account, status=status))

    ensure_turned_away(statements, answer, by=rival, also=("GEN-05",))
    watched.ensure_untouched(by=answer, also=("GEN-05",))


@requirement("PRV-STMT-10")
def test_a_bank_account_is_not_reached_by_naming_a_bank_of_one_s_own(
    statements: Statements, product: Product, rival: Provider, owner: Owner, fed: Fed, draw: Draw
) -> None:
    watched = Watched(product, fed.account)

    answer = _posted(rival, statements, fed, draw, bankId=bank_of(rival, owner))

    ensure_turned_away(statements, answer, by=rival, also=("GEN-05",))
    watched.ensure_untouched(by=answer, also=("GEN-05",))


@requirement("PRV-STMT-10")
def test_a_bank_account_of_another_provider_is_answered_like_one_that_nobody_has(
    statements: Statements, rival: Provider, fed: Fed, draw: Draw
) -> None:
    bank, asked = statements.bank_of(fed.account), Asked((fed.account,), draw)

    asked.by(lambda ids: rival.call("postStatement", json=_of(ids[0], bank, statements, draw)))

    asked.ensure_told_nothing(also=("GEN-05",))


@requirement("PRV-STMT-10")
def test_a_unique_id_that_another_provider_has_sent_is_free(
    statements: Statements, rival: Provider, fed: Fed, draw: Draw
) -> None:
    sent = statements.drawn(draw, fed.account)
    rival.call("postStatement", json=statements.body(fed.account, *sent))

    answer = statements.post(fed.account, *sent)

    ensure_success(answer)


@requirement("PRV-STMT-10")
def test_a_statement_of_another_provider_is_answered_like_one_that_nobody_posted(
    statements: Statements, rival: Provider, fed: Fed, draw: Draw
) -> None:
    answer = given(statements.post(fed.account, *statements.drawn(draw, fed.account)))
    statements.completed(answer)
    asked = Asked((statements.id_of(answer),), draw)

    asked.by(lambda ids: rival.call("getStatement", *ids))

    asked.ensure_told_nothing(also=("GEN-05",))


@requirement("PRV-STMT-10")
def test_a_bank_account_that_nobody_has_takes_no_statement(
    statements: Statements, fed: Fed, draw: Draw
) -> None:
    bank, nobodys = statements.bank_of(fed.account), draw.alike(fed.account)

    answer = statements.send(_of(nobodys, bank, statements, draw))

    ensure_turned_away(statements, answer)


@requirement("PRV-STMT-10", level="profile")
def test_404_for_what_belongs_to_another_provider(
    statements: Statements, rival: Provider, fed: Fed, draw: Draw
) -> None:
    answer = given(statements.post(fed.account, *statements.drawn(draw, fed.account)))

    ensure_status(_posted(rival, statements, fed, draw), 404)
    ensure_status(rival.call("getStatement", statements.id_of(answer)), 404)


@requirement("PRV-STMT-10", level="profile")
def test_404_for_what_nobody_has(
    statements: Statements, provider: Provider, fed: Fed, draw: Draw
) -> None:
    bank, account = statements.bank_of(fed.account), fed.account

    for pair in ((draw.alike(bank), account), (bank, draw.alike(account))):
        ensure_status(statements.send(_of(pair[1], pair[0], statements, draw)), 404)
    ensure_status(provider.call("getStatement", draw.uuid()), 404)


@requirement("PRV-STMT-10", level="profile")
def test_404_for_a_bank_account_at_another_bank(
    statements: Statements, rival: Provider, owner: Owner, fed: Fed, draw: Draw
) -> None:
    bank = bank_of(rival, owner)

    ensure_status(statements.send(_of(fed.account, bank, statements, draw)), 404)
    ensure_status(_posted(rival, statements, fed, draw, bankId=bank), 404)


def _of(account: str, bank: str, statements: Statements, draw: Draw) -> Json:
    """A statement of any bank account, at any bank."""
    return statement(bank, account, statements.drawn(draw, account, 2))


def _posted(rival: Provider, statements: Statements, fed: Fed, draw: Draw, **data: str) -> Exchange:
    """The answer to a statement of another provider."""
    sent = statements.drawn(draw, fed.account, 2)
    return rival.call("postStatement", json=statements.body(fed.account, *sent, **data))
