"""Every reference provider is judged: who breaks rules breaks exactly those, others none."""

import pytest
from callers.dishonest_providers import DISHONEST, VARIANTS
from callers.honest_provider import HonestProvider
from callers.judging import judged

from sandbank_conformance.verdicts import Outcome


def named(provider: type[HonestProvider]) -> str:
    return provider.__name__


@pytest.mark.parametrize("provider", DISHONEST, ids=named)
def test_a_dishonest_provider_breaks_exactly_what_it_says(
    provider: type[HonestProvider], sandbox: str
) -> None:
    found = judged(provider, sandbox)

    assert found.broken == DISHONEST[provider], found.told
    assert not found.counts[Outcome.ERRORED], found.told


@pytest.mark.parametrize("provider", [HonestProvider, *VARIANTS], ids=named)
def test_an_honest_provider_breaks_nothing(provider: type[HonestProvider], sandbox: str) -> None:
    found = judged(provider, sandbox)

    assert set(found.counts) == {Outcome.PASS}, found.told
