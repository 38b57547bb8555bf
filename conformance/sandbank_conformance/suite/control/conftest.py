"""What checks of the control API may ask for besides."""

from collections.abc import Iterator
from typing import Any

import pytest

from sandbank_conformance.conditions import given
from sandbank_conformance.owner import Owner


@pytest.fixture
def settings(owner: Owner) -> Iterator[dict[str, Any]]:
    """The settings as they are; no copy of a world brings them back, so this does."""
    before: dict[str, Any] = given(owner.call("changeSettings", json={})).json
    yield before
    owner.call("changeSettings", json=before)
