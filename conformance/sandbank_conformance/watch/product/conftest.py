"""What a check of a product may ask for: the story that was played with it."""

import pytest

from sandbank_conformance.checking import RUN
from sandbank_conformance.watch.product.story import Story
from sandbank_conformance.watch.product.watching import ProductWatch


@pytest.fixture
def product_watch(request: pytest.FixtureRequest) -> ProductWatch:
    """The run that checks belong to."""
    run = request.config.stash.get(RUN, None)
    if not isinstance(run, ProductWatch):
        pytest.fail("these checks watch a product: sandbank judge product", pytrace=False)
    return run


@pytest.fixture(autouse=True)
def _calls(product_watch: ProductWatch) -> None:
    """Every check begins with no calls."""
    product_watch.trace.begin()


@pytest.fixture
def story(product_watch: ProductWatch) -> Story:
    """What was played, or will be."""
    return product_watch.story
