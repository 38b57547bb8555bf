"""What only checks of the Consumer API ask for."""

from dataclasses import replace

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.draw import Draw
from sandbank_conformance.owner import Owner
from sandbank_conformance.run import Run
from sandbank_conformance.suite.consumer.candidates import Connected
from sandbank_conformance.suite.consumer.faults import FAULTS, Fault
from sandbank_conformance.suite.consumer.linking import begun, chosen, connect, link, reported
from sandbank_conformance.suite.provider.reports import onboarded, several


@pytest.fixture
def fault(request: pytest.FixtureRequest) -> Fault:
    """What is wrong with the credentials of a call; parametrized by the names of `FAULTS`."""
    return replace(FAULTS[request.param](request), name=request.param)


@pytest.fixture
def connected(
    run: Run, product: Product, provider: Provider, owner: Owner, draw: Draw
) -> Connected:
    """One of three accounts, shared in one session, is connected."""
    accounts = several(draw, 3)
    session = begun(link(product, run))
    reported(provider, session, onboarded(*accounts))
    chosen(owner, session, accounts[0])
    return Connected(product, connect(product, run, accounts[0]), accounts[1:])
