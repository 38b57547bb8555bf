"""Accounts that are connected already: they may be reported again, and stay the only ones."""

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import (
    NotTestable,
    ensure,
    ensure_status,
    ensure_success,
    ensure_unchanged,
    given,
    told,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.owner import Owner, there
from sandbank_conformance.readings import afterwards, bank_account
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.disconnecting import disconnect
from sandbank_conformance.suite.provider.connections import (
    ensure_only_one,
    of_bank,
    reported_again,
)
from sandbank_conformance.suite.provider.reports import Json, granted, offered, onboarded, reported

REPORTED = [pytest.param(False, id="unreported"), pytest.param(True, id="after a report")]


@smoke
@requirement("PRV-AUTH-13")
def test_a_report_may_bring_an_account_that_is_connected(
    provider: Provider, stock: Stock, draw: Draw, connected: Json
) -> None:
    session = stock.onboarding()
    again = granted(draw, **of_bank(connected["identity"]))

    answer = reported(provider, stock, session, onboarded(again))

    ensure_success(answer)


@smoke
@requirement("PRV-AUTH-13")
def test_a_report_of_a_connected_account_makes_no_second_one(
    provider: Provider, product: Product, stock: Stock, draw: Draw, connected: Json
) -> None:
    reported_again(provider, stock, draw, connected)

    ensure_only_one(product, connected)


@requirement("PRV-AUTH-13")
@pytest.mark.parametrize("before", REPORTED)
def test_creating_a_connected_account_makes_no_second_one(
    provider: Provider, product: Product, stock: Stock, draw: Draw, connected: Json, before: bool
) -> None:
    if before:
        reported_again(provider, stock, draw, connected)

    product.call("createBankAccount", json=connected["identity"])

    ensure_only_one(product, connected)


@requirement("PRV-AUTH-13", level="profile")
def test_creating_a_connected_account_answers_409(product: Product, connected: Json) -> None:
    answer = product.call("createBankAccount", json=connected["identity"])

    ensure_status(answer, 409)


@requirement("GEN-02")
def test_creating_a_connected_account_in_vain_changes_nothing_of_it(
    product: Product, draw: Draw, connected: Json
) -> None:
    before = bank_account(product, connected["id"])
    others = {"accountName": draw.word(), "accountKey": draw.word(), "accountType": "loan"}
    body = {**connected["identity"], **others, "defaultCurrency": "USD"}

    answer = product.call("createBankAccount", json=body)

    if not answer.refused:
        raise NotTestable(f"a refusal: {told(answer)}")
    after = afterwards(bank_account, product, connected["id"])
    ensure_unchanged(before, after, by=answer)


@requirement("PRV-AUTH-13")
def test_an_account_that_was_connected_anew_is_the_only_one(
    product: Product, connected: Json
) -> None:
    disconnect(product, connected["id"])
    new = given(product.call("createBankAccount", json=connected["identity"]), "/bankAccountId")

    product.call("createBankAccount", json=connected["identity"])

    ensure_only_one(product, {**connected, "id": new})


@requirement("PRV-AUTH-13")
def test_choosing_a_connected_account_makes_no_second_one(
    provider: Provider, product: Product, stock: Stock, owner: Owner, draw: Draw, connected: Json
) -> None:
    session = reported_again(provider, stock, draw, connected)

    owner.call("chooseCandidate", session, json=_choice(connected))

    ensure_only_one(product, connected)


@requirement("PRV-AUTH-13", level="profile")
def test_choosing_a_connected_account_answers_409(
    provider: Provider, stock: Stock, owner: Owner, draw: Draw, connected: Json
) -> None:
    session = reported_again(provider, stock, draw, connected)
    if connected["identity"]["accountIdentifier"] not in str(offered(owner, session)):
        raise NotTestable("a session that offers the account which is connected")

    answer = there(owner.call("chooseCandidate", session, json=_choice(connected)))

    ensure_status(answer, 409)


def _choice(connected: Json) -> Json:
    return {"accountIdentifier": connected["identity"]["accountIdentifier"]}


@requirement("PRV-AUTH-13")
@pytest.mark.parametrize("before", REPORTED)
def test_a_cancelled_account_can_be_connected_anew(
    provider: Provider, product: Product, stock: Stock, draw: Draw, connected: Json, before: bool
) -> None:
    disconnect(product, connected["id"])
    if before:
        reported_again(provider, stock, draw, connected)

    answer = product.call("createBankAccount", json=connected["identity"])

    ensure_success(answer)
    new = answer.at("/bankAccountId")
    ensure(new != connected["id"], expected="a new bankAccountId", received="the cancelled one's")


@requirement("PRV-AUTH-08")
def test_an_account_that_is_connected_is_offered_like_others(
    provider: Provider, stock: Stock, owner: Owner, draw: Draw, connected: Json
) -> None:
    session = reported_again(provider, stock, draw, connected)

    found = offered(owner, session)

    wanted = connected["identity"]["accountIdentifier"]
    ensure(
        any(wanted in each for each in found),
        expected=f"the account {wanted} among those that are offered",
        received=str(found),
    )


@requirement("PRV-AUTH-13")
def test_candidates_say_which_accounts_are_connected(
    provider: Provider, product: Product, stock: Stock, owner: Owner, draw: Draw, connected: Json
) -> None:
    gone = {**connected["identity"], "accountIdentifier": f"acct-{draw.word()}"}
    cancelled = given(product.call("createBankAccount", json=gone), "/bankAccountId")
    disconnect(product, str(cancelled))
    session = stock.onboarding()
    brought = [granted(draw, **of_bank(each)) for each in (connected["identity"], gone)]
    given(reported(provider, stock, session, onboarded(*brought)))

    listed = given(owner.call("listCandidates", session)).json

    found = {each["accountIdentifier"]: each["connected"] for each in listed}
    right = {each["accountIdentifier"]: each is brought[0] for each in brought}
    wanted = {name: right[name] for name in found}  # whether all are offered is another question
    ensure(found == wanted, expected=f"connected: {wanted}", received=f"connected: {found}")
