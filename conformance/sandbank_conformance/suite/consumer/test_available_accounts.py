"""More accounts of a user who is connected already: listed as candidates, and linked."""

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import (
    NotTestable,
    differences,
    ensure,
    ensure_member,
    ensure_refused,
    ensure_status,
    ensure_success,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.readings import accounts_of, afterwards
from sandbank_conformance.run import Run
from sandbank_conformance.suite.consumer.candidates import START, Connected
from sandbank_conformance.suite.control.entries import entries


@smoke
@requirement("CON-LINK-02")
def test_what_was_shared_beside_is_listed_as_not_connected(connected: Connected) -> None:
    answer = connected.listed()

    ensure_status(answer, 200)
    for n in range(2):
        shown = connected.candidate(n).get("metadata")
        state = shown.get("connected") if isinstance(shown, dict) else shown
        ensure(state is False, expected="connected: false", received=f"{shown}", exchange=answer)


@smoke
@requirement("CON-LINK-02")
def test_linking_a_candidate_makes_a_pending_account(connected: Connected) -> None:
    answer = connected.link()

    ensure_success(answer)
    ensure_member(answer, "/status", "pending")
    ensure_member(answer, "/accountIdentifier", connected.shared[0]["accountIdentifier"])
    shown = connected.product.call("getBankAccount", str(answer.at("/bankAccountId")))
    ensure_member(shown, "/status", "pending")


@requirement("CON-LINK-02")
def test_a_candidate_is_connected_once_it_is_linked(connected: Connected) -> None:
    given(connected.link(0))

    states = [connected.candidate(n).get("metadata") for n in range(2)]
    found = [each.get("connected") if isinstance(each, dict) else each for each in states]
    ensure(found == [True, False], expected="only the linked one", received=f"{found}")


@requirement("CON-LINK-02")
def test_a_candidate_keeps_its_id(connected: Connected) -> None:
    before = connected.candidate(0).get("bankAccountCandidateId")
    given(connected.link(0))

    after = connected.candidate(0).get("bankAccountCandidateId")
    ensure(before == after, expected=f"{before}", received=f"{after}")


@requirement("CON-LINK-02")
def test_the_provider_is_told_of_it(connected: Connected, owner: Owner) -> None:
    account = str(given(connected.link(), "/bankAccountId"))

    told = entries(owner.call("listNotifications", query={"bankAccountId": account}))
    events = [each["event"] for each in told if isinstance(each.get("event"), dict)]
    data = [each.get("additionalData") for each in events if each.get("type") == "resourceCreated"]
    external = connected.shared[0]["bankAccountExternalId"]
    found = [(each.get("externalId"), each.get("requestedStartDate")) for each in data]
    ensure(found == [(external, START)], expected=f"{(external, START)}", received=f"{found}")


@requirement("CON-LINK-02")
def test_a_connected_candidate_makes_no_second_account(connected: Connected) -> None:
    given(connected.link())
    before = accounts_of(connected.product)

    answer = connected.link()

    after = afterwards(accounts_of, connected.product)
    ensure(
        before == after,
        expected="the company's bank accounts as they were",
        received="; ".join(differences(before, after)),
        exchange=answer,
    )


@requirement("CON-LINK-02", level="profile")
def test_linking_a_connected_candidate_answers_409(connected: Connected) -> None:
    given(connected.link())

    ensure_status(connected.link(), 409)


@requirement("CON-LINK-02")
def test_a_disconnected_candidate_can_be_linked_again(connected: Connected) -> None:
    old = str(given(connected.link(), "/bankAccountId"))
    given(connected.product.call("disconnectBankAccount", old))

    answer = connected.link()

    ensure_success(answer)
    new = answer.at("/bankAccountId")
    ensure(new != old, expected="a new bankAccountId", received="the old one", exchange=answer)


@requirement("CON-LINK-02", level="profile")
def test_an_unknown_candidate_answers_404(product: Product, draw: Draw) -> None:
    body = {"bankAccountCandidateId": draw.uuid(), "requestedStartDate": START}

    ensure_status(product.call("linkAvailableBankAccount", json=body), 404)


@requirement("CON-LINK-02", level="profile")
def test_a_list_about_nothing_answers_400(product: Product) -> None:
    ensure_status(product.call("listAvailableBankAccounts"), 400)


@of_api("consumer")
@requirement("GEN-05")
@pytest.mark.parametrize("whose", ["sibling", "stranger"])
def test_candidates_are_of_one_company(connected: Connected, run: Run, whose: str) -> None:
    other = getattr(run, whose)
    if other is None:
        raise NotTestable(f"another company: [consumer.{whose}]")
    candidate = str(connected.candidate(0).get("bankAccountCandidateId"))
    body = {"bankAccountCandidateId": candidate, "requestedStartDate": START}

    ensure_refused(other.call("linkAvailableBankAccount", json=body))
