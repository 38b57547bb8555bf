"""Provider tokens that have expired: refused, without any effect."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from sandbank_conformance.callers import Product, Provider, need, variable
from sandbank_conformance.client import HeaderChanges
from sandbank_conformance.conditions import ensure_member, ensure_refused, ensure_status, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.run import Run
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.provider.reports import (
    RENEWED,
    ensure_account_unchanged,
    ensure_still_open,
    granted,
    onboarded,
    reported,
    waiting,
)

SOON, LATE = 1, 600  # seconds; for ten minutes a server may say that clocks differ


Use = Callable[[HeaderChanges], object]


@contextmanager
def expired(
    run: Run, provider: Provider, seconds: int, use: Use | None = None
) -> Iterator[HeaderChanges]:
    """The headers of a token that has expired some seconds ago; afterwards it is as before.

    Where it is good at first, `use` may use it until then.
    """
    if run.owner is None or not run.ground.is_ours:
        held = run.target.provider.expired_token if run.target.provider else ""
        token = need(held, 'a token that has expired: [provider] expired-token = "…"')
        run.secrets.add(token, variable(provider.name, "expired token"))
        yield {"Authorization": f"Bearer {token}"}
        return
    issued = given(provider.ask_for_token())
    token, lifetime = given(issued, "/access_token"), given(issued, "/expires_in")
    run.secrets.add(token, variable(provider.name, "expired token"))
    if use is not None:
        use({"Authorization": f"Bearer {token}"})
    now = run.owner.clock()["now"]
    run.owner.advance(f"PT{lifetime + seconds}S")
    yield {"Authorization": f"Bearer {token}"}
    given(run.owner.call("moveClock", json={"set": now}))


@smoke
@requirement("PRV-AUTH-05", level="must")
def test_an_expired_token_is_refused(
    run: Run, provider: Provider, stock: Stock, draw: Draw
) -> None:
    body = onboarded(granted(draw))

    with expired(run, provider, LATE) as headers:
        session = stock.onboarding(shared=True)
        answer = reported(provider, stock, session, body, headers=headers)

    ensure_refused(answer)
    ensure_still_open(provider, stock, session, body, answer)


@requirement("PRV-AUTH-05", level="must")
def test_a_token_that_was_good_is_refused_once_it_has_expired(
    run: Run, provider: Provider, stock: Stock, draw: Draw
) -> None:
    body = onboarded(granted(draw))

    def use(headers: HeaderChanges) -> None:
        given(reported(provider, stock, stock.onboarding(), body, headers=headers))

    with expired(run, provider, LATE, use) as headers:
        session = stock.onboarding()
        answer = reported(provider, stock, session, body, headers=headers)

    ensure_refused(answer)
    ensure_still_open(provider, stock, session, body, answer)


@requirement("PRV-AUTH-05", level="must")
def test_a_re_authorisation_with_an_expired_token_changes_nothing(
    run: Run, provider: Provider, product: Product, stock: Stock
) -> None:
    waits = stock.reauthorisation(shared=True)
    before, account = waiting(product, waits), waits.account

    with expired(run, provider, LATE) as headers:
        session = stock.reauthorisation(account, shared=True)
        answer = reported(provider, stock, session.id, RENEWED, headers=headers)

    ensure_refused(answer)
    ensure_account_unchanged(product, account, before, answer)
    ensure_still_open(provider, stock, session.id, RENEWED, answer)


@requirement("PRV-AUTH-05")
def test_an_expired_token_answers_403_token_expired(
    run: Run, provider: Provider, stock: Stock, draw: Draw
) -> None:
    with expired(run, provider, SOON) as headers:
        session = stock.onboarding(shared=True)
        answer = reported(provider, stock, session, onboarded(granted(draw)), headers=headers)

    ensure_status(answer, 403)
    ensure_member(answer, "/code", "token_expired")


@requirement("PRV-AUTH-05")
@pytest.mark.parametrize("status", [401, 403])
def test_a_setting_says_what_an_expired_token_answers(
    run: Run, provider: Provider, stock: Stock, owner: Owner, draw: Draw, status: int
) -> None:
    given(owner.call("changeSettings", json={"expiredTokenStatus": status}))

    with expired(run, provider, SOON) as headers:
        session = stock.onboarding()
        answer = reported(provider, stock, session, onboarded(granted(draw)), headers=headers)

    ensure_status(answer, status)
    ensure_member(answer, "/code", "token_expired")
