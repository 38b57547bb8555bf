"""What the owner may read afterwards: every call, no secret, nothing that was deleted."""

import json
from typing import Any

import pytest
from served import ORGANISATION, PRODUCT, Served, bank_account
from wire_calls import (
    ACCOUNT,
    ACCOUNTS,
    CALLS,
    FORM,
    PROVIDER_TOKEN,
    UPLOAD,
    UPLOAD_TOKEN,
    UPLOADS,
    USER,
    credentials,
    send,
)

SECRETS = [
    "provider-a-secret",
    "provider-a-key",
    "upload-secret",
    "playground-signing-key-1",
    "a-signature-never-shown",
]
TOMBSTONE = {"removed": "The data in this body was deleted."}


def _journal(served: Served, query: str = "limit=1000") -> Any:
    return served.control("GET", f"/journal?{query}")


def _text(served: Served) -> str:
    return json.dumps(_journal(served), ensure_ascii=False)


def _ask_for_tokens(served: Served) -> list[str]:
    access = {**CALLS["getAccessToken"].headers, "x-nonce": "j", "x-signature": SECRETS[-1]}
    provider = send(served, "issueProviderToken").json()["access_token"]
    upload = send(served, "issueUploadToken").json()["access_token"]
    organisation = send(served, "createOrganisation").json()["token"]
    send(served, "getAccessToken", headers=access)
    jwt = served.product_headers()["authorization"]
    return [provider, upload, organisation, jwt]


def test_secrets_and_tokens_are_never_written_in_full(sandbox: Served) -> None:
    tokens = _ask_for_tokens(sandbox)
    for operation_id in CALLS:
        if not operation_id.startswith(("putWorld", "reset", "restore", "move")):
            send(sandbox, operation_id, after=())

    text = _text(sandbox)

    assert len(_journal(sandbox)) > 30
    for secret in [*SECRETS, *tokens]:
        assert secret.removeprefix("Bearer ") not in text


MISPLACED: list[dict[str, Any]] = [
    {"content": '{"client_secret": "provider-a-secret",'},
    {"content": '{"clientSecret": "provider-a-secret"}'},
    {"content": '{"provider-a-secret": 1}'},
    {"content": '["provider-a-secret"]'},
    {"content": '"provider-a-secret"'},
    {"content": "provider-a-secret", "headers": FORM},
    {"content": "secret=provider-a-secret", "headers": FORM},
    {"content": "client_secret=provider-a-secret&client_secret=x", "headers": FORM},
    {"content": "client_secret=provider-a-secret&x=%FF", "headers": FORM},
    {"content": b"\xffprovider-a-secret"},
    {"json": {**PROVIDER_TOKEN, "pad": "x" * 50_000}},
    {"json": {**PROVIDER_TOKEN, "client_secret": ["provider-a-secret"]}},
    {"path": "/provider/v1/oauth/token?client_secret=provider-a-secret"},
    {"path": "/provider/v1/oauth/token?Client%5Fsecret=provider-a-secret"},
    {"headers": {"authorization": "Basic provider-a-secret"}},
    {"headers": {"x-client-secret": "provider-a-secret"}},
    {"headers": {"cookie": "provider-a-secret"}},
]


@pytest.mark.parametrize("changes", MISPLACED)
def test_a_misplaced_secret_is_not_written_either(sandbox: Served, changes: dict[str, Any]) -> None:
    send(sandbox, "issueProviderToken", **changes)

    assert _journal(sandbox)[0]["operationId"] == "issueProviderToken"
    assert "provider-a-secret" not in _text(sandbox)


def test_a_token_in_a_query_or_another_header_is_masked(sandbox: Served) -> None:
    token = credentials(sandbox, "upload")["authorization"].removeprefix("Bearer ")
    key = "provider-a-key"
    sandbox.call("GET", f"/user-banking/users?access_token={token}&x-api-key={key}")
    sandbox.call("GET", f"/user-banking/nothing/{token}", headers={"apikey": key, "x-other": token})

    assert token not in _text(sandbox)
    assert key not in _text(sandbox)


