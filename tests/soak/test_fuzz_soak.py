"""Schemathesis over many seeds: FUZZ_SEEDS seeds, and of each API at least FUZZ_CASES cases.

Only cases that a seed made are counted. What the documents alone decide (their examples, and the
coverage of their schemas) is sent with every seed, too.
"""

import os
from math import ceil

import pytest
from fuzz import campaign
from fuzz.campaign import Plan
from fuzz.outcomes import Outcome
from served import serving

from sandbank_server.settings import Settings

SEEDS = int(os.environ.get("FUZZ_SEEDS", "20"))
CASES = int(os.environ.get("FUZZ_CASES", "10000"))


@pytest.mark.parametrize("api", campaign.HEADERS)
def test_no_seed_finds_a_failure(api: str) -> None:
    made = 0

    for seed in range(1, SEEDS + 1):
        plan = Plan(api=api, seed=seed, examples=_examples(api), scenarios=30)
        outcome = _run(plan)
        made += outcome.made
        print(f"{api}, seed {seed}", outcome.table(), sep="\n")
        assert outcome.failures == [], "\n".join(outcome.failures)
        assert not plan.operation_ids - set(outcome.successes)

    assert made >= CASES


def _examples(api: str) -> int:
    """How many to make of each operation, so that the cases come together."""
    operations = len(Plan(api=api, seed=0, examples=0, scenarios=0).operation_ids)
    return ceil(CASES / SEEDS / operations)


def _run(plan: Plan) -> Outcome:
    with serving(Settings(port=0, seed=plan.seed, strict=True)) as served:
        return campaign.run(served, plan)
