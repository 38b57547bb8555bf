"""Linking more accounts over the wire."""

from typing import Any

import pytest
from served import COMPANY, ORGANISATION, Served, bank_account
from wire_calls import ACCOUNTS, CANDIDATE_ID, send

LISTED = f"/consumer/v1/{COMPANY}/availablebankaccounts"
LONG = f"/api/v1/organisations/{ORGANISATION}/companies/{COMPANY}"


def listed(served: Served, *ids: str, path: str = LISTED) -> dict[str, Any]:
    """The candidates by their account identifiers."""
    query = f"{path}?bankAccountIds={','.join(ids or (bank_account(1),))}"
    answer = send(served, "listAvailableBankAccounts", path=query)
    assert answer.status_code == 200, answer.text
    return {each["accountIdentifier"]: each for each in answer.json()["availableAccounts"]}


def connected(candidates: dict[str, Any]) -> list[str]:
    return [name for name, each in candidates.items() if each["metadata"]["connected"]]


def test_the_playground_lists_its_accounts_and_none_of_another_company(sandbox: Served) -> None:
    found = listed(sandbox)

    new = ["acct-21", "acct-22", "acct-23"]
    assert list(found) == ["acct-1", "acct-2", "acct-3", "acct-4", "acct-6", "acct-7", *new]
    assert connected(found) == ["acct-1", "acct-2", "acct-3", "acct-6", "acct-7"]
    assert found["acct-21"] == {
        CANDIDATE_ID: found["acct-21"][CANDIDATE_ID],
        "accountName": "Current account",
        "accountType": "business",
        "accountIdentifier": "acct-21",
        "metadata": {"connected": False},
    }


def test_a_candidate_is_linked_and_its_provider_told(sandbox: Served) -> None:
    before = listed(sandbox)
    body = {CANDIDATE_ID: before["acct-21"][CANDIDATE_ID], "requestedStartDate": "2026-02-01"}

    response = send(sandbox, "linkAvailableBankAccount", json=body, after=())

    account = response.json()
    assert response.status_code == 201
    assert (account["status"], account["externalId"]) == ("pending", "ext-21")
    assert account["requestedStartDate"] == "2026-02-01"
    told = sandbox.control("GET", f"/notifications?bankAccountId={account['bankAccountId']}")
    assert [one["event"]["additionalData"]["externalId"] for one in told] == ["ext-21"]
    after = listed(sandbox)
    assert connected(after) == [*connected(before), "acct-21"]
    assert {name: each[CANDIDATE_ID] for name, each in after.items()} == {
        name: each[CANDIDATE_ID] for name, each in before.items()
    }


def test_a_cancelled_account_is_linked_anew_as_another(sandbox: Served) -> None:
    body = {CANDIDATE_ID: listed(sandbox)["acct-4"][CANDIDATE_ID]}

    account = send(sandbox, "linkAvailableBankAccount", json=body, after=()).json()

    assert account["bankAccountId"] != bank_account(4)
    assert (account["accountIdentifier"], account["status"]) == ("acct-4", "pending")
    old = send(sandbox, "getBankAccount", path=f"{ACCOUNTS}/{bank_account(4)}").json()
    assert old["status"] == "cancelled"


@pytest.mark.parametrize(
    "query",
    ["", "?bankAccountIds=", "?bankAccountIds=,%20,", "?bankAccountIds=a&bankAccountIds=b"],
)
def test_a_list_is_about_some_accounts(sandbox: Served, query: str) -> None:
    response = send(sandbox, "listAvailableBankAccounts", path=LISTED + query)

    assert response.status_code == 400
    assert response.json()["errors"][0]["pointer"] == "/query/bankAccountIds"


def test_a_list_is_about_a_hundred_accounts_at_most(sandbox: Served) -> None:
    for many, status in ((100, 404), (101, 400)):
        query = ",".join(f"a{n}" for n in range(many))
        path = f"{LISTED}?bankAccountIds={query}"

        answer = send(sandbox, "listAvailableBankAccounts", path=path)

        assert answer.status_code == status


def test_an_account_is_named_with_blanks_and_twice_at_no_harm(sandbox: Served) -> None:
    first, second = bank_account(1), bank_account(2)

    assert listed(sandbox, first, f"%20{second}%20", "", first) == listed(sandbox, first)


def test_candidates_of_another_company_are_unknown(sandbox: Served) -> None:
    name = listed(sandbox)["acct-21"][CANDIDATE_ID]
    other = "0b000000-0000-4000-8000-000000000003"
    headers = sandbox.product_headers(other)
    before = sandbox.world()
    answers = [
        sandbox.call(
            "POST",
            f"/consumer/v1/{other}/linkavailablebankaccount",
            headers=headers,
            json={CANDIDATE_ID: each},
        )
        for each in (name, "never-was")
    ]

    assert [one.status_code for one in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert sandbox.world() == before


def test_the_long_paths_reach_candidates_too(sandbox: Served) -> None:
    found = listed(sandbox, path=f"{LONG}/availablebankaccounts")
    body = {CANDIDATE_ID: found["acct-22"][CANDIDATE_ID]}

    answer = send(
        sandbox,
        "linkAvailableBankAccount",
        path=f"{LONG}/linkavailablebankaccount",
        json=body,
        after=(),
    )

    assert answer.status_code == 201
    assert found == listed(sandbox) | {"acct-22": found["acct-22"]}


def test_candidates_survive_export_and_import(sandbox: Served) -> None:
    found = listed(sandbox)
    world = sandbox.world()
    sandbox.control("POST", "/reset")
    sandbox.control("PUT", "/world", json=world)

    assert sandbox.world() == world
    assert listed(sandbox) == found