ODD_BODIES = [
    b'{"type":"\\ud800"}',
    b'{"type":NaN}',
    b'{"type":1e400}',
    b"[" * 95 + b"]" * 95,
    b"[" * 500 + b"]" * 500,
    b"[" * 10_000,
    b"9" * 5000,
    b"\xff\xfe",
    b'{"a":1,"a":2}',
]


@pytest.mark.parametrize("body", ODD_BODIES)
@pytest.mark.parametrize("operation_id", ["createUser", "createOrganisation", "issueProviderToken"])
def test_the_journal_can_show_whatever_was_sent(
    sandbox: Served, operation_id: str, body: bytes
) -> None:
    assert send(sandbox, operation_id, content=body).status_code == 400

    entry = _journal(sandbox, "limit=1")[0]

    assert (entry["operationId"], entry["status"]) == (operation_id, 400)


def test_a_form_with_half_a_pair_is_written_down(sandbox: Served) -> None:
    send(sandbox, "issueUploadToken", content=UPLOAD_TOKEN + "&scope=%ED%A0%80")

    assert _journal(sandbox, "limit=1")[0]["operationId"] == "issueUploadToken"


def test_the_journal_is_bounded(sandbox: Served) -> None:
    for _ in range(1005):
        send(sandbox, "listBanks")

    assert len(_journal(sandbox)) == 1000
    big = {**CALLS["createUser"].json, "note": "x" * 9_000_000}
    assert send(sandbox, "createUser", json=big).status_code == 201
    assert len(json.dumps(_journal(sandbox, "limit=1"))) < 50_000


def test_the_journal_is_filtered(sandbox: Served) -> None:
    send(sandbox, "listBanks")
    send(sandbox, "getUser", path="/user-banking/users/unknown")
    send(sandbox, "getUser")

    found = _journal(sandbox, "operationId=getUser&status=404&limit=5")

    assert [each["path"] for each in found] == ["/user-banking/users/unknown"]
    assert found[0]["requirement"] == "UB-USER-01"
    assert [each["status"] for each in _journal(sandbox, "operationId=getUser")] == [200, 404]
    assert _journal(sandbox, "operationId=nothing") == []


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=1001", "limit=x", "limit=1&limit=2", "status=99", "status=x"]
)
def test_a_filter_that_means_nothing_is_refused(sandbox: Served, query: str) -> None:
    response = sandbox.call("GET", f"/_sandbox/journal?{query}")

    assert response.status_code == 400
    assert response.json()["errors"]


MARK = "Marked-4711"


def _planted(served: Served, account: str) -> None:
    item = {"transactionId": f"tx-{account}", "amount": 7.11, "bookingDate": "2026-02-02"}
    sent = {**item, "purpose": MARK, "bookingText": MARK, "paymentPartner": {"name": MARK}}
    path = f"{UPLOADS}/{account}/transactions"
    assert send(served, "uploadTransactions", path=path, json=sent).status_code == 201
    send(served, "uploadTransactions", path=path, json={**sent, "amount": MARK})
    send(served, "uploadTransactions", path=f"{path}/", json=sent)
    send(served, "uploadTransactions", path=path, json=sent, headers={"authorization": "x"})
    change = {"transactionId": f"tx-{account}", "purpose": MARK}
    send(served, "changeTransactions", path=f"{UPLOADS}/{account}", json=change)
    send(served, "listAccountTransactions", path=path)
    whole = {"accountId": account, "accountNumber": "1000001", "currency": "EUR", "type": "GIRO"}
    assert send(served, "uploadAccounts", json={**whole, "transactions": [sent]}).is_success
    assert MARK in _text(served)


DELETIONS: list[tuple[str, dict[str, Any]]] = [
    ("deleteAccount", {}),
    ("deleteAccounts", {}),
    ("deleteTransactions", {"json": {"ids": ["tx-acc-upload-1"]}}),
    ("deleteUser", {}),
]


