import pytest
from bank_feed_world import BankFeeds, populate


@pytest.fixture
def feeds() -> BankFeeds:
    world = BankFeeds()
    populate(world.store)
    return world
