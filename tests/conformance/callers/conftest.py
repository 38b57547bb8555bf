from collections.abc import Iterator

import pytest

from sandbank_conformance.watch import child


@pytest.fixture(scope="session")
def sandbox() -> Iterator[str]:
    """One for all providers: each is judged in a world of its own."""
    with child.sandbox(0) as url:
        yield url
