"""Running many walks with Hypothesis, the same ones each time unless a seed says otherwise."""

import os

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from integration.walk.walk_machine import Walk
from integration.walk.walk_world import Bench

# Explaining a failure traces every line of the server: a hundred times slower than the walk.
PHASES = (Phase.explicit, Phase.generate, Phase.shrink)
TOLERATED = (
    HealthCheck.too_slow,  # a walk is many calls on purpose
    HealthCheck.data_too_large,  # a long walk draws much on purpose
    HealthCheck.filter_too_much,  # a choice needs a session that offers something
)


def walked(
    bench: Bench,
    *,
    walks: int,
    steps: int,
    start: int | None = None,
    phases: tuple[Phase, ...] = PHASES,
) -> None:
    """Walk; `start` seeds the choices (SANDBANK_WALK_SEED does the same), else they are fixed."""
    chosen = os.environ.get("SANDBANK_WALK_SEED")
    start = int(chosen) if start is None and chosen else start
    machine = type("WalkOnBench", (Walk,), {"bench": bench})
    if start is not None:
        machine = seed(start)(machine)
    profile = settings(
        max_examples=walks,
        stateful_step_count=steps,
        deadline=None,  # a step is as slow as the machine it runs on
        database=None,  # what a walk finds is told by its seed
        derandomize=start is None,
        phases=phases,
        suppress_health_check=TOLERATED,
        print_blob=True,
    )
    run_state_machine_as_test(machine, settings=profile)
