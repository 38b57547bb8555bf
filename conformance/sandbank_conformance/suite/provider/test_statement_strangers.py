"""A provider learns nothing of other providers' bank accounts, however it asks for them."""

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import of_api, requirement
from sandbank_conformance.owner import Owner
from sandbank_conformance.statement_bodies import statement
from sandbank_conformance.statements import Fed, Statements
from sandbank_conformance.suite.disconnecting import disconnect
from sandbank_conformance.suite.general.foreign import Asked
from sandbank_conformance.suite.provider.provider_banks import bank_of

pytestmark = of_api("consumer")

STATES = ["which is active", "which was disconnected", "which its transactions came for"]

each_state = pytest.mark.parametrize("state", STATES)


@pytest.fixture
def fed(statements: Statements, product: Product, state: str, draw: Draw) -> Fed:
    """A bank account of the provider's bank, and what another one sends for it."""
    fed = statements.fed(draw, 2)
    if state == STATES[2]:
        return fed
    if state == STATES[1]:
        disconnect(product, fed.account)
    return Fed(account=fed.account, sent=tuple(statements.drawn(draw, fed.account, 2)))


@each_state
@requirement("PRV-STMT-10")
def test_a_bank_account_is_answered_like_one_at_a_bank_that_nobody_has(
    fed: Fed, statements: Statements, rival: Provider, draw: Draw
) -> None:
    asked = Asked((statements.bank_of(fed.account), fed.account), draw)

    asked.by(lambda ids: _posted(rival, fed, *ids))

    asked.ensure_told_nothing(also=("GEN-05",))


@each_state
@requirement("PRV-STMT-10")
def test_a_bank_account_is_answered_like_none_at_a_bank_of_one_s_own(
    fed: Fed, rival: Provider, owner: Owner, draw: Draw
) -> None:
    bank, asked = bank_of(rival, owner), Asked((fed.account,), draw)

    asked.by(lambda ids: _posted(rival, fed, bank, *ids))

    asked.ensure_told_nothing(also=("GEN-05",))


def _posted(rival: Provider, fed: Fed, bank: str, account: str) -> Exchange:
    """The answer to a statement that names this bank and this bank account."""
    listed = [{**each, "bankAccountId": account} for each in fed.sent]
    return rival.call("postStatement", json=statement(bank, account, listed))
