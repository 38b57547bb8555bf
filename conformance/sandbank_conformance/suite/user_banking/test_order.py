"""Of several faults the first in the order decides."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import NotTestable, ensure_status, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement
from sandbank_conformance.suite.user_banking.strangers import need_tenants
from sandbank_conformance.suite.user_banking.vaults import Vault
from sandbank_conformance.uploads import Uploads

TOO_LARGE = b" " * (10 * 1024 * 1024 + 1)
BROKEN: dict[str, Any] = {"ids": []}
UNKNOWN = {"ids": ["never"]}
JSON = {"Content-Type": "application/json"}
NO_TOKEN: dict[str, str | None] = {"Authorization": None}
NO_TENANT: dict[str, str | None] = {"TenantID": "nobody"}


def _ensure_first(answer: Exchange, status: int, alone: Callable[[], Exchange]) -> None:
    """The first fault decides, at a server that answers so to that fault `alone`."""
    if answer.status != status and (other := alone()).status != status:
        raise NotTestable(f"{status} for the first of the faults alone; it is {told(other)}")
    ensure_status(answer, status)


@requirement("UB-ORD-01")
def test_the_size_of_a_body_comes_before_the_token(uploader: Uploader) -> None:
    def send(**headers: str | None) -> Exchange:
        return uploader.call("createUser", headers={**JSON, **headers}, content=TOO_LARGE)

    answer = send(**NO_TOKEN)

    _ensure_first(answer, 413, alone=send)


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
    uploader: Uploader, uploads: Uploads, headers: dict[str, str | None], body: dict[str, Any]
) -> None:
    answer = uploader.call("deleteAccounts", "never", headers=headers, json=body)

    _ensure_first(
        answer, 401, alone=lambda: uploader.call("getUser", uploads.user(), headers=NO_TOKEN)
    )


@pytest.mark.parametrize(
    "body", [pytest.param(BROKEN, id="the body"), pytest.param(UNKNOWN, id="the user")]
)
@requirement("UB-ORD-01")
def test_the_scope_comes_before(
    uploader: Uploader, uploads: Uploads, draw: Draw, body: dict[str, Any]
) -> None:
    header = {"Authorization": f"Bearer {uploader.narrowed('banking')}"}

    def alone() -> Exchange:
        upload = uploads.account(draw)
        ids = {"ids": [upload.account]}
        return uploader.call("deleteAccounts", upload.user, headers=header, json=ids)

    answer = uploader.call("deleteAccounts", "never", headers=header, json=body)

    _ensure_first(answer, 403, alone)


@pytest.mark.parametrize(
    ("operation_id", "body"),
    [
        pytest.param("deleteAccounts", BROKEN, id="of a deletion"),
        pytest.param("uploadAccounts", {"currency": "EUR"}, id="of an upload"),
    ],
)
@pytest.mark.parametrize(
    "headers", [pytest.param(NO_TENANT, id="the tenant"), pytest.param({}, id="the user")]
)
@requirement("UB-ORD-01")
def test_the_body_comes_before(
    uploader: Uploader,
    uploads: Uploads,
    headers: dict[str, str | None],
    operation_id: str,
    body: dict[str, Any],
) -> None:
    answer = uploader.call(operation_id, "never", headers=headers, json=body)

    _ensure_first(answer, 400, alone=lambda: uploader.call(operation_id, uploads.user(), json=body))


@requirement("UB-ORD-01")
def test_the_body_comes_before_the_account(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    def send(user: str, account: str) -> Exchange:
        return uploader.call("deleteTransactions", user, account, json=BROKEN)

    upload = uploads.account(draw, transactions=1)

    answer = send(upload.user, "never")

    _ensure_first(answer, 400, alone=lambda: send(upload.user, upload.account))


@requirement("UB-ORD-01")
def test_the_tenant_comes_before_the_user(
    request: pytest.FixtureRequest, uploader: Uploader
) -> None:
    need_tenants(request)

    answer = uploader.call("getUser", "never", headers=NO_TENANT)

    _ensure_first(answer, 403, alone=lambda: uploader.call("listUsers", headers=NO_TENANT))


@pytest.mark.parametrize(
    "turned", [False, True], ids=["an unknown id first", "a fetched one first"]
)
@requirement("UB-ORD-01")
def test_an_unknown_id_comes_before_fetched_data(mixed: Vault, turned: bool) -> None:
    def send(other: str) -> Exchange:
        ids = ["never", other]
        return mixed.call("deleteTransactions", {"ids": ids[::-1] if turned else ids})

    answer = send(mixed.held.fetched[0])

    _ensure_first(answer, 404, alone=lambda: send(mixed.uploaded()))


@requirement("UB-ORD-01")
def test_an_unknown_id_comes_before_a_fetched_account(only: Vault) -> None:
    def send(account: str) -> Exchange:
        return only.call("deleteAccounts", {"ids": [account, "never"]})

    answer = send(only.held.account)

    _ensure_first(
        answer, 404, alone=lambda: send(only.made.account(only.draw, user=only.user).account)
    )


@pytest.mark.parametrize("operation_id", ["changeTransactions", "changeAccounts"])
@requirement("UB-ORD-01")
def test_an_unknown_id_comes_before_a_change_of_fetched_data(
    only: Vault, operation_id: str
) -> None:
    name, there = {
        "changeTransactions": ("transactionId", only.held.fetched[0]),
        "changeAccounts": ("accountId", only.held.account),
    }[operation_id]
    changes = [{name: each, "name": "Changed", "purpose": "Changed"} for each in ("never", there)]

    for sent in (changes, changes[::-1]):
        answer = only.call(operation_id, sent)

        _ensure_first(answer, 404, alone=lambda: only.call(operation_id, changes[:1]))


@requirement("UB-ORD-01")
def test_fetched_data_comes_before_a_conflict(only: Vault, draw: Draw) -> None:
    fetched, upload = only.account(), only.made.account(draw, user=only.user)
    other = only.made.account_body(draw) | {"accountId": upload.account}

    for sent in (
        fetched | {"accountNumber": draw.digits(9)},
        [fetched, other],
        [other, fetched],
    ):
        answer = only.call("uploadAccounts", sent)

        _ensure_first(answer, 403, alone=lambda: only.call("uploadAccounts", fetched))
