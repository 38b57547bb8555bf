"""Bodies of reports: what has to be in them, and how one that is wrong is refused."""

from typing import Any

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import ensure, ensure_status, ensure_success, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.provider.reports import (
    RENEWED,
    Json,
    granted,
    identifiers,
    offered,
    onboarded,
    reported,
    several,
    waiting,
)
from sandbank_conformance.suite.provider.slips import FIELDS, WRONG_VALUES

ACCOUNTS = "/data/bankAccounts"


def ensure_named(answer: Exchange, *pointers: str) -> None:
    """The answer is a 400 that names these places."""
    ensure_status(answer, 400)
    errors = answer.at("/errors")
    listed = errors if isinstance(errors, list) else []
    named = {each.get("pointer") for each in listed if isinstance(each, dict)}
    ensure(
        named >= set(pointers),
        expected=f"errors at {', '.join(pointers)}",
        received=f"errors at {', '.join(sorted(map(str, named))) or 'no place'}",
        exchange=answer,
    )


@requirement("PRV-AUTH-16")
def test_an_account_that_lacks_any_field_answers_400(
    provider: Provider, stock: Stock, draw: Draw
) -> None:
    session, whole = stock.onboarding(shared=True), granted(draw)

    for name in FIELDS:
        lacking = {key: value for key, value in whole.items() if key != name}
        answer = reported(provider, stock, session, onboarded(lacking))

        ensure_named(answer, f"{ACCOUNTS}/0/{name}")


@requirement("PRV-AUTH-16")
@pytest.mark.parametrize("value", WRONG_VALUES)
def test_an_account_with_any_field_that_says_nothing_or_is_no_text_answers_400(
    provider: Provider, stock: Stock, draw: Draw, value: Any
) -> None:
    session, whole = stock.onboarding(shared=True), granted(draw)

    for name in FIELDS:
        answer = reported(provider, stock, session, onboarded({**whole, name: value}))

        ensure_named(answer, f"{ACCOUNTS}/0/{name}")


@smoke
@requirement("PRV-AUTH-16")
def test_all_fields_that_are_wrong_are_named_at_once(
    provider: Provider, stock: Stock, draw: Draw
) -> None:
    session, whole = stock.onboarding(shared=True), granted(draw)
    broken = [{}, whole, {**whole, "accountName": "", "branchIdentifier": 1}]

    answer = reported(provider, stock, session, onboarded(*broken))

    places = [f"{ACCOUNTS}/0/{name}" for name in FIELDS]
    ensure_named(answer, *places, f"{ACCOUNTS}/2/accountName", f"{ACCOUNTS}/2/branchIdentifier")


@requirement("PRV-AUTH-16")
@pytest.mark.parametrize("place", ["in the account", "beside the accounts", "beside the data"])
def test_fields_that_are_not_known_are_ignored(
    provider: Provider, stock: Stock, draw: Draw, place: str
) -> None:
    session, more = stock.onboarding(), {draw.word(): draw.word()}
    account = {**granted(draw), **(more if place == "in the account" else {})}
    body = onboarded(account)
    if place == "beside the accounts":
        body["data"].update(more)
    if place == "beside the data":
        body.update(more)

    answer = reported(provider, stock, session, body)

    ensure_success(answer)


@requirement("PRV-AUTH-16")
@pytest.mark.parametrize(
    "changes",
    [pytest.param({}, id="word for word"), pytest.param({"accountName": "Other"}, id="renamed")],
)
def test_an_account_that_comes_twice_is_offered_once(
    provider: Provider, stock: Stock, owner: Owner, draw: Draw, changes: dict[str, str]
) -> None:
    session, (twice, once) = stock.onboarding(), several(draw, 2)
    given(reported(provider, stock, session, onboarded(twice, once, {**twice, **changes})))

    found = [each for each in offered(owner, session) if twice["accountIdentifier"] in each]
    times = len(found)

    ensure(times <= 1, expected="the account once", received=f"the account {times} times")


@smoke
@requirement("PRV-AUTH-09")
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(RENEWED, id="absent"),
        pytest.param(onboarded(), id="empty"),
        pytest.param({"data": {"status": "success", "bankAccounts": None}}, id="null"),
    ],
)
def test_an_onboarding_that_brings_no_account_answers_400(
    provider: Provider, stock: Stock, body: Json
) -> None:
    session = stock.onboarding(shared=True)

    answer = reported(provider, stock, session, body)

    ensure_status(answer, 400)


@smoke
@requirement("PRV-AUTH-11")
@pytest.mark.parametrize("accounts", [pytest.param(1, id="one account"), pytest.param(2, id="two")])
def test_a_re_authorisation_that_brings_accounts_answers_400(
    provider: Provider, stock: Stock, draw: Draw, accounts: int
) -> None:
    session = stock.reauthorisation(shared=True)
    body = onboarded(*several(draw, accounts))

    answer = reported(provider, stock, session.id, body)

    ensure_named(answer, ACCOUNTS)


@requirement("PRV-AUTH-11")
def test_a_re_authorisation_that_brings_its_own_account_answers_400(
    provider: Provider, product: Product, stock: Stock, draw: Draw
) -> None:
    session = stock.reauthorisation(shared=True)
    own = granted(draw, **identifiers(waiting(product, session)))

    answer = reported(provider, stock, session.id, onboarded(own))

    ensure_named(answer, ACCOUNTS)
