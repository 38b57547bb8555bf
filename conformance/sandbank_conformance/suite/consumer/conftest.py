"""What only checks of the Consumer API ask for."""

from dataclasses import replace

import pytest

from sandbank_conformance.suite.consumer.faults import FAULTS, Fault


@pytest.fixture
def fault(request: pytest.FixtureRequest) -> Fault:
    """What is wrong with the credentials of a call; parametrized by the names of `FAULTS`."""
    return replace(FAULTS[request.param](request), name=request.param)
