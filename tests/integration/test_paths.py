"""Odd paths, methods and queries: never a success, never a redirect, never a defect."""

from collections.abc import Iterator

import pytest
from served import COMPANY, ORGANISATION, PRODUCT, Served, bank_account
from wire_calls import (
    ACCOUNT,
    ACCOUNTS,
    CALLS,
    OPERATIONS,
    READING,
    UPLOAD,
    UPLOADS,
    USER,
    credentials,
    send,
)

BASES = {
    "/consumer/v1": "application/problem+json",
    "/provider/v1": "application/problem+json",
    "/user-banking": "application/json",
    "/_sandbox": "application/problem+json",
}


@pytest.fixture
def untouched(sandbox: Served) -> Iterator[Served]:
    """A sandbox that no call of the test may change."""
    before = sandbox.world()
    yield sandbox
    assert sandbox.world() == before


def _call(served: Served, operation_id: str, path: str) -> int:
    response = send(served, operation_id, path=path, after=())
    assert "location" not in response.headers
    return response.status_code


def test_a_trailing_slash_is_another_path(untouched: Served) -> None:
    for operation_id, good in CALLS.items():
        path, mark, query = good.path.partition("?")

        assert _call(untouched, operation_id, f"{path}/{mark}{query}") == 404
        assert _call(untouched, operation_id, f"{path}//{mark}{query}") == 404


def test_a_doubled_slash_is_another_path(untouched: Served) -> None:
    for operation_id, good in CALLS.items():
        path = good.path
        for at in range(1, len(path.partition("?")[0])):
            if path[at] == "/":
                doubled = f"{path[:at]}/{path[at:]}"
                assert _call(untouched, operation_id, doubled) == 404, doubled


ODD_IDS = [
    "a%2Fb",
    "%2F",
    "%00",
    "%ff",
    "%C3%28",
    "..;",
    "..%2f..%2f",
    "%2e%2e%2f",
    "%252e",
    "%",
    "%zz",
    "x" * 300,
    "x" * 20_000,
    "%F0%9F%8F%A6",
    "%ED%A0%80",
    "%E2%80%AE",
    "*",
    "'%20OR%201=1",
    "%7B%7B7*7%7D%7D",
    "%0d%0aset-cookie:x",
]


def _reached_by(odd: str) -> dict[str, str]:
    return {
        "getBank": f"/consumer/v1/banks/{odd}",
        "getBankAccount": f"{ACCOUNTS}/{odd}",
        "disconnectBankAccount": f"{ACCOUNTS}/{odd}",
        "getRule": f"{ACCOUNT}/rules/{odd}",
        "getUser": f"/user-banking/users/{odd}",
        "deleteUser": f"/user-banking/users/{odd}",
        "getAccount": f"{UPLOADS}/{odd}",
        "deleteAccount": f"{UPLOADS}/{odd}",
        "deleteTransactions": f"{UPLOADS}/{odd}/transactions",
        "getAuthorisation": f"/_sandbox/authorisations/{odd}",
        "getDocument": f"/_sandbox/openapi/{odd}",
    }


@pytest.mark.parametrize("odd", ODD_IDS)
def test_an_odd_id_is_an_unknown_one(untouched: Served, odd: str) -> None:
    for operation_id, path in _reached_by(odd).items():
        assert _call(untouched, operation_id, path) == 404, operation_id
    assert _call(untouched, "reportAuthorisation", f"/provider/v1/authorisations/{odd}") == 409
    assert _call(untouched, "listBankAccounts", f"/consumer/v1/{odd}/bankaccounts") == 403
    assert _call(untouched, "takeSnapshot", f"/_sandbox/snapshots/{odd}") in (400, 204)


@pytest.mark.parametrize("dots", ["%2e%2e", "%2e", "%2E%2e"])
def test_dots_lead_nowhere(untouched: Served, dots: str) -> None:
    for path in (f"{UPLOAD}/{dots}/acc-upload-1", f"{USER}/{dots}/user-1", f"/consumer/{dots}/v1"):
        assert _call(untouched, "deleteAccount", path) == 404


@pytest.mark.parametrize(
    "odd", ["a/b", "..", ".", "\u00fc\u4e2d", "a%2Fb", "a b", "x;y=1", "a?b#c"]
)
def test_an_odd_id_that_exists_is_reached_by_its_encoding(sandbox: Served, odd: str) -> None:
    account = {**CALLS["uploadAccounts"].json, "accountId": odd}
    assert send(sandbox, "uploadAccounts", json=account).status_code == 201
    encoded = "".join(f"%{byte:02X}" for byte in odd.encode())

    response = send(sandbox, "getAccount", path=f"{UPLOADS}/{encoded}")

    assert response.json()["accountId"] == odd
    assert send(sandbox, "deleteAccount", path=f"{UPLOADS}/{encoded}").status_code == 204


