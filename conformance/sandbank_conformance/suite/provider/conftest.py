"""What several checks of the Provider API work on."""

from collections.abc import Iterator
from functools import partial

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import NotTestable, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.run import Run
from sandbank_conformance.statements import Statements
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.provider.connections import IDENTITY, same
from sandbank_conformance.suite.provider.provider_banks import Banks
from sandbank_conformance.suite.provider.reports import Json
from sandbank_conformance.suite.provider.wrong_reports import Send, sent_with


@pytest.fixture
def connected(product: Product, stock: Stock, draw: Draw) -> Json:
    """A bank account that the product has connected, with what makes it the same account."""
    account = stock.new_account(draw)
    shown = given(product.call("getBankAccount", account))
    identity = {name: given(shown, f"/{name}") for name in IDENTITY}
    if same(product, identity) != [account]:
        raise NotTestable("a list of bank accounts that shows a new one with its identifiers")
    return {"id": account, "identity": identity}


@pytest.fixture
def send(request: pytest.FixtureRequest, provider: Provider) -> Send:
    """Sends a report about a session with a slip in what was a right one."""
    return partial(sent_with, request.getfixturevalue, provider)


@pytest.fixture
def banks(
    run: Run, provider: Provider, product: Product, statements: Statements
) -> Iterator[Banks]:
    """Banks of the provider's, and what the product is shown of them."""
    made = Banks(provider, product, statements)
    yield made
    if not run.ground.is_ours:
        made.clear()
