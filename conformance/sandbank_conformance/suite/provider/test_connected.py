"""Accounts that are connected already: they may be reported again, and stay the only ones."""

from typing import Any

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import (
    NotTestable,
    ensure,
    ensure_status,
    ensure_success,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.readings import accounts_of
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.provider.reports import granted, offered, onboarded, reported

Json = dict[str, Any]

IDENTITY = ("bankId", "bankIdentifier", "accountIdentifier")
REPORTED = [pytest.param(False, id="unreported"), pytest.param(True, id="after a report")]


@pytest.fixture
def connected(product: Product, stock: Stock, draw: Draw) -> Json:
    """A bank account that the product has connected, with what makes it the same account."""
    account = stock.new_account(draw)
    shown = given(product.call("getBankAccount", account))
    identity = {name: given(shown, f"/{name}") for name in IDENTITY}
    if _same(product, identity) != [account]:
        raise NotTestable("a list of bank accounts that shows a new one with its identifiers")
    return {"id": account, "identity": identity}


def _same(product: Product, identity: Json) -> list[str]:
    """The ids of the product's accounts that are this real account, cancelled ones aside."""
    return [
        each
        for each, shown in accounts_of(product).items()
        if shown.get("status") != "cancelled"
        and all(shown.get(name) == identity[name] for name in IDENTITY)
    ]


def _reported_again(provider: Provider, stock: Stock, draw: Draw, connected: Json) -> str:
    """A session whose report has brought a connected account beside a new one."""
    session = stock.onboarding()
    again = granted(draw, **_of_bank(connected["identity"]))
    new = granted(draw, bankIdentifier=again["bankIdentifier"])
    given(reported(provider, stock, session, onboarded(new, again)))
    return session


def _of_bank(identity: Json) -> dict[str, str]:
    return {name: identity[name] for name in IDENTITY[1:]}


def ensure_only_one(product: Product, connected: Json) -> None:
    """The connected account is the only one of its identifiers."""
    found = _same(product, connected["identity"])
    ensure(
        found == [connected["id"]],
        expected="the connected bank account and no second one",
        received=f"{len(found)} bank accounts: {', '.join(found)}",
    )


@smoke
@requirement("PRV-AUTH-13")
def test_a_report_may_bring_an_account_that_is_connected(
    provider: Provider, stock: Stock, draw: Draw, connected: Json
) -> None:
    session = stock.onboarding()
    again = granted(draw, **_of_bank(connected["identity"]))

    answer = reported(provider, stock, session, onboarded(again))

    ensure_success(answer)


@smoke
@requirement("PRV-AUTH-13")
def test_a_report_of_a_connected_account_makes_no_second_one(
    provider: Provider, product: Product, stock: Stock, draw: Draw, connected: Json
) -> None:
    _reported_again(provider, stock, draw, connected)

    ensure_only_one(product, connected)


@requirement("PRV-AUTH-13")
@pytest.mark.parametrize("before", REPORTED)
def test_creating_a_connected_account_makes_no_second_one(
    provider: Provider, product: Product, stock: Stock, draw: Draw, connected: Json, before: bool
) -> None:
    if before:
        _reported_again(provider, stock, draw, connected)

    product.call("createBankAccount", json=connected["identity"])

    ensure_only_one(product, connected)


@requirement("PRV-AUTH-13", level="profile")
def test_creating_a_connected_account_answers_409(product: Product, connected: Json) -> None:
    answer = product.call("createBankAccount", json=connected["identity"])

    ensure_status(answer, 409)


@requirement("PRV-AUTH-13")
def test_choosing_a_connected_account_makes_no_second_one(
    provider: Provider, product: Product, stock: Stock, owner: Owner, draw: Draw, connected: Json
) -> None:
    session = _reported_again(provider, stock, draw, connected)

    owner.call("chooseCandidate", session, json=_choice(connected))

    ensure_only_one(product, connected)


@requirement("PRV-AUTH-13", level="profile")
def test_choosing_a_connected_account_answers_409(
    provider: Provider, stock: Stock, owner: Owner, draw: Draw, connected: Json
) -> None:
    session = _reported_again(provider, stock, draw, connected)
    if connected["identity"]["accountIdentifier"] not in str(offered(owner, session)):
        raise NotTestable("a session that offers the account which is connected")

    answer = owner.call("chooseCandidate", session, json=_choice(connected))

    ensure_status(answer, 409)


def _choice(connected: Json) -> Json:
    return {"accountIdentifier": connected["identity"]["accountIdentifier"]}


@requirement("PRV-AUTH-13")
@pytest.mark.parametrize("before", REPORTED)
def test_a_cancelled_account_can_be_connected_anew(
    provider: Provider, product: Product, stock: Stock, draw: Draw, connected: Json, before: bool
) -> None:
    given(product.call("disconnectBankAccount", connected["id"]))
    if before:
        _reported_again(provider, stock, draw, connected)

    answer = product.call("createBankAccount", json=connected["identity"])

    ensure_success(answer)
    new = answer.at("/bankAccountId")
    ensure(new != connected["id"], expected="a new bankAccountId", received="the cancelled one's")


@requirement("PRV-AUTH-13")
@pytest.mark.parametrize("name", IDENTITY[1:])
def test_an_account_that_shares_one_identifier_only_is_another_account(
    product: Product, draw: Draw, connected: Json, name: str
) -> None:
    other = {**connected["identity"], name: f"other-{draw.word()}"}

    answer = product.call("createBankAccount", json=other)

    ensure_success(answer)


@requirement("PRV-AUTH-13")
def test_an_account_that_another_company_has_connected_is_not_connected(
    product: Product, sibling: Product, draw: Draw, connected: Json
) -> None:
    identity = {**connected["identity"], "accountIdentifier": f"acct-{draw.word()}"}
    given(sibling.call("createBankAccount", json=identity))

    answer = product.call("createBankAccount", json=identity)

    ensure_success(answer)


@requirement("PRV-AUTH-13")
def test_candidates_say_which_accounts_are_connected(
    provider: Provider, product: Product, stock: Stock, owner: Owner, draw: Draw, connected: Json
) -> None:
    gone = {**connected["identity"], "accountIdentifier": f"acct-{draw.word()}"}
    cancelled = given(product.call("createBankAccount", json=gone), "/bankAccountId")
    given(product.call("disconnectBankAccount", cancelled))
    session = stock.onboarding()
    brought = [granted(draw, **_of_bank(each)) for each in (connected["identity"], gone)]
    given(reported(provider, stock, session, onboarded(*brought)))

    listed = given(owner.call("listCandidates", session)).json

    told = {each["accountIdentifier"]: each["connected"] for each in listed}
    right = {each["accountIdentifier"]: each is brought[0] for each in brought}
    wanted = {name: right[name] for name in told}  # whether all are offered is another question
    ensure(told == wanted, expected=f"connected: {wanted}", received=f"connected: {told}")
