"""A thousand walks of random legal and illegal calls find no difference to a small model.

SANDBANK_WALKS is how many, where a thousand take too long; SANDBANK_WALK_SEED makes other ones.
"""

import os
from pathlib import Path

from integration.walk.walk_run import walked
from integration.walk.walk_wire import InProcess
from integration.walk.walk_world import Bench

from sandbank_contract.documents import load
from sandbank_server.app import build
from sandbank_server.settings import Settings

WALKS = int(os.environ.get("SANDBANK_WALKS", "1000"))
STEPS = 20
OPERATIONS = [
    each.operation_id
    for api in ("consumer", "provider", "user_banking")
    for each in load(api).operations
]
IN_A_FILE = WALKS // 20  # whose files are read whole at the end of each


def test_a_thousand_walks_through_the_three_apis_agree_with_the_model() -> None:
    with InProcess(build(Settings(port=0, seed=7, strict=True))) as wire:
        bench = Bench(wire)

        walked(bench, walks=WALKS, steps=STEPS)

    assert bench.walks >= WALKS
    assert bench.steps > 20 * WALKS  # a walk that looks at nothing would agree with anything
    seldom = {name: bench.done[name] for name in OPERATIONS if bench.done[name] < WALKS // 100}
    assert seldom == {}


def test_nothing_that_a_walk_deleted_is_left_in_a_file(tmp_path: Path) -> None:
    settings = Settings(port=0, seed=7, strict=True, db=tmp_path / "bank.db")
    with InProcess(build(settings)) as wire:
        bench = Bench(wire, tmp_path)

        walked(bench, walks=IN_A_FILE, steps=STEPS)

    assert "~mark-" in bench.files()  # what was not deleted is there
