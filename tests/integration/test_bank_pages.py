"""The pages of a bank's user over HTTP: what they believe, what they refuse, where they lead."""

import re
from typing import Any

import httpx
import pytest
from served import Served, bank_account, session

ONBOARDING, RENEWAL = session(1), session(2)
HOSTILE = '"><script>alert(1)</script>'


def told(sandbox: Served, authorisation_id: str = ONBOARDING) -> Any:
    """The session as the world holds it."""
    found = sandbox.world()["authorisations"]
    return next(each for each in found if each["authorisationId"] == authorisation_id)


def answered(sandbox: Served, authorisation_id: str = ONBOARDING, **form: Any) -> httpx.Response:
    page = "auth" if authorisation_id == ONBOARDING else "authrefresh"
    data = {"authorisation_id": authorisation_id, "decision": "approve"} | form
    return sandbox.call("POST", f"/_bank/{page}", data=data)


def home(sandbox: Served, **form: Any) -> httpx.Response:
    data = {"state": told(sandbox)["state"]} | form
    return sandbox.call("POST", "/_bank/return", data=data)


def test_an_approval_is_reported_by_the_provider_and_leads_back(sandbox: Served) -> None:
    response = answered(sandbox, account=["acct-1", "acct-21"])

    back = httpx.URL(response.headers["location"])
    assert response.status_code == 303
    assert back.copy_with(query=None) == told(sandbox)["redirectUri"]
    assert back.params["state"] == told(sandbox)["state"]
    [call] = sandbox.control("GET", "/journal?operationId=reportAuthorisation")
    assert call["status"] == 204
    sent = call["request"]["body"]["data"]["bankAccounts"]
    assert [each["accountIdentifier"] for each in sent] == ["acct-1", "acct-21"]


def test_a_refusal_leads_back_too(sandbox: Served) -> None:
    response = answered(sandbox, decision="refuse")

    assert response.status_code == 303
    assert "state=" in response.headers["location"]
    assert told(sandbox)["status"] == "failed"


def test_a_renewal_brings_the_account_back(sandbox: Served) -> None:
    answered(sandbox, RENEWAL)

    accounts = {each["bankAccountId"]: each["status"] for each in sandbox.world()["bankAccounts"]}
    assert told(sandbox, RENEWAL)["status"] == "completed"
    assert accounts[bank_account(3)] == "active"


def test_nothing_ticked_is_asked_for_again_and_reported_to_nobody(sandbox: Served) -> None:
    response = answered(sandbox)

    assert response.status_code == 400
    assert "Tick the accounts" in response.text
    assert told(sandbox)["status"] == "open"


@pytest.mark.parametrize("account", ["acct-999", HOSTILE, ""])
def test_an_account_that_the_user_does_not_have_is_not_shared(
    sandbox: Served, account: str
) -> None:
    response = answered(sandbox, account=[account, "acct-21"])

    assert response.status_code == 400
    assert told(sandbox)["status"] == "open"
    assert "<script>" not in response.text


@pytest.mark.parametrize(
    "changed",
    [{"redirect_uri": "https://thief.example/"}, {"state": "another"}, {"decision": "perhaps"}],
)
def test_nobody_is_sent_where_the_session_does_not_lead(
    sandbox: Served, changed: dict[str, str]
) -> None:
    response = answered(sandbox, account=["acct-21"], **changed)

    assert response.status_code == 400
    assert "location" not in response.headers
    assert told(sandbox)["status"] == "open"


@pytest.mark.parametrize(
    ("page", "authorisation_id"),
    [("auth", "nobody"), ("auth", session(5)), ("auth", RENEWAL), ("authrefresh", ONBOARDING)],
)
def test_the_bank_knows_only_its_own_sessions(
    sandbox: Served, page: str, authorisation_id: str
) -> None:
    response = sandbox.call("GET", f"/_bank/{page}?authorisation_id={authorisation_id}")

    assert response.status_code == 404
    assert "text/html" in response.headers["content-type"]


def test_a_session_is_answered_once(sandbox: Served) -> None:
    answered(sandbox, decision="refuse")

    again = answered(sandbox, account=["acct-21"])

    assert again.status_code == 303
    assert told(sandbox)["status"] == "failed"
    page = sandbox.call("GET", f"/_bank/auth?authorisation_id={ONBOARDING}").text
    assert "dealt with" in page
    assert "<form" not in page


def test_a_choice_connects_the_account_from_the_day_given(sandbox: Served) -> None:
    answered(sandbox, account=["acct-1", "acct-21"])

    response = home(sandbox, account="1", start="2026-01-15")

    assert response.status_code == 303
    new = sandbox.world()["bankAccounts"][-1]
    assert (new["accountIdentifier"], new["status"]) == ("acct-21", "pending")
    assert new["requestedStartDate"] == "2026-01-15"


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"account": "0"}, 409),
        ({"account": "7"}, 400),
        ({"account": "-1"}, 400),
        ({"account": "²"}, 400),
        ({}, 400),
        ({"account": "1", "start": "yesterday"}, 400),
        ({"account": "1", "start": "20260115"}, 400),
    ],
)
def test_a_choice_that_cannot_be_is_asked_for_again(
    sandbox: Served, form: dict[str, str], status: int
) -> None:
    answered(sandbox, account=["acct-1", "acct-21"])
    before = sandbox.world()

    response = home(sandbox, **form)

    assert response.status_code == status
    assert 'role="alert"' in response.text
    assert sandbox.world() == before


def test_a_user_may_choose_none(sandbox: Served) -> None:
    answered(sandbox, account=["acct-21"])

    response = home(sandbox, decision="none")

    assert response.status_code == 303
    assert told(sandbox)["status"] == "failed"


@pytest.mark.parametrize("state", ["", "another", HOSTILE])
def test_a_state_that_no_session_has_leads_nowhere(sandbox: Served, state: str) -> None:
    response = sandbox.call("GET", "/_bank/return", params={"state": state})

    assert response.status_code == 404
    assert "<script>" not in response.text


def test_names_that_a_provider_reported_stay_text(sandbox: Served) -> None:
    granted = {
        "bankAccountExternalId": "e",
        "accountName": HOSTILE,
        "bankIdentifier": HOSTILE,
        "branchIdentifier": "n/a",
        "accountIdentifier": HOSTILE,
    }
    sandbox.call(
        "PATCH",
        f"/provider/v1/authorisations/{ONBOARDING}",
        headers=sandbox.provider_headers(),
        json={"data": {"status": "success", "bankAccounts": [granted]}},
    )

    page = sandbox.call("GET", "/_bank/return", params={"state": told(sandbox)["state"]}).text

    assert "&lt;script&gt;" in page
    assert "<script" not in page


def test_pages_allow_no_scripts_and_no_frames(sandbox: Served) -> None:
    response = sandbox.call("GET", f"/_bank/auth?authorisation_id={ONBOARDING}")

    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script" not in policy
    assert not re.search(r"<script|style=|\son\w+=", response.text)


def test_a_form_of_another_site_is_refused(sandbox: Served) -> None:
    response = sandbox.call(
        "POST",
        "/_bank/auth",
        headers={"origin": "https://thief.example"},
        data={"authorisation_id": ONBOARDING, "decision": "refuse"},
    )

    assert response.status_code == 403
    assert told(sandbox)["status"] == "open"
