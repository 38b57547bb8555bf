"""The pytest plugin: the fixture `sandbank`, a sandbox that is as new for each test.

pytest loads this module in every run where Sandbank is installed. So what a fixture needs is
imported by the fixture: a run that asks for none must not wait for it.
"""

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sandbank_server.pytest_sandbox import Sandbank
    from sandbank_server.pytest_server import SandboxServer


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line(
        "markers",
        "sandbank(world='playground'): the world that the fixture sandbank begins with: "
        "playground, empty, or a world file as seen from the folder of the test.",
    )


@pytest.fixture
def sandbank(request: pytest.FixtureRequest, _sandbank_server: "SandboxServer") -> "Sandbank":
    """A sandbox of bank-feed APIs on a port of this machine, as new for each test.

    World, clock, settings, notifications and journal are those of a sandbox that has just been
    started. Another world than the playground: `@pytest.mark.sandbank(world="empty")`.
    """
    # Imported here, as the head of this module says.
    from sandbank_server.pytest_sandbox import Sandbank
    from sandbank_server.settings import SettingsError

    try:
        _sandbank_server.begin(_world(request))
    except SettingsError as error:
        raise pytest.fail.Exception(f"@pytest.mark.sandbank: {error}", pytrace=False) from None
    return Sandbank(url=_sandbank_server.url)


@pytest.fixture(scope="session")
def _sandbank_server() -> "Iterator[SandboxServer]":
    with warnings.catch_warnings():
        # Where warnings are errors, those of the frameworks are no business of the tests.
        warnings.simplefilter("ignore")
        # Imported here, as the head of this module says: the frameworks take a second.
        from sandbank_server.pytest_server import SandboxServer

        server = SandboxServer()
    server.start()
    yield server
    server.stop()


def _world(request: pytest.FixtureRequest) -> str | Path:
    """What the nearest marker names: one of our worlds, or a file."""
    marker = request.node.get_closest_marker("sandbank")
    if marker is None:
        return "playground"
    world = marker.kwargs.get("world")
    if marker.args or len(marker.kwargs) != 1 or not isinstance(world, str | Path):
        expected = "expected @pytest.mark.sandbank(world=NAME or FILE), and nothing else"
        pytest.fail(f"{expected}; got {marker}", pytrace=False)
    is_name = isinstance(world, str) and "/" not in world and "." not in world
    return world if is_name else request.path.parent / world
