"""Of several faults the first in the order decides."""

from typing import Any

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import ensure_status
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement
from sandbank_conformance.suite.user_banking.fetched import Vault
from sandbank_conformance.suite.user_banking.strangers import need_tenants
from sandbank_conformance.uploads import Uploads

TOO_LARGE = 10 * 1024 * 1024 + 1
BROKEN: dict[str, Any] = {"ids": []}
UNKNOWN = {"ids": ["never"]}
NO_TOKEN = {"Authorization": None}
NO_TENANT = {"TenantID": "nobody"}


@requirement("UB-ORD-01")
def test_the_size_of_a_body_comes_before_the_token(uploader: Uploader) -> None:
    headers = {**NO_TOKEN, "Content-Type": "application/json"}

    answer = uploader.call("createUser", headers=headers, content=b" " * TOO_LARGE)

    ensure_status(answer, 413)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        pytest.param(NO_TOKEN, BROKEN, id="the body"),
        pytest.param({**NO_TOKEN, **NO_TENANT}, UNKNOWN, id="the tenant"),
        pytest.param(NO_TOKEN, UNKNOWN, id="the user"),
    ],
)
@requirement("UB-ORD-01")
def test_the_token_comes_before(
    uploader: Uploader, headers: dict[str, str | None], body: dict[str, Any]
) -> None:
    answer = uploader.call("deleteAccounts", "never", headers=headers, json=body)

    ensure_status(answer, 401)


@pytest.mark.parametrize(
    "body", [pytest.param(BROKEN, id="the body"), pytest.param(UNKNOWN, id="the user")]
)
@requirement("UB-ORD-01")
def test_the_scope_comes_before(uploader: Uploader, body: dict[str, Any]) -> None:
    header = {"Authorization": f"Bearer {uploader.narrowed('banking')}"}

    answer = uploader.call("deleteAccounts", "never", headers=header, json=body)

    ensure_status(answer, 403)


@pytest.mark.parametrize(
    "headers", [pytest.param(NO_TENANT, id="the tenant"), pytest.param({}, id="the user")]
)
@requirement("UB-ORD-01")
def test_the_body_comes_before(uploader: Uploader, headers: dict[str, str | None]) -> None:
    answer = uploader.call("deleteAccounts", "never", headers=headers, json=BROKEN)

    ensure_status(answer, 400)


@requirement("UB-ORD-01")
def test_the_body_comes_before_the_account(uploader: Uploader, uploads: Uploads) -> None:
    user = uploads.user()

    answer = uploader.call("deleteTransactions", user, "never", json=BROKEN)

    ensure_status(answer, 400)


@requirement("UB-ORD-01")
def test_the_tenant_comes_before_the_user(
    request: pytest.FixtureRequest, uploader: Uploader
) -> None:
    need_tenants(request)

    answer = uploader.call("getUser", "never", headers=NO_TENANT)

    ensure_status(answer, 403)


@pytest.mark.parametrize("first", ["an unknown id", "a fetched one"])
@requirement("UB-ORD-01")
def test_an_unknown_id_comes_before_fetched_data(vault: Vault, first: str) -> None:
    ids = ["never", vault.held.fetched[0]]

    named = ids if first == "an unknown id" else ids[::-1]
    answer = vault.call("deleteTransactions", {"ids": named})

    ensure_status(answer, 404)


@requirement("UB-ORD-01")
def test_an_unknown_id_comes_before_a_fetched_account(only: Vault) -> None:
    answer = only.call("deleteAccounts", {"ids": [only.held.account, "never"]})

    ensure_status(answer, 404)


@requirement("UB-ORD-01")
def test_fetched_data_comes_before_a_conflict(only: Vault, draw: Draw) -> None:
    body = only.account() | {"accountNumber": draw.digits(9)}

    answer = only.call("uploadAccounts", body)

    ensure_status(answer, 403)
