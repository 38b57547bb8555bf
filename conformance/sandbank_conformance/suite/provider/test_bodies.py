"""Bodies of reports: what has to be in them, and how one that is wrong is refused."""

from typing import Any

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import ensure, ensure_status, ensure_success, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.readings import bank_account
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.provider.reports import (
    RENEWED,
    ensure_account_unchanged,
    ensure_still_open,
    fields_of,
    granted,
    offered,
    onboarded,
    reported,
    several,
    waiting,
)

Json = dict[str, Any]

ACCOUNTS = "/data/bankAccounts"
FIELDS = (
    "bankAccountExternalId",
    "accountName",
    "bankIdentifier",
    "branchIdentifier",
    "accountIdentifier",
)
WRONG = [
    *(pytest.param(name, "", id=f"{name} empty") for name in FIELDS),
    *(pytest.param(name, 4711, id=f"{name} a number") for name in FIELDS),
    pytest.param("accountName", "  ", id="accountName blank"),
    pytest.param("accountIdentifier", None, id="accountIdentifier null"),
    pytest.param("branchIdentifier", None, id="branchIdentifier null"),
    pytest.param("bankIdentifier", ["text"], id="bankIdentifier a list"),
]


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
@pytest.mark.parametrize("name", FIELDS)
def test_an_account_that_lacks_a_field_answers_400(
    provider: Provider, stock: Stock, draw: Draw, name: str
) -> None:
    session, whole = stock.onboarding(shared=True), granted(draw)
    lacking = {key: value for key, value in whole.items() if key != name}

    answer = reported(provider, stock, session, onboarded(lacking))

    ensure_named(answer, f"{ACCOUNTS}/0/{name}")
    ensure_still_open(provider, stock, session, onboarded(whole), answer)


@requirement("PRV-AUTH-16")
@pytest.mark.parametrize(("name", "value"), WRONG)
def test_an_account_with_a_field_that_says_nothing_or_is_no_text_answers_400(
    provider: Provider, stock: Stock, draw: Draw, name: str, value: Any
) -> None:
    session, whole = stock.onboarding(shared=True), granted(draw)

    answer = reported(provider, stock, session, onboarded({**whole, name: value}))

    ensure_named(answer, f"{ACCOUNTS}/0/{name}")
    ensure_still_open(provider, stock, session, onboarded(whole), answer)


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
    ensure_still_open(provider, stock, session, onboarded(whole), answer)


@requirement("PRV-AUTH-16")
def test_of_a_report_with_one_wrong_account_nothing_is_offered(
    provider: Provider, stock: Stock, owner: Owner, draw: Draw
) -> None:
    session, whole = stock.onboarding(), granted(draw)

    answer = reported(provider, stock, session, onboarded(whole, {**whole, "accountName": ""}))

    ensure_status(answer, 400)
    found = offered(owner, session)
    ensure(not found, expected="no candidate", received=str(found), also=("GEN-02",))


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
def test_an_account_that_comes_twice_is_offered_once(
    provider: Provider, stock: Stock, owner: Owner, draw: Draw
) -> None:
    session, (twice, once) = stock.onboarding(), several(draw, 2)
    given(reported(provider, stock, session, onboarded(twice, once, twice)))

    times = offered(owner, session).count(fields_of(twice)[0])

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
    provider: Provider, stock: Stock, draw: Draw, body: Json
) -> None:
    session = stock.onboarding(shared=True)

    answer = reported(provider, stock, session, body)

    ensure_status(answer, 400)
    ensure_still_open(provider, stock, session, onboarded(granted(draw)), answer)


@smoke
@requirement("PRV-AUTH-11")
@pytest.mark.parametrize("accounts", [pytest.param(1, id="one account"), pytest.param(2, id="two")])
def test_a_re_authorisation_that_brings_accounts_answers_400(
    provider: Provider, product: Product, stock: Stock, draw: Draw, accounts: int
) -> None:
    session = stock.reauthorisation(shared=True)
    account = waiting(product, session)
    before = bank_account(product, account)
    body = onboarded(*several(draw, accounts))

    answer = reported(provider, stock, session.id, body)

    ensure_named(answer, ACCOUNTS)
    ensure_account_unchanged(product, account, before, answer)
    ensure_still_open(provider, stock, session.id, RENEWED, answer)


@requirement("PRV-AUTH-11")
def test_a_re_authorisation_that_brings_its_own_account_answers_400(
    provider: Provider, product: Product, stock: Stock, draw: Draw
) -> None:
    session = stock.reauthorisation(shared=True)
    account = waiting(product, session)
    before = bank_account(product, account)
    names = ("bankIdentifier", "accountIdentifier")
    own = {name: given(product.call("getBankAccount", account), f"/{name}") for name in names}

    answer = reported(provider, stock, session.id, onboarded(granted(draw, **own)))

    ensure_named(answer, ACCOUNTS)
    ensure_account_unchanged(product, account, before, answer)
