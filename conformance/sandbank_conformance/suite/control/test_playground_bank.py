"""The bank that the sandbox plays: the owner decides for its user, and has transactions made."""

from typing import Any

import pytest

from sandbank_conformance.callers import Product
from sandbank_conformance.conditions import (
    ensure,
    ensure_member,
    ensure_status,
    ensure_unchanged,
    given,
)
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.readings import afterwards, bank_account
from sandbank_conformance.suite.control.entries import entries

pytestmark = of_api("provider", "consumer")

PLAYED, OTHER = "provider-a", "provider-b"
NEW = ["acct-21", "acct-22"]  # accounts that every user has at the playground bank
ACTIVE = "0d000000-0000-4000-8000-000000000001"
PENDING = "0d000000-0000-4000-8000-000000000002"
LAPSED = "0d000000-0000-4000-8000-000000000003"


def begun(owner: Owner, provider_id: str = PLAYED, **more: str) -> str:
    """A session that waits for its user."""
    body = {"providerId": provider_id, "kind": "onboarding", **more}
    return str(given(owner.call("beginAuthorisation", json=body), "/authorisationId"))


def renewal(owner: Owner) -> str:
    """A session that is to bring an account back."""
    return begun(owner, kind="reauthorisation", bankAccountId=LAPSED)


def offered(owner: Owner, session: str) -> list[Any]:
    """Which accounts a session offers."""
    found = entries(owner.call("listCandidates", session))
    return [each.get("accountIdentifier") for each in found]


def status_of(owner: Owner, session: str) -> Any:
    """Where a session stands."""
    return given(owner.call("getAuthorisation", session), "/status")


@smoke
@requirement("CTL-14")
def test_an_approval_grants_the_accounts_that_are_named(owner: Owner) -> None:
    session = begun(owner)

    answer = owner.call(
        "logInUser", session, json={"decision": "approve", "accountIdentifiers": NEW}
    )

    ensure_status(answer, 200)
    ensure_member(answer, "/status", "granted")
    found = offered(owner, session)
    ensure(sorted(found) == NEW, expected=f"{NEW} offered", received=f"{found}")


@requirement("CTL-14")
def test_an_approval_without_names_grants_old_accounts_and_new(owner: Owner) -> None:
    session = begun(owner)

    ensure_status(owner.call("logInUser", session, json={"decision": "approve"}), 200)

    found, wanted = offered(owner, session), {"acct-1", *NEW}
    ensure(wanted <= set(found), expected=f"{sorted(wanted)} among them", received=f"{found}")


@requirement("CTL-14")
@pytest.mark.parametrize("begin", [begun, renewal], ids=["onboarding", "re-authorisation"])
def test_a_refusal_fails_the_session(begin: Any, owner: Owner) -> None:
    session = begin(owner)

    ensure_status(owner.call("logInUser", session, json={"decision": "refuse"}), 200)

    stands = status_of(owner, session)
    ensure(stands == "failed", expected="a session that failed", received=f"{stands}")


@requirement("CTL-14")
def test_an_approval_brings_an_account_back(owner: Owner, product: Product) -> None:
    session = renewal(owner)

    ensure_status(owner.call("logInUser", session, json={"decision": "approve"}), 200)

    ensure_member(product.call("getBankAccount", LAPSED), "/status", "active")


@requirement("CTL-14")
@pytest.mark.parametrize(
    "named", [["acct-21", "acct-999"], []], ids=["one that is not there", "none"]
)
def test_accounts_that_the_user_does_not_have_are_refused(named: list[str], owner: Owner) -> None:
    session = begun(owner)

    answer = owner.call(
        "logInUser", session, json={"decision": "approve", "accountIdentifiers": named}
    )

    ensure_status(answer, 400)
    stands = status_of(owner, session)
    ensure(stands == "open", expected="a session that is open still", received=f"{stands}")


@requirement("CTL-14")
def test_a_user_of_another_bank_is_nobodys_to_decide_for(owner: Owner) -> None:
    session = begun(owner, OTHER)

    ensure_status(owner.call("logInUser", session, json={"decision": "approve"}), 404)


@requirement("CTL-14")
def test_a_user_decides_once(owner: Owner) -> None:
    session = begun(owner)
    given(owner.call("logInUser", session, json={"decision": "refuse"}))

    ensure_status(owner.call("logInUser", session, json={"decision": "approve"}), 409)


@requirement("CTL-14")
@pytest.mark.parametrize("count", [1, 7, 250])
def test_transactions_are_made_as_many_as_asked_for(
    count: int, owner: Owner, product: Product
) -> None:
    answer = owner.call("makeTransactions", PENDING, json={"count": count})

    ensure_status(answer, 201)
    ensure_member(product.call("getBankAccount", PENDING), "/status", "active")
    page = product.call("listTransactions", PENDING)
    ensure_member(page, "/bankTransactionList/total", count)


@requirement("CTL-14")
def test_a_cancelled_account_has_none_made(owner: Owner, product: Product) -> None:
    given(product.call("disconnectBankAccount", ACTIVE))
    before = bank_account(product, ACTIVE)

    answer = owner.call("makeTransactions", ACTIVE, json={})

    ensure_status(answer, 409)
    ensure_unchanged(before, afterwards(bank_account, product, ACTIVE), by=answer)


@requirement("CTL-14")
def test_sessions_are_approved_by_themselves_where_the_owner_wants_it(owner: Owner) -> None:
    given(owner.call("changeSettings", json={"autoApprove": True}))

    stands = status_of(owner, begun(owner))

    ensure(stands == "completed", expected="a session that is completed", received=f"{stands}")
