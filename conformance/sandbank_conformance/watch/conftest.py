"""What is so for the checks of every caller; each has its own `watch`."""

import pytest

from sandbank_conformance.watch.watching import Watch


@pytest.fixture(autouse=True)
def _calls(watch: Watch) -> None:
    """Every check begins with no calls."""
    watch.trace.begin()
