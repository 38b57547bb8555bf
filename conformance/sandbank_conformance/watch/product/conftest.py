"""What a check of a product may ask for: the story that was played with it."""

import pytest

from sandbank_conformance.proving import run_of
from sandbank_conformance.watch.product.story import Story
from sandbank_conformance.watch.product.watching import ProductWatch


@pytest.fixture
def watch(request: pytest.FixtureRequest) -> ProductWatch:
    """The run that checks belong to."""
    otherwise = "these checks watch a product: sandbank judge product"
    return run_of(request, ProductWatch, otherwise)


@pytest.fixture
def story(watch: ProductWatch) -> Story:
    """What was played, or will be."""
    return watch.story
