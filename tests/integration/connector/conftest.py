from collections.abc import Iterator

import pytest
from integration.connector.little_provider import LittleProvider, provider


@pytest.fixture
def little() -> Iterator[LittleProvider]:
    with provider() as running:
        yield running


@pytest.fixture
def other() -> Iterator[LittleProvider]:
    with provider() as running:
        yield running
