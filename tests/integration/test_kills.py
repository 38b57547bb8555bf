"""A sandbox that is killed at any moment holds what it has told, and nothing else."""

from pathlib import Path

from kills.kill_rounds import LEAST, kill_rounds

ROUNDS = 20


def test_a_killed_sandbox_has_lost_nothing_and_brings_nothing_back(tmp_path: Path) -> None:
    outcome = kill_rounds(tmp_path, ROUNDS, seed=1)

    assert outcome.breaches == []
    assert outcome.rounds == ROUNDS
    assert outcome.answers >= LEAST * ROUNDS  # they had something to lose
