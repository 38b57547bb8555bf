"""Sessions that the owner begins in place of a user."""

from datetime import timedelta
from http import HTTPStatus

import pytest

from sandbank_conformance.callers import Product, Provider
from sandbank_conformance.conditions import (
    NotTestable,
    ensure,
    ensure_member,
    ensure_status,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import NOTHING
from sandbank_conformance.marks import of_api, requirement, smoke, transition
from sandbank_conformance.owner import Owner, moment
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.control.entries import at, entries, pointers

pytestmark = of_api("provider")

TOLD = ("/providerId", "/event/type", "/event/resource/type")
TWENTY_MINUTES = timedelta(minutes=20)


@smoke
@requirement("CTL-06")
def test_a_session_begins_open_and_lives_twenty_minutes(owner: Owner, provider: Provider) -> None:
    before = owner.now()

    begun = owner.begin(provider.access.id, "onboarding")

    ensure_status(begun, 201)
    shown = owner.call("getAuthorisation", given(begun, "/authorisationId"))
    ensure_member(shown, "/status", "open")
    after = owner.now()
    ensure(
        before <= moment(shown.at("/expiresAt")) - TWENTY_MINUTES <= after,
        expected=f"20 minutes from {before}",
        received=str(shown.at("/expiresAt")),
        exchange=shown,
    )


@requirement("CTL-06")
def test_a_session_is_open_until_its_time_is_over(owner: Owner, stock: Stock) -> None:
    session = stock.onboarding()

    owner.advance("PT19M59S")

    ensure_member(owner.call("getAuthorisation", session), "/status", "open")


@requirement("CTL-06")
def test_a_session_is_over_after_twenty_minutes(owner: Owner, stock: Stock) -> None:
    given(owner.call("moveClock", json={"frozen": True}))
    session = stock.onboarding()

    owner.advance("PT20M")

    ensure_member(owner.call("getAuthorisation", session), "/status", "expired")


@smoke
@requirement("CTL-06")
@pytest.mark.parametrize("kind", ["onboarding", "reauthorisation"])
def test_the_provider_is_told_of_a_session(
    kind: str, owner: Owner, stock: Stock, provider: Provider
) -> None:
    session = stock.onboarding() if kind == "onboarding" else stock.reauthorisation().id

    listed = owner.call("listNotifications")

    told = [each for each in entries(listed) if at(each, "/event/resource/id") == session]
    wanted = (provider.access.id, "resourceCreated", "authorisation")
    found = [tuple(at(each, pointer) for pointer in TOLD) for each in told]
    ensure(
        found == [wanted] and at(told[0], "/event/additionalData/bankId") is not NOTHING,
        expected=f"{wanted} once, with its bankId",
        received=str(told),
        exchange=listed,
    )


@requirement("CTL-06")
@pytest.mark.parametrize(
    ("pointer", "members"),
    [
        pytest.param("/providerId", {"providerId": "nobody"}, id="provider"),
        pytest.param("/companyId", {"companyId": "nobody"}, id="company"),
        pytest.param(
            "/bankAccountId",
            {"kind": "reauthorisation", "bankAccountId": "nobody"},
            id="bank account",
        ),
        pytest.param("/bankAccountId", {"kind": "reauthorisation"}, id="no bank account"),
        pytest.param("/kind", {"kind": "holiday"}, id="kind"),
    ],
)
def test_what_nobody_knows_answers_400_with_its_pointer(
    pointer: str, members: dict[str, str], owner: Owner, provider: Provider
) -> None:
    body = {"providerId": provider.access.id, "kind": "onboarding", **members}

    answer = owner.call("beginAuthorisation", json=body)

    ensure_status(answer, 400)
    named = pointers(answer)
    ensure(pointer in named, expected=f"an error at {pointer}", received=f"errors at {named}")


@requirement("CTL-06")
def test_an_account_at_the_bank_of_another_provider_answers_400(
    owner: Owner, rival: Provider, stock: Stock
) -> None:
    account = stock.account(status="authRequired", shared=True)

    answer = owner.begin(rival.access.id, "reauthorisation", bankAccountId=account)

    ensure_status(answer, 400)
    named = pointers(answer)
    ensure("/bankAccountId" in named, expected="/bankAccountId", received=str(named))


@requirement("CTL-06")
@of_api("consumer")
def test_a_company_that_is_not_the_accounts_answers_400(
    owner: Owner, provider: Provider, stranger: Product, stock: Stock
) -> None:
    account, company = stock.account(status="authRequired"), stranger.access.company

    answer = owner.begin(
        provider.access.id, "reauthorisation", bankAccountId=account, companyId=company
    )

    ensure_status(answer, 400)
    named = pointers(answer)
    ensure("/companyId" in named, expected="/companyId", received=str(named))


@requirement("CTL-06")
@pytest.mark.parametrize("operation_id", ["getAuthorisation", "listCandidates"])
def test_a_session_that_nobody_has_answers_404(operation_id: str, owner: Owner, draw: Draw) -> None:
    answer = owner.call(operation_id, draw.uuid())

    ensure_status(answer, 404)


@requirement("CTL-06")
def test_a_choice_from_a_session_that_nobody_has_answers_404(owner: Owner, draw: Draw) -> None:
    answer = owner.call("chooseCandidate", draw.uuid(), json={"accountIdentifier": draw.word()})

    if answer.status == HTTPStatus.METHOD_NOT_ALLOWED:
        raise NotTestable("a choice made through the control API")
    ensure_status(answer, 404)


@requirement("CON-OFF-13", level="profile")
@of_api("consumer")
@transition("session", "open", "disconnected", "revoked")
def test_a_session_is_revoked_when_its_account_is_disconnected(
    owner: Owner, product: Product, stock: Stock
) -> None:
    session = stock.reauthorisation()
    given(product.call("disconnectBankAccount", session.account))

    shown = owner.call("getAuthorisation", session.id)

    ensure_member(shown, "/status", "revoked")
