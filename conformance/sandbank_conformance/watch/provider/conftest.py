"""What a check of a provider may ask for, scenes above all; and the order of the checks.

Users come first, and what looks at everything comes last.
"""

from pathlib import Path

import pytest

from sandbank_conformance.proving import run_of
from sandbank_conformance.watch.provider.scenes import Scenes
from sandbank_conformance.watch.provider.watching import ProviderWatch

HERE = Path(__file__).parent
ORDER = (
    "redirects",
    "granted_accounts",
    "reported_once",
    "pages",
    "notifications",
    "faulty_answers",
    "feeds",
    "what_was_called",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort them by their topics, which all have to be named."""
    here = [each for each in items if each.path.parent == HERE]
    ours = sorted(here, key=lambda item: ORDER.index(item.path.stem.removeprefix("test_")))
    items[:] = [*(each for each in items if each.path.parent != HERE), *ours]


@pytest.fixture
def watch(request: pytest.FixtureRequest) -> ProviderWatch:
    """The run that checks belong to."""
    otherwise = "these checks watch a caller: sandbank judge provider"
    return run_of(request, ProviderWatch, otherwise)


@pytest.fixture
def scenes(watch: ProviderWatch) -> Scenes:
    """What was played, or will be."""
    return watch.scenes