@pytest.mark.parametrize(("operation_id", "changes"), DELETIONS)
def test_what_user_banking_deletes_is_nowhere_any_more(
    sandbox: Served, operation_id: str, changes: dict[str, Any]
) -> None:
    _planted(sandbox, "acc-upload-1")

    assert send(sandbox, operation_id, **changes).status_code == 204

    assert MARK not in _everything(sandbox)
    buried = _journal(sandbox, "operationId=uploadTransactions")
    assert TOMBSTONE in [each["request"]["body"] for each in buried]
    audit = sandbox.control("GET", "/audit")[-1]
    assert (audit["action"], audit["client"]) == (operation_id, "upload-client")


def test_the_data_of_an_expired_user_is_nowhere_any_more(sandbox: Served) -> None:
    expiring = {"type": "person", "automaticAnalysis": "active", "expiresIn": 60}
    user = send(sandbox, "createUser", json=expiring).json()["userId"]
    path = UPLOADS.replace("user-1", user)
    account = {**CALLS["uploadAccounts"].json, "name": MARK, "accountId": "a"}
    assert send(sandbox, "uploadAccounts", path=path, json=account).status_code == 201

    sandbox.advance("PT2M")

    assert MARK not in _everything(sandbox)
    assert send(sandbox, "getUser", path=USER.replace("user-1", user)).status_code == 404


def test_what_a_replacement_removes_is_nowhere_any_more(sandbox: Served) -> None:
    _planted(sandbox, "acc-upload-1")
    whole = {"accountNumber": "1000001", "currency": "EUR", "type": "GIRO"}

    assert send(sandbox, "uploadAccounts", json={"accountId": "acc-upload-1", **whole}).is_success

    assert MARK not in _everything(sandbox)


def _mark_transactions(served: Served, bank_account_id: str) -> None:
    world = served.world()
    for each in world["transactions"]:
        if each["bankAccountId"] == bank_account_id:
            each["description"] = f"{MARK} {each['transactionId']}"
    served.control("PUT", "/world", json=world)


def test_what_a_disconnection_deletes_is_nowhere_any_more(sandbox: Served) -> None:
    _mark_transactions(sandbox, bank_account(6))
    mine = f"{ACCOUNTS}/{bank_account(6)}"
    long = mine.replace("/consumer/v1", f"/api/v1/organisations/{ORGANISATION}/companies")
    for path in (mine, long):
        assert MARK in send(sandbox, "listTransactions", path=f"{path}/transactions").text
    assert MARK in _text(sandbox)

    assert send(sandbox, "disconnectBankAccount", path=mine).status_code == 204

    entries = _journal(sandbox, "operationId=listTransactions")
    assert [each["response"]["body"] for each in entries] == [TOMBSTONE, TOMBSTONE]
    assert MARK not in _everything(sandbox)
    assert MARK not in json.dumps(sandbox.world())


def _everything(served: Served) -> str:
    """What every GET of every API, the control API and the pages show."""
    parts = [
        send(served, name, after=()).text
        for name, each in CALLS.items()
        if name.startswith(("list", "get")) and each.path != "/consumer/v1/accesstoken"
    ]
    parts += [send(served, "listTransactions", path=f"{ACCOUNT}/transactions").text]
    parts += [send(served, "listJournal", path="/_sandbox/journal?limit=1000").text]
    parts += [send(served, "listAccountTransactions", path=f"{UPLOAD}/transactions").text]
    return "\n".join([*parts, served.call("GET", "/_console").text])


def test_the_audit_trail_has_ids_and_no_data(sandbox: Served) -> None:
    before = sandbox.control("GET", "/audit")
    assert send(sandbox, "deleteTransactions", json={"ids": ["tx-1", "tx-2", "tx-1"]}).is_success

    trail = sandbox.control("GET", "/audit")

    assert len(trail) == len(before) + 1
    assert set(trail[-1]) == {"at", "api", "client", "action", "ids", "count"}
    assert (trail[-1]["ids"], trail[-1]["count"]) == (["tx-1", "tx-2"], 2)
    assert PRODUCT not in json.dumps(trail[-1])


def test_a_refused_deletion_leaves_no_trail(sandbox: Served) -> None:
    before = sandbox.control("GET", "/audit")

    for ids in (["tx-1", "unknown"], [], ["tx-f-1"]):
        assert not send(sandbox, "deleteTransactions", json={"ids": ids}).is_success

    assert sandbox.control("GET", "/audit") == before
