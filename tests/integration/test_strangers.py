"""What belongs to somebody else answers, byte for byte, as what never was."""

from typing import Any

import httpx
import pytest
from served import COMPANY, Served, bank_account, session
from wire_calls import ACCOUNTS, CALLS, OPERATIONS, UPLOAD, UPLOADS, send

FOREIGN = ("0d000000-0000-4000-8000-000000000005", "0d000000-0000-4000-8000-000000000008")
RULES = ("0f000000-0000-4000-8000-000000000051", "0f000000-0000-4000-8000-000000000061")
OF_A_USER = [n for n, c in CALLS.items() if c.path.startswith("/user-banking/users/user-1")]
OF_AN_ACCOUNT = [n for n in OF_A_USER if CALLS[n].path.startswith(UPLOAD)]
OF_A_BANK_ACCOUNT = [n for n, c in CALLS.items() if c.path.startswith(ACCOUNTS + "/0d")]


def _seen(response: httpx.Response) -> tuple[Any, ...]:
    headers = {name: value for name, value in response.headers.items() if name != "date"}
    return response.status_code, headers, response.content


def _truth(served: Served) -> tuple[str, str | None]:
    newest = served.control("GET", "/journal?limit=1")[0]
    return newest["status"], newest.get("requirement")


def _alike(served: Served, operation_id: str, strange: str, unknown: str, status: int) -> None:
    before = served.world()
    first = _seen(send(served, operation_id, path=unknown))
    assert _truth(served)[1] != "GEN-05"

    assert _seen(send(served, operation_id, path=strange)) == first
    assert first[0] == status
    assert served.world() == before


@pytest.mark.parametrize("operation_id", OF_A_BANK_ACCOUNT)
def test_another_companys_bank_account_is_unknown(sandbox: Served, operation_id: str) -> None:
    path = CALLS[operation_id].path
    for foreign in FOREIGN:
        strange = path.replace(bank_account(1), foreign)
        unknown = path.replace(bank_account(1), "0d000000-0000-4000-8000-000000000999")
        _alike(sandbox, operation_id, strange, unknown, 404)
        assert _truth(sandbox) == (404, "GEN-05")


@pytest.mark.parametrize("operation_id", ["getRule", "changeRule", "replaceRule", "deleteRule"])
def test_a_rule_of_another_account_is_unknown(sandbox: Served, operation_id: str) -> None:
    path = CALLS[operation_id].path.rpartition("/")[0]
    for rule in RULES:
        _alike(sandbox, operation_id, f"{path}/{rule}", f"{path}/0f-unknown", 404)


def test_another_company_is_as_forbidden_as_none(sandbox: Served) -> None:
    others = ("0b000000-0000-4000-8000-000000000002", "0b000000-0000-4000-8000-000000000003")
    for operation_id in OF_A_BANK_ACCOUNT:
        path = CALLS[operation_id].path
        unknown = path.replace(COMPANY, "0b-never-was")
        for other in others:
            _alike(sandbox, operation_id, path.replace(COMPANY, other), unknown, 403)


@pytest.mark.parametrize("operation_id", ["reportAuthorisation", "reportAuthorisationByQuery"])
def test_another_providers_session_is_unknown(sandbox: Served, operation_id: str) -> None:
    path = CALLS[operation_id].path
    strange, unknown = path.replace(session(1), session(5)), path.replace(session(1), "never-was")

    _alike(sandbox, operation_id, strange, unknown, 409)

    assert _truth(sandbox) == (409, "PRV-AUTH-18")
    assert sandbox.world()["authorisations"][4]["status"] == "open"


@pytest.mark.parametrize("operation_id", OF_A_USER)
def test_a_user_of_another_tenant_or_client_is_unknown(sandbox: Served, operation_id: str) -> None:
    path = CALLS[operation_id].path
    for user in ("user-2", "user-3"):
        strange, unknown = path.replace("user-1", user), path.replace("user-1", "never-was")
        _alike(sandbox, operation_id, strange, unknown, 404)
        assert _truth(sandbox) == (404, "GEN-05")


@pytest.mark.parametrize("operation_id", OF_AN_ACCOUNT)
def test_an_account_of_another_user_is_unknown(sandbox: Served, operation_id: str) -> None:
    path = CALLS[operation_id].path
    for account in ("acc-other-1", "acc-read-1"):
        strange = path.replace("acc-upload-1", account)
        _alike(sandbox, operation_id, strange, path.replace("acc-upload-1", "never-was"), 404)


@pytest.mark.parametrize("operation_id", ["deleteAccounts", "deleteTransactions"])
def test_ids_of_another_account_are_unknown(sandbox: Served, operation_id: str) -> None:
    before = sandbox.world()
    answers = []
    for one in ("acc-read-1", "acc-other-1", "acc-neverwas", "tx-6", "tx-o-1"):
        response = send(sandbox, operation_id, json={"ids": [one]})
        answers.append((response.status_code, response.text.replace(one, "")))

    assert len(set(answers)) == 1
    assert answers[0][0] == 404
    assert sandbox.world() == before


def test_two_clients_that_name_one_tenant_mean_two(sandbox: Served) -> None:
    others = sandbox.upload_headers("other-client")
    name = {"tenantid": "upload-client-other"}
    assert send(sandbox, "listUsers", headers=name).json()["data"][0]["userId"] == "user-2"

    refused = send(sandbox, "listUsers", headers={**others, **name})

    assert refused.status_code == 403
    assert send(sandbox, "listUsers", headers=others).json()["data"] == []
    assert "user-2" not in refused.text


def test_the_methods_of_a_path_do_not_depend_on_what_is_there(sandbox: Served) -> None:
    assert {OPERATIONS[n].method for n in OF_AN_ACCOUNT} >= {"GET", "DELETE"}
    there = sandbox.call("PUT", f"{UPLOADS}/acc-upload-1")
    absent = sandbox.call("PUT", f"{UPLOADS}/never-was")

    assert _seen(there) == _seen(absent)
