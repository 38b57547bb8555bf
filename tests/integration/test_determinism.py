"""Same seed, frozen clock, same calls: the same bytes."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from integration.walk.walk_script import Script
from integration.walk.walk_script_calls import MAKERS
from integration.walk.walk_tokens import JSON
from integration.walk.walk_wire import InProcess, Reply

from sandbank_server.app import build
from sandbank_server.settings import Settings

CALLS = 1000


def answers(*, seed: int, calls: int = CALLS) -> list[Reply]:
    with InProcess(build(Settings(port=0, seed=seed))) as wire:
        return Script(wire, 4711, MAKERS).run(calls)


def test_two_applications_of_one_seed_answer_a_thousand_calls_alike() -> None:
    one, other = answers(seed=7), answers(seed=7)

    statuses = Counter(reply.status for reply in one)
    assert len(one) == CALLS
    assert {200, 201, 204, 400, 404, 409} <= set(statuses), statuses
    for number, (mine, theirs) in enumerate(zip(one, other, strict=True)):
        assert mine == theirs, f"call {number} differs"


def digest_in_another_process(hash_seed: int) -> str:
    """What all the answers come to where Python orders its sets in another way."""
    code = (
        "import hashlib; from integration.test_determinism import answers;"
        "print(hashlib.sha256(repr(answers(seed=7)).encode()).hexdigest())"
    )
    path = os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])
    environment = {**os.environ, "PYTHONHASHSEED": str(hash_seed), "PYTHONPATH": path}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_no_answer_hangs_on_the_order_of_a_set() -> None:
    assert digest_in_another_process(1) == digest_in_another_process(2)


def test_applications_of_different_seeds_give_other_ids_and_tokens() -> None:
    one, other = answers(seed=7, calls=100), answers(seed=8, calls=100)

    differing = [mine for mine, theirs in zip(one, other, strict=True) if mine != theirs]
    assert differing


def test_a_clock_set_and_frozen_in_one_call_stands_exactly_there() -> None:
    body = b'{"set": "2026-03-01T12:00:00Z", "frozen": true}'

    with InProcess(build(Settings(port=0, seed=7))) as wire:
        answer = wire.call("POST", "/_sandbox/clock", JSON, body).json()

    assert answer == {"now": "2026-03-01T12:00:00Z", "frozen": True}
