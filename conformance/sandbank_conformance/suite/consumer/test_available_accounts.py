"""More accounts of a user who is connected already: listed as candidates, and linked."""

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import (
    differences,
    ensure,
    ensure_member,
    ensure_status,
    ensure_success,
    given,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.readings import accounts_of, afterwards
from sandbank_conformance.stock import Stock
from sandbank_conformance.suite.consumer.candidates import START, Connected
from sandbank_conformance.suite.control.entries import at, entries


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


@requirement("CON-ACC-01")
def test_what_was_linked_is_pending(connected: Connected) -> None:
    account = str(given(connected.link(), "/bankAccountId"))

    ensure_member(connected.product.call("getBankAccount", account), "/status", "pending")


@requirement("CON-LINK-02")
def test_the_candidate_that_is_named_is_linked(connected: Connected) -> None:
    for n in (1, 0):
        answer = given(connected.link(n))

        ensure_member(answer, "/accountIdentifier", connected.shared[n]["accountIdentifier"])


@requirement("CON-LINK-02")
def test_a_candidate_is_connected_once_it_is_linked(connected: Connected) -> None:
    connected.states()
    given(connected.link(0))

    found = connected.states()
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
def test_the_provider_is_told_that_there_is_a_bank_account(
    connected: Connected, owner: Owner
) -> None:
    account = str(given(connected.link(), "/bankAccountId"))

    told = entries(owner.call("listNotifications", query={"bankAccountId": account}))
    found = [(at(each, "/event/resource/type"), at(each, "/event/resource/id")) for each in told]
    wanted = ("bankAccount", account)
    ensure(wanted in found, expected=f"{wanted}", received=f"{found}")


@requirement("PRV-AUTH-13")
def test_no_second_account_comes_of_a_candidate(connected: Connected) -> None:
    given(connected.link())
    connected.link()

    wanted = connected.shared[0]["accountIdentifier"]
    found = [
        each
        for each in accounts_of(connected.product).values()
        if each.get("accountIdentifier") == wanted and each.get("status") != "cancelled"
    ]
    ensure(len(found) == 1, expected=f"one account {wanted}", received=f"{len(found)} of them")


@requirement("GEN-02")
def test_the_provider_is_told_nothing_of_a_candidate_that_was_not_linked(
    connected: Connected, owner: Owner
) -> None:
    account = str(given(connected.link(), "/bankAccountId"))
    query = {"bankAccountId": account}
    before = len(entries(owner.call("listNotifications", query=query)))

    answer = connected.link()

    after = len(entries(owner.call("listNotifications", query=query)))
    if answer.refused:
        ensure(before == after, expected=f"{before} of them", received=f"{after}", exchange=answer)


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


@requirement("CON-OFF-11")
def test_a_list_about_a_disconnected_account_answers_409(connected: Connected) -> None:
    given(connected.listed())
    given(connected.product.call("disconnectBankAccount", connected.account))

    ensure_status(connected.listed(), 409)


@requirement("CON-OFF-11")
def test_one_disconnected_account_among_others_answers_409(
    connected: Connected, stock: Stock
) -> None:
    query = {"bankAccountIds": f"{stock.account()},{connected.account}"}
    given(connected.product.call("listAvailableBankAccounts", query=query))
    given(connected.product.call("disconnectBankAccount", connected.account))

    ensure_status(connected.product.call("listAvailableBankAccounts", query=query), 409)


@requirement("CON-LINK-02", level="profile")
def test_a_list_about_nothing_answers_400(product: Product) -> None:
    ensure_status(product.call("listAvailableBankAccounts"), 400)
