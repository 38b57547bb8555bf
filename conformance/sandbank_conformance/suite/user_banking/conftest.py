"""What checks of the User banking API ask for besides."""

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.draw import Draw
from sandbank_conformance.suite.user_banking.batches import Batch
from sandbank_conformance.suite.user_banking.vaults import Vault, Vaults
from sandbank_conformance.uploads import Uploads


@pytest.fixture(params=[False, True], ids=["in a fetched account", "in a mixed account"])
def vaults(
    request: pytest.FixtureRequest, uploader: Uploader, uploads: Uploads, draw: Draw
) -> Vaults:
    """Accounts that were fetched, or that have uploaded and fetched transactions."""
    return Vaults(uploader, uploads, draw, mixed=request.param)


@pytest.fixture
def all_fetched(uploader: Uploader, uploads: Uploads, draw: Draw) -> Vaults:
    """Accounts that were fetched."""
    return Vaults(uploader, uploads, draw, mixed=False)


@pytest.fixture
def all_mixed(uploader: Uploader, uploads: Uploads, draw: Draw) -> Vaults:
    """Accounts with uploaded and fetched transactions."""
    return Vaults(uploader, uploads, draw, mixed=True)


@pytest.fixture
def vault(vaults: Vaults) -> Vault:
    """An account that was fetched, or one with uploaded and fetched transactions."""
    return vaults.new()


@pytest.fixture
def only(all_fetched: Vaults) -> Vault:
    """An account that was fetched."""
    return all_fetched.new()


@pytest.fixture
def mixed(all_mixed: Vaults) -> Vault:
    """An account with uploaded and fetched transactions."""
    return all_mixed.new()


@pytest.fixture(params=["deleteAccounts", "deleteTransactions"], ids=["accounts", "transactions"])
def batch(
    request: pytest.FixtureRequest, uploader: Uploader, uploads: Uploads, draw: Draw
) -> Batch:
    """A deletion by ids."""
    return Batch(uploader, uploads, draw, request.param)
