"""Linking and renewing where the owner asked for a user who says yes, or decides for them."""

from typing import Any

import pytest
from served import COMPANY, Served, bank_account

COMPANY_URL = f"/consumer/v1/{COMPANY}"
LINK = f"{COMPANY_URL}/indirectlinkaccount?bankId=0c000000-0000-4000-8000-000000000001&web=true"
RENEW = f"{COMPANY_URL}/bankaccounts/{bank_account(3)}/indirectauth?web=true"


def polled(sandbox: Served, path: str) -> Any:
    """What the first poll of a new session tells."""
    headers = sandbox.product_headers()
    begun = sandbox.call("GET", path, headers=headers).json()
    return sandbox.call("GET", begun["pollRoute"].removeprefix(sandbox.url), headers=headers).json()


def test_a_link_ends_with_the_first_new_account_by_itself(sandbox: Served) -> None:
    sandbox.control("PATCH", "/settings", json={"autoApprove": True})

    answer = polled(sandbox, LINK)

    assert answer["success"] is True
    assert answer["account"]["accountIdentifier"] == "acct-4"  # was disconnected: new again
    assert sandbox.world()["authorisations"][-1]["status"] == "completed"


def test_a_renewal_brings_the_account_back_by_itself(sandbox: Served) -> None:
    sandbox.control("PATCH", "/settings", json={"autoApprove": True})

    assert polled(sandbox, RENEW)["success"] is True


@pytest.mark.parametrize("path", [LINK, RENEW])
def test_a_session_waits_for_its_user_otherwise(sandbox: Served, path: str) -> None:
    assert "pollPeriod" in polled(sandbox, path)


@pytest.mark.parametrize("path", [LINK, RENEW])
def test_the_owner_may_refuse_for_the_user(sandbox: Served, path: str) -> None:
    headers = sandbox.product_headers()
    begun = sandbox.call("GET", path, headers=headers).json()
    session = sandbox.world()["authorisations"][-1]["authorisationId"]

    sandbox.control("POST", f"/authorisations/{session}/login", json={"decision": "refuse"})

    route = begun["pollRoute"].removeprefix(sandbox.url)
    answer = sandbox.call("GET", route, headers=headers)
    assert answer.json() == {"account": None, "success": False}
