"""A real sandbox on a real port; each test begins with the playground and a frozen clock."""

from collections.abc import Iterator

import pytest
from served import Served, serving

from sandbank_server.settings import Settings

NOON = "2026-03-01T12:00:00Z"


@pytest.fixture(scope="session")
def _server() -> Iterator[Served]:
    with serving(Settings(port=0, seed=7, strict=True)) as served:
        yield served


@pytest.fixture
def sandbox(_server: Served) -> Served:
    """The sandbox as it is right after its start, at noon."""
    _server.control(
        "PATCH",
        "/settings",
        json={
            "throttlePerSecond": None,
            "expiredTokenStatus": 403,
            "demandSignature": False,
            "statementProcessing": "atOnce",
        },
    )
    _server.control("POST", "/clock", json={"set": NOON, "frozen": True})
    _server.control("POST", "/reset")
    return _server
