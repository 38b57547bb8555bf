"""Schemathesis finds nothing: every answer to whatever it sends is as the documents say."""

import pytest
from fuzz import campaign
from fuzz.campaign import Plan
from served import serving

from sandbank_server.settings import Settings

EXAMPLES = {"consumer": 12, "provider": 40, "user_banking": 10}
SEED = 20_260_301


@pytest.mark.parametrize("api", campaign.HEADERS)
def test_fuzzing_finds_no_failure_and_gets_through_to_every_operation(api: str) -> None:
    plan = Plan(api=api, seed=SEED, examples=EXAMPLES[api], scenarios=15)

    with serving(Settings(port=0, seed=SEED, strict=True)) as served:
        outcome = campaign.run(served, plan)

    print(outcome.table())
    assert outcome.failures == [], "\n".join(outcome.failures)
    assert set(outcome.successes) == plan.operation_ids
