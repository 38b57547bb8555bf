"""What a check of a caller may ask for: scenes that were played with it."""

import pytest

from sandbank_conformance.checking import RUN
from sandbank_conformance.watch.provider.scenes import Scenes
from sandbank_conformance.watch.provider.stage import Stage
from sandbank_conformance.watch.provider.watching import Watch


@pytest.fixture
def watch(request: pytest.FixtureRequest) -> Watch:
    """The run that checks belong to."""
    run = request.config.stash.get(RUN, None)
    if not isinstance(run, Watch):
        pytest.fail("these checks watch a caller: sandbank judge provider", pytrace=False)
    return run


@pytest.fixture(autouse=True)
def _calls(watch: Watch) -> None:
    """Every check begins with no calls."""
    watch.trace.begin()


@pytest.fixture
def scenes(watch: Watch) -> Scenes:
    """What was played, or will be."""
    return watch.scenes


@pytest.fixture
def stage(watch: Watch) -> Stage:
    """What scenes are played with."""
    return watch.stage