def _methods_of(path: str) -> set[str]:
    return {OPERATIONS[n].method for n, each in CALLS.items() if each.path.split("?")[0] == path}


PATHS = sorted({each.path.split("?")[0] for each in CALLS.values()})


METHODS = frozenset({"GET", "PUT", "POST", "PATCH", "DELETE", "TRACE", "PROPFIND", "OPTIONS"})


def test_a_wrong_method_is_told_all_the_right_ones(untouched: Served) -> None:
    for path in PATHS:
        known = _methods_of(path)
        kind = next(kind for base, kind in BASES.items() if path.startswith(base))
        for method in METHODS - known:
            response = untouched.call(method, path, content=b"{")

            assert response.status_code == 405, (method, path)
            assert set(response.headers["allow"].split(", ")) == known
            assert response.headers["content-type"] == kind
            assert response.headers["sandbank-requirement"] == "GEN-03"
        assert untouched.call("HEAD", path).status_code == 405


@pytest.mark.parametrize("base", BASES)
def test_an_unknown_path_gets_the_error_body_of_its_api(untouched: Served, base: str) -> None:
    for path in (base, f"{base}/nothing/here", f"{base.upper()}/x", f"{base}/banks/x/y/z"):
        for method in ("GET", "POST", "DELETE", "PROPFIND"):
            response = untouched.call(method, path)

            assert response.status_code == 404, path
    unknown = untouched.call("GET", f"{base}/nothing/here")
    assert unknown.headers["content-type"] == BASES[base]
    keys = {"type", "message"} if base == "/user-banking" else {"type", "title", "status", "detail"}
    assert keys <= set(unknown.json())


def test_unknown_parameters_are_ignored_however_many(untouched: Served) -> None:
    query = "&".join(f"p{n}={n}&p{n}=%FF%00" for n in range(2000))
    for operation_id in READING:
        path = f"{CALLS[operation_id].path}?{query}&&&=&%"

        assert _call(untouched, operation_id, path) == 200, operation_id


NUMBERS = {
    "listUsers": "page",
    "listTransactions": "startIndex",
    "listAccountTransactions": "limit",
    "listJournal": "limit",
}
NO_NUMBERS = [
    "",
    "x",
    "--5",
    "-",
    "-1",
    "+5",
    "1.5",
    "1e2",
    "%00",
    "5%20",
    "0x1",
    "\u0663",
    "9" * 400,
]


@pytest.mark.parametrize("operation_id", NUMBERS)
def test_what_is_no_number_is_refused(untouched: Served, operation_id: str) -> None:
    path = CALLS[operation_id].path
    for value in [*NO_NUMBERS, f"1&{NUMBERS[operation_id]}=1"]:
        status = _call(untouched, operation_id, f"{path}?{NUMBERS[operation_id]}={value}")

        assert status == 400, value


LONG = f"/api/v1/organisations/{ORGANISATION}/companies/{COMPANY}/bankaccounts"


def test_the_long_paths_are_other_names_of_the_same(sandbox: Served) -> None:
    long = f"{LONG}/{bank_account(1)}"
    for operation_id, each in CALLS.items():
        if each.caller == "product" and operation_id in READING:
            path = each.path.replace(ACCOUNT, long).replace(ACCOUNTS, LONG)
            short = send(sandbox, operation_id)
            assert send(sandbox, operation_id, path=path).json() == short.json()
    assert _call(sandbox, "listBanks", "/api/v1/banks") == 200
    assert _call(sandbox, "disconnectBankAccount", long) == 204
    assert (
        _call(sandbox, "getBankAccount", f"/api/v1/{COMPANY}/bankaccounts/{bank_account(1)}") == 200
    )


@pytest.mark.parametrize(
    ("organisation", "company"),
    [
        (ORGANISATION.replace("1", "2"), COMPANY),
        ("unknown", COMPANY),
        (ORGANISATION, "0b000000-0000-4000-8000-000000000003"),
        (ORGANISATION, "0b000000-0000-4000-8000-000000000002"),
        (ORGANISATION, "unknown"),
    ],
)
def test_a_long_path_of_others_is_forbidden(
    untouched: Served, organisation: str, company: str
) -> None:
    path = f"/api/v1/organisations/{organisation}/companies/{company}/bankaccounts"

    assert _call(untouched, "listBankAccounts", path) == 403
    assert _call(untouched, "disconnectBankAccount", f"{path}/{bank_account(1)}") == 403


@pytest.mark.parametrize(
    "rest",
    ["banks", "accesstoken", "organisations", "banks/0c000000-0000-4000-8000-000000000001", ""],
)
def test_a_long_path_leads_to_companies_only(untouched: Served, rest: str) -> None:
    path = f"/api/v1/organisations/{ORGANISATION}/companies/{rest}"
    headers = {**credentials(untouched, "product"), "x-application": PRODUCT}

    for method in ("GET", "POST"):
        assert untouched.call(method, path, headers=headers).status_code == 404
