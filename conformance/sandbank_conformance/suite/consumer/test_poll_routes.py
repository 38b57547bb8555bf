"""Poll routes work once, and for nobody but who got them."""

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import NotTestable, ensure, ensure_refused, ensure_status, told
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.races import at_once
from sandbank_conformance.run import Run
from sandbank_conformance.suite.consumer.linking import begun, link, polled, reported
from sandbank_conformance.suite.provider.reports import FAILED

GONE = 410


@smoke
@requirement("CON-LINK-01")
def test_a_route_works_once(run: Run, product: Product) -> None:
    session = begun(link(product, run))
    ensure_status(polled(product, session), 202)

    ensure_refused(polled(product, session))


@requirement("CON-LINK-01", level="profile")
def test_a_route_that_was_used_answers_410(run: Run, product: Product) -> None:
    session = begun(link(product, run))
    ensure_status(polled(product, session), 202)

    ensure_status(polled(product, session), GONE)


@requirement("CON-LINK-01")
def test_the_route_that_told_the_end_works_once_too(
    run: Run, product: Product, provider: Provider
) -> None:
    session = begun(link(product, run))
    reported(provider, session, FAILED)
    ensure_status(polled(product, session), 200)

    ensure_refused(polled(product, session))


@requirement("CON-LINK-01", level="profile")
def test_the_route_that_told_the_end_answers_410(
    run: Run, product: Product, provider: Provider
) -> None:
    session = begun(link(product, run))
    reported(provider, session, FAILED)
    ensure_status(polled(product, session), 200)

    ensure_status(polled(product, session), GONE)


@requirement("CON-LINK-01", level="profile")
def test_a_route_that_nobody_asked_lapses(run: Run, product: Product, owner: Owner) -> None:
    session = begun(link(product, run))
    owner.advance("PT61M")
    product.renew()

    ensure_status(polled(product, session), GONE)


@requirement("CON-LINK-01")
def test_of_polls_at_once_one_works(run: Run, product: Product) -> None:
    session = begun(link(product, run))

    answers = at_once(run.wire, *[lambda: polled(product, session)] * 4)

    worked = [each for each in answers if each.succeeded]
    ensure(
        len(worked) == 1,
        expected="an answer for one of four polls of a route",
        received=f"answers for {len(worked)}",
        exchange=answers[0],
    )


@requirement("PRV-AUTH-17")
def test_polls_do_not_keep_a_session_open(
    run: Run, product: Product, provider: Provider, owner: Owner
) -> None:
    session = begun(link(product, run))
    owner.advance("PT15M")
    product.renew()
    ensure_status(polled(product, session), 202)
    owner.advance("PT6M")
    provider.renew()

    ensure_status(provider.call("reportAuthorisation", session.session, json=FAILED), 409)


@requirement("GEN-05")
@pytest.mark.parametrize("whose", ["sibling", "stranger"])
def test_a_route_tells_nobody_else_anything(run: Run, product: Product, whose: str) -> None:
    other = getattr(run, whose)
    if other is None:
        raise NotTestable(f"another company: [consumer.{whose}]")
    session = begun(link(product, run))

    foreign = other.follow(session.answer, session.route)

    ensure_refused(foreign)
    ours = polled(product, session)
    ensure(
        ours.status == 202,
        expected="the route as it was: it works for who got it",
        received=told(ours),
        exchange=foreign,
    )
