"""More and longer walks than `make test` has time for; `make soak` runs them.

SANDBANK_WALK_SEEDS is how many seeds to walk (default 5), SANDBANK_WALK_FIRST the first of them.
"""

import os

import pytest
from integration.walk.walk_run import walked
from integration.walk.walk_wire import InProcess
from integration.walk.walk_world import Bench

from sandbank_server.app import build
from sandbank_server.settings import Settings

WALKS, STEPS = 1000, 50
FIRST = int(os.environ.get("SANDBANK_WALK_FIRST", "1"))
SEEDS = range(FIRST, FIRST + int(os.environ.get("SANDBANK_WALK_SEEDS", "5")))


@pytest.mark.parametrize("seed", SEEDS)
def test_long_walks_agree_with_the_model(seed: int) -> None:
    with InProcess(build(Settings(port=0, seed=7, strict=True))) as wire:
        bench = Bench(wire)

        walked(bench, walks=WALKS, steps=STEPS, start=seed)

    assert bench.walks >= WALKS
