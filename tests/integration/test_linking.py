"""Linking over the wire: redirects, polls, and what survives of them."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from served import COMPANY, ORGANISATION, Served, bank_account, serving, session
from wire_calls import ACCOUNTS, BANK, GRANT, LINKING, REPORT, send

from sandbank_server.settings import Settings

LONG = f"/api/v1/organisations/{ORGANISATION}/companies/{COMPANY}"


def begun(served: Served) -> tuple[str, str]:
    """The session that linking begins, and its first poll route."""
    body = send(served, "beginLinking").json()
    return parse_qs(urlsplit(body["redirect"]).query)["authorisation_id"][0], body["pollRoute"]


def poll(served: Served, route: str) -> httpx.Response:
    return send(served, "pollSession", path=route, after=())


def chosen(served: Served, session_id: str) -> Any:
    report = f"/provider/v1/authorisations/{session_id}"
    assert send(served, "reportAuthorisation", path=report, json=REPORT).status_code == 204
    choice = {"accountIdentifier": "acct-20", "requestedStartDate": "2026-01-01"}
    path = f"/_sandbox/authorisations/{session_id}/candidates"
    answer = send(served, "chooseCandidate", path=path, json=choice, after=())
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_linking_redirects_and_says_so_in_the_body(sandbox: Served) -> None:
    response = send(sandbox, "beginLinking")

    body = response.json()
    assert response.status_code == 302
    assert response.headers["location"] == body["redirect"]
    assert body["pollPeriod"] == 5000
    assert re.fullmatch(rf"/consumer/v1/{COMPANY}/polls/[^/]+", body["pollRoute"])
    shown = parse_qs(urlsplit(body["redirect"]).query)
    assert set(shown) == {"bank", "authorisation_id", "redirect_uri", "state"}
    assert shown["redirect_uri"] == [f"{sandbox.url}/_bank/return"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        (f"bankid={BANK}", 302),
        (f"bankId={BANK}&bankid={BANK}", 302),
        (f"bankId={BANK}&web=false", 302),
        (f"bankId={BANK}&bankid=other", 400),
        (f"bankId={BANK}&bankId={BANK}", 400),
        ("bankId=unknown", 400),
        ("bankId=%20", 400),
        ("web=true", 400),
    ],
)
def test_a_bank_is_named_once_in_either_spelling(sandbox: Served, query: str, status: int) -> None:
    response = send(sandbox, "beginLinking", path=f"{LINKING}?{query}")

    assert response.status_code == status
    if status == 400:
        assert response.json()["errors"][0]["pointer"].startswith("/query/bankId")


def test_an_account_is_linked_from_the_redirect_to_the_bank_account(sandbox: Served) -> None:
    session_id, route = begun(sandbox)
    waiting = poll(sandbox, route)
    candidate = chosen(sandbox, session_id)
    end = poll(sandbox, waiting.json()["pollRoute"])
    told = end.json()["account"]

    created = send(sandbox, "createBankAccount", json={**told, "bankId": BANK}).json()

    assert (waiting.status_code, end.status_code, end.json()["success"]) == (202, 200, True)
    assert candidate == {**GRANT, "connected": False}
    assert created["externalId"] == told["bankAccountExternalId"] == "ext-20"
    assert (created["status"], created["requestedStartDate"]) == ("pending", "2026-01-01")
    assert sandbox.control("GET", f"/authorisations/{session_id}")["status"] == "completed"


def test_the_long_paths_reach_linking_too(sandbox: Served) -> None:
    path = f"{LONG}/indirectlinkaccount?bankId={BANK}"
    first = send(sandbox, "beginLinking", path=path).json()["pollRoute"]
    name = first.rpartition("/")[2]
    path = f"{LONG}/bankaccounts/{bank_account(3)}/indirectauth"

    assert send(sandbox, "pollSession", path=f"{LONG}/polls/{name}", after=()).status_code == 202
    assert poll(sandbox, first).status_code == 410
    assert send(sandbox, "beginReauthorisation", path=path).status_code == 302


def test_a_route_is_of_its_application_alone(sandbox: Served) -> None:
    route = begun(sandbox)[1]
    other = sandbox.product_headers(application="sandbank.eu.other")

    stranger = sandbox.call("GET", route, headers=other)
    made_up = sandbox.call("GET", f"{route.rpartition('/')[0]}/never-was.1", headers=other)

    assert stranger.status_code == made_up.status_code == 404
    assert stranger.content == made_up.content
    assert poll(sandbox, route).status_code == 202


def test_what_was_begun_before_a_disconnection_revives_nothing(sandbox: Served) -> None:
    path = f"{ACCOUNTS}/{bank_account(6)}"
    begun = send(sandbox, "beginReauthorisation", path=f"{path}/indirectauth").json()
    session_id = parse_qs(urlsplit(begun["redirect"]).query)["authorisation_id"][0]
    assert send(sandbox, "disconnectBankAccount", path=path).status_code == 204

    late = {"path": f"/provider/v1/authorisations/{session_id}"}
    body = {"data": {"status": "success"}}
    assert send(sandbox, "reportAuthorisation", json=body, **late).status_code == 409
    assert poll(sandbox, begun["pollRoute"]).json() == {"account": None, "success": False}
    assert send(sandbox, "getBankAccount", path=path).json()["status"] == "cancelled"


def test_a_reconnected_account_is_another_one(sandbox: Served) -> None:
    path = f"{ACCOUNTS}/{bank_account(6)}"
    old = send(sandbox, "getBankAccount", path=path).json()
    assert send(sandbox, "disconnectBankAccount", path=path).status_code == 204
    again = {name: old[name] for name in ("bankId", "bankIdentifier", "accountIdentifier")}

    new = send(sandbox, "createBankAccount", json={**again, "requestedStartDate": "2026-02-01"})

    account = new.json()
    assert account["bankAccountId"] != old["bankAccountId"]
    assert (account["status"], account["lastTransactionId"]) == ("pending", 0)
    assert account["requestedStartDate"] == "2026-02-01"
    assert send(sandbox, "getBankAccount", path=path).json()["status"] == "cancelled"
    listed = send(sandbox, "listRules", path=f"{ACCOUNTS}/{account['bankAccountId']}/rules")
    assert listed.json() == []


def test_a_poll_survives_export_snapshot_and_import(sandbox: Served) -> None:
    session_id, route = begun(sandbox)
    second = poll(sandbox, route).json()["pollRoute"]
    chosen(sandbox, session_id)
    world = sandbox.world()
    sandbox.control("PUT", "/snapshots/polled")
    sandbox.control("POST", "/reset")
    assert poll(sandbox, second).status_code == 404

    for method, path, body in (
        ("POST", "/snapshots/polled/restore", None),
        ("PUT", "/world", world),
    ):
        sandbox.control(method, path, json=body)
        assert sandbox.world() == world
        assert poll(sandbox, route).status_code == 410
        assert poll(sandbox, second).json()["account"]["accountIdentifier"] == "acct-20"


def test_a_poll_survives_a_restart_with_a_file(tmp_path: Path) -> None:
    settings = Settings(port=0, seed=7, strict=True, db=tmp_path / "bank.db")
    with serving(settings) as served:
        session_id, route = begun(served)
        chosen(served, session_id)

    with serving(settings) as served:
        account = poll(served, route).json()["account"]
        created = send(served, "createBankAccount", json={**account, "bankId": BANK}).json()

    assert (created["externalId"], created["requestedStartDate"]) == ("ext-20", "2026-01-01")


def test_a_session_of_the_owner_goes_on_connecting_what_is_chosen(sandbox: Served) -> None:
    assert send(sandbox, "reportAuthorisation").status_code == 204

    answer = send(sandbox, "chooseCandidate", after=())

    assert answer.status_code == 201
    shown = sandbox.control("GET", f"/authorisations/{session(1)}")
    assert shown["bankAccountId"] == answer.json()["bankAccountId"]
