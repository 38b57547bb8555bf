"""What checks of the User banking API ask for besides."""

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.draw import Draw
from sandbank_conformance.suite.user_banking import fetched
from sandbank_conformance.suite.user_banking.batches import Batch, digital
from sandbank_conformance.suite.user_banking.fetched import Vault
from sandbank_conformance.uploads import Uploads


@pytest.fixture(params=[False, True], ids=["in a fetched account", "in a mixed account"])
def vault(
    request: pytest.FixtureRequest, uploader: Uploader, uploads: Uploads, draw: Draw
) -> Vault:
    """An account that was fetched, or one with uploaded and fetched transactions."""
    return fetched.vault(uploader, uploads, draw, mixed=request.param)


@pytest.fixture
def only(uploader: Uploader, uploads: Uploads, draw: Draw) -> Vault:
    """An account that was fetched."""
    return fetched.vault(uploader, uploads, draw, mixed=False)


@pytest.fixture
def mixed(uploader: Uploader, uploads: Uploads, draw: Draw) -> Vault:
    """An account with uploaded and fetched transactions."""
    return fetched.vault(uploader, uploads, draw, mixed=True)


@pytest.fixture(params=["deleteAccounts", "deleteTransactions"], ids=["accounts", "transactions"])
def batch(
    request: pytest.FixtureRequest, uploader: Uploader, uploads: Uploads, draw: Draw
) -> Batch:
    """A deletion by ids, and ids it could delete."""
    return Batch(uploader, digital(uploads, draw), request.param)
