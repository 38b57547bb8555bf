"""A poll route is of the product that got it: for everybody else it is one that nobody has."""

from collections.abc import Callable

import pytest

from sandbank_conformance.caller import changed
from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import NotTestable, ensure, ensure_status, given, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement
from sandbank_conformance.run import Run
from sandbank_conformance.suite.consumer.linking import Begun, begun, link, polled
from sandbank_conformance.suite.general.foreign import Asked

Poll = Callable[[str], Exchange]  # the answer to somebody else's poll, by the route's last part

OTHERS = ("sibling", "stranger", "another application")


def _of_company(run: Run, other: Product | None, whose: str, session: Begun) -> Poll:
    """Another company polls at its own place."""
    if other is None:
        raise NotTestable(f"another company: [consumer.{whose}]")
    assert run.product is not None
    place = session.route.rpartition("/")[0]
    for ours, theirs in zip(run.product.fixed.values(), other.fixed.values(), strict=True):
        place = place.replace(ours, theirs) if ours else place
    if other.access.company not in place:
        raise NotTestable(f"a poll route that names its company: {session.route}")
    return lambda name: other.follow(session.answer, f"{place}/{name}")


def _of_application(run: Run, product: Product, session: Begun) -> Poll:
    """Another application polls for the same company."""
    consumer = run.target.consumer
    other = consumer.other_application if consumer else ""
    if not other:
        raise NotTestable('another application: [consumer] other-application = "…"')
    token = given(product.ask_for_token(X_Application=other), "/jwt")
    place = session.route.rpartition("/")[0]
    headers = changed(product.headers, {"x-application": other, "Authorization": f"Bearer {token}"})
    return lambda name: product.client.follow(
        session.answer, f"{place}/{name}", caller=product.name, headers=headers
    )


def _polls(run: Run, product: Product, whose: str, session: Begun) -> Poll:
    if whose == "another application":
        return _of_application(run, product, session)
    return _of_company(run, getattr(run, whose), whose, session)


@requirement("GEN-05")
@pytest.mark.parametrize("whose", OTHERS)
def test_a_route_of_somebody_else_is_like_an_unknown_one(
    run: Run, product: Product, draw: Draw, whose: str
) -> None:
    session = begun(link(product, run))
    poll = _polls(run, product, whose, session)
    asked = Asked((session.route.rpartition("/")[2],), draw)

    asked.by(lambda ids: poll(ids[0]))

    asked.ensure_told_nothing()
    ours, foreign = polled(product, session), asked.answers[0]
    ensure(
        ours.status == 202,
        expected="the route as it was: it works for who got it",
        received=told(ours),
        exchange=foreign,
        also=("GEN-02",) if foreign.refused else (),
    )


@requirement("CON-LINK-01", level="profile")
@pytest.mark.parametrize("whose", OTHERS)
def test_a_route_of_somebody_else_answers_404(run: Run, product: Product, whose: str) -> None:
    session = begun(link(product, run))

    answer = _polls(run, product, whose, session)(session.route.rpartition("/")[2])

    ensure_status(answer, 404)
