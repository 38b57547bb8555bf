"""What a check may ask for: the callers of the target, and things to work on."""

from collections.abc import Iterator
from typing import Any

import pytest

from sandbank_conformance.callers import Product, Provider, Uploader
from sandbank_conformance.checking import name_of
from sandbank_conformance.conditions import NotTestable, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.owner import Owner
from sandbank_conformance.proving import run_of
from sandbank_conformance.run import Run
from sandbank_conformance.statements import Statements
from sandbank_conformance.stock import Stock
from sandbank_conformance.uploads import Uploads


@pytest.fixture
def run(request: pytest.FixtureRequest) -> Run:
    """The run that checks belong to."""
    return run_of(request, Run, "name the server to prove: --sandbank-target URL")


@pytest.fixture(autouse=True)
def _ground(run: Run) -> None:
    """Every check starts from the same ground, and with no calls."""
    run.ground.restore()
    run.trace.begin()


@pytest.fixture
def draw(request: pytest.FixtureRequest, run: Run) -> Draw:
    """Values drawn for this check."""
    return run.draw(name_of(request.node))


@pytest.fixture
def stock(run: Run) -> Stock:
    """Bank accounts and sessions to work on."""
    return run.stock


@pytest.fixture
def product(run: Run) -> Product:
    """A product, for its company."""
    if run.product is None:
        raise NotTestable('the Consumer API: [consumer] url = "…"')
    return run.product


@pytest.fixture
def sibling(run: Run) -> Product:
    """The same product, for another company of the organisation."""
    if run.sibling is None:
        raise NotTestable('a second company of the organisation: [consumer.sibling] company = "…"')
    return run.sibling


@pytest.fixture
def stranger(run: Run) -> Product:
    """The same product, for a company of another organisation."""
    if run.stranger is None:
        raise NotTestable(
            'a company of another organisation: [consumer.stranger] organisation = "…"'
        )
    return run.stranger


@pytest.fixture
def provider(run: Run) -> Provider:
    """A provider."""
    if run.provider is None:
        raise NotTestable('the Provider API: [provider] url = "…"')
    return run.provider


@pytest.fixture
def rival(run: Run) -> Provider:
    """Another provider."""
    if run.rival is None:
        raise NotTestable('a second provider: [provider.rival] client-id = "…"')
    return run.rival


@pytest.fixture
def uploader(run: Run) -> Uploader:
    """A client with both scopes."""
    if run.uploader is None:
        raise NotTestable('the User banking API: [user-banking] url = "…"')
    return run.uploader


@pytest.fixture
def reader(run: Run) -> Uploader:
    """A client that may only read."""
    if run.reader is None:
        raise NotTestable(
            'a client with the scope banking alone: [user-banking.reader] client-id = "…"'
        )
    return run.reader


@pytest.fixture
def other_uploader(run: Run) -> Uploader:
    """Another client with both scopes."""
    if run.other_uploader is None:
        raise NotTestable('a second client with both scopes: [user-banking.other] client-id = "…"')
    return run.other_uploader


@pytest.fixture
def uploads(run: Run) -> Uploads:
    """Users, accounts and transactions to work on."""
    if run.uploads is None:
        raise NotTestable('the User banking API: [user-banking] url = "…"')
    return run.uploads


@pytest.fixture
def owner(run: Run) -> Owner:
    """The owner of a sandbox, who may move the clock and see what nobody else sees."""
    if run.owner is None:
        raise NotTestable("the control API of a Sandbank sandbox, which other servers do not have")
    if not run.ground.is_ours:
        raise NotTestable(run.ground.why_not)
    return run.owner


@pytest.fixture
def settings(owner: Owner) -> Iterator[dict[str, Any]]:
    """The settings as they are; no copy of a world brings them back, so this does."""
    before: dict[str, Any] = given(owner.call("changeSettings", json={})).json
    yield before
    owner.call("changeSettings", json=before)


@pytest.fixture
def statements(run: Run) -> Statements:
    """Statements of the provider's, for bank accounts of the product's."""
    if run.product is None:
        raise NotTestable('the Consumer API: [consumer] url = "…"')
    if run.statements is None:
        raise NotTestable('the Provider API: [provider] url = "…"')
    return run.statements
