"""Every reference product is judged: who breaks rules breaks exactly those, others none."""

from collections.abc import Iterator

import pytest
from callers.dishonest_products import DISHONEST, VARIANTS
from callers.honest_product import HonestProduct
from callers.judging_products import ActingLater, judged

from sandbank_conformance.plans import Plan
from sandbank_conformance.verdicts import Outcome
from sandbank_conformance.watch import child
from sandbank_conformance.watch.product.setting import Patience


@pytest.fixture(scope="module")
def sandbox() -> Iterator[str]:
    """One for all products: each is judged in a world of its own."""
    with child.sandbox(0) as url:
        yield url


def named(product: type[HonestProduct]) -> str:
    return product.__name__


@pytest.mark.parametrize("product", DISHONEST, ids=named)
def test_a_dishonest_product_breaks_exactly_what_it_says(
    product: type[HonestProduct], sandbox: str
) -> None:
    found = judged(product, sandbox)

    assert found.broken == DISHONEST[product], found.told
    assert not found.counts[Outcome.ERRORED], found.told


@pytest.mark.parametrize("product", [HonestProduct, *VARIANTS], ids=named)
def test_an_honest_product_breaks_nothing(product: type[HonestProduct], sandbox: str) -> None:
    found = judged(product, sandbox)

    assert set(found.counts) <= {Outcome.PASS, Outcome.NOT_TESTABLE}, found.told
    if product is HonestProduct:
        assert set(found.counts) == {Outcome.PASS}, found.told


def test_a_product_may_take_its_time_when_somebody_is_asked_to_have_it_act(sandbox: str) -> None:
    unhurried, plan = Patience(person=20, silence=1), Plan(requirements=("CON-LINK-03",))

    found = judged(HonestProduct, sandbox, ActingLater, unhurried, plan)

    assert set(found.counts) == {Outcome.PASS}, found.told
