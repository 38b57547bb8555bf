import pytest
from user_banking_client import Client
from user_banking_world import a_sandbox

from sandbank_server.service.ports import Sandbox


@pytest.fixture
def sandbox() -> Sandbox:
    return a_sandbox()


@pytest.fixture
def client(sandbox: Sandbox) -> Client:
    return Client(sandbox)


@pytest.fixture
def stranger(sandbox: Sandbox) -> Client:
    return Client(sandbox, "stranger")
