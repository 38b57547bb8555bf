"""Every reference provider is judged: who breaks rules breaks exactly those, others none."""

from typing import TypeGuard

import pytest
from callers.everybody import DISHONEST, VARIANTS
from callers.honest_provider import HonestProvider
from callers.judging import Judged, results

from sandbank_conformance.suites import WATCH
from sandbank_conformance.verdicts import Outcome
from sandbank_conformance.verification import collected
from sandbank_contract.requirements import load_catalogue
from sandbank_contract.vocabulary import Subject

Results = dict[str, Judged]
BROKEN = {each.__name__: rules for each, rules in DISHONEST.items()}
LEGAL = [each.__name__ for each in (HonestProvider, *VARIANTS)]


@pytest.fixture(scope="module")
def judged(request: pytest.FixtureRequest) -> Results:
    """The results of all who were selected."""
    selected = [each.callspec.params["name"] for each in request.session.items if _is_ours(each)]
    return {each.name: each for each in results(selected)}


def _is_ours(item: pytest.Item) -> TypeGuard[pytest.Function]:
    return (
        isinstance(item, pytest.Function)
        and item.module.__name__ == __name__
        and {"judged", "name"} <= set(item.fixturenames)
    )


@pytest.mark.parametrize("name", BROKEN)
def test_a_dishonest_provider_breaks_exactly_what_it_says(name: str, judged: Results) -> None:
    found = judged[name]

    assert found.broken == BROKEN[name], found.told
    assert not found.counts[Outcome.ERRORED], found.told


@pytest.mark.parametrize("name", LEGAL)
def test_an_honest_provider_breaks_nothing(name: str, judged: Results) -> None:
    found = judged[name]

    assert set(found.counts) <= {Outcome.PASS, Outcome.NOT_TESTABLE}, found.told


def test_everything_is_proved_of_the_honest_one(judged: Results) -> None:
    name = HonestProvider.__name__
    found = judged.get(name) or next(results([name]))

    assert set(found.counts) == {Outcome.PASS}, found.told


def test_several_bank_identifiers_are_remarked_on(judged: Results) -> None:
    name = "HasTwoBankIdentifiers"
    found = judged.get(name) or next(results([name]))

    assert [each for each in found.remarks if "more than one bankIdentifier" in each]


def test_every_rule_that_is_looked_at_is_broken_by_somebody() -> None:
    looked_at = {
        mark.args[0]
        for item in collected(WATCH / "provider")
        for mark in item.iter_markers("sandbank_requirement")
    }
    broken = {rule for rules in BROKEN.values() for rule in rules}
    bound = {each.id for each in load_catalogue().values() if each.subject is Subject.PROVIDER}

    assert bound <= looked_at
    assert looked_at == broken
