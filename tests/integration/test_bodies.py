"""Bodies nobody should send: each is refused whole, and nothing has changed."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from served import Served
from wire_calls import (
    CALLS,
    NEW_RULE,
    PROVIDER_TOKEN,
    READING,
    UPLOAD_TOKEN,
    UPLOADED,
    WITH_BODY,
    WITH_JSON,
    send,
)

LIMIT = 10 * 1024 * 1024
REPORTS = ("reportAuthorisation", "reportAuthorisationByQuery")
BROKEN: dict[str, bytes] = {
    "cut short": b'{"a":',
    "not UTF-8": b'{"a":"\xff"}',
    "UTF-16": '{"a":1}'.encode("utf-16"),
    "UTF-16 without a mark": '{"a":1}'.encode("utf-16-le"),
    "NaN": b'{"a":NaN}',
    "Infinity": b'{"a":[Infinity]}',
    "minus Infinity": b'{"a":-Infinity}',
    "out of range": b'{"a":1e400}',
    "far out of range": b'{"a":1e999999999}',
    "further out of range": b'{"a":1e99999999999999999999}',
    "tiny": b'{"a":1e-999999999}',
    "5,000 digits": b'{"a":' + b"9" * 5000 + b"}",
    "a key twice": b'{"a":1,"a":1}',
    "a nested key twice": b'{"b":[{"a":1,"\\u0061":2}]}',
    "half a pair": b'{"a":"\\ud800"}',
    "half a pair as a key": b'{"\\udfff":1}',
    "a raw NUL": b'{"a":"\x00"}',
    "10,000 arrays": b'{"a":' + b"[" * 10_000 + b"]" * 10_000 + b"}",
    "10,000 objects": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "10,000 of both": b'{"a":[' * 5_000 + b"]}" * 5_000,
    "10,000 left open": b"[" * 10_000,
    "101 levels": b'{"a":' + b"[" * 100 + b"]" * 100 + b"}",
    "two values": b"{}{}",
    "a comment": b"{}//",
    "two marks": b"\xef\xbb\xbf\xef\xbb\xbf{}",
    "null": b"null",
    "an array": b"[]",
    "a text": b'"x"',
    "a number": b"1",
    "an empty object": b"{}",
    "an empty body": b"",
    "blanks": b" \r\n\t",
}
# What some operations read as it stands: a change of nothing, a reset without a name.
HARMLESS = {
    ("resetWorld", "an empty object"),
    ("resetWorld", "an empty body"),
    ("resetWorld", "blanks"),
    ("changeSettings", "an empty object"),
    ("changeRule", "an empty object"),
    ("putWorld", "an empty object"),
    ("setConnector", "an empty object"),
    ("makeTransactions", "an empty object"),
    ("makeTransactions", "an empty body"),
    ("makeTransactions", "blanks"),
}


@pytest.fixture
def untouched(sandbox: Served) -> Iterator[Served]:
    """A sandbox that no call of the test may change."""
    before = sandbox.world()
    yield sandbox
    assert sandbox.world() == before


@pytest.mark.parametrize("operation_id", WITH_JSON)
def test_a_body_that_cannot_be_trusted_is_refused(untouched: Served, operation_id: str) -> None:
    bodies = {n: body for n, body in BROKEN.items() if (operation_id, n) not in HARMLESS}

    answers = {n: send(untouched, operation_id, content=bodies[n], after=()) for n in bodies}

    statuses = {name: answer.status_code for name, answer in answers.items()}
    assert statuses == dict.fromkeys(bodies, 400)


@pytest.mark.parametrize("operation_id", WITH_BODY)
def test_one_byte_too_much_is_refused_before_the_credentials(
    untouched: Served, operation_id: str
) -> None:
    content = b" " * (LIMIT + 1)

    response = send(untouched, operation_id, caller="anyone", content=content, after=())

    assert response.status_code == 413
    assert response.headers["sandbank-requirement"] == "GEN-04"


@pytest.mark.parametrize("size", [LIMIT + 1, 50 * 1024 * 1024])
def test_a_chunked_body_is_measured_as_it_comes(untouched: Served, size: int) -> None:
    chunks = (b"x" * 65536 for _ in range(size // 65536 + 1))

    response = send(untouched, "createUser", content=chunks)

    assert response.status_code == 413


def test_exactly_ten_mebibytes_are_read(sandbox: Served) -> None:
    user = json.dumps(CALLS["createUser"].json).encode()

    response = send(sandbox, "createUser", content=user + b" " * (LIMIT - len(user)))

    assert response.status_code == 201


def test_fifty_megabytes_are_refused(untouched: Served) -> None:
    response = send(untouched, "putWorld", content=b"x" * 50_000_000)

    assert response.status_code == 413


@pytest.mark.parametrize("opening", ["[", "{", '{"a":[', '\\"'])
def test_brackets_inside_a_text_are_harmless(sandbox: Served, opening: str) -> None:
    body = {**CALLS["createUser"].json, "note": opening * 10_000}

    assert send(sandbox, "createUser", json=body).status_code == 201


def test_a_hundred_levels_are_read(sandbox: Served) -> None:
    levels = "[" * 99 + "]" * 99
    body = json.dumps(CALLS["createUser"].json)[:-1] + f',"note":{levels}}}'

    assert send(sandbox, "createUser", content=body).status_code == 201


@pytest.mark.parametrize("operation_id", WITH_JSON)
def test_a_byte_order_mark_is_tolerated(sandbox: Served, operation_id: str) -> None:
    content = b"\xef\xbb\xbf" + json.dumps(CALLS[operation_id].json).encode()

    # That what it names is unknown has to be found out behind the mark.
    assert send(sandbox, operation_id, content=content).status_code in (200, 201, 202, 204, 404)


JSON_TYPES = [
    "application/json",
    "Application/JSON",
    "application/merge-patch+json",
    "application/json; charset=utf-8",
    'application/json;charset="UTF-8"',
    "application/json ; profile=x",
]


@pytest.mark.parametrize("kind", JSON_TYPES)
@pytest.mark.parametrize("operation_id", ["createUser", "createRule", "reportAuthorisation"])
def test_every_kind_of_json_counts(sandbox: Served, operation_id: str, kind: str) -> None:
    assert send(sandbox, operation_id, headers={"content-type": kind}).is_success


OTHER_TYPES = [
    "text/plain",
    "text/json",
    "application/x-www-form-urlencoded",
    "application/json; charset=utf-16",
    "application/json; charset=iso-8859-1",
    "application/json; charset=",
    "application/jsonx",
    "json",
    "",
]
FORM_OPERATIONS = ("issueProviderToken", "issueUploadToken")


BODIES_READ = [n for n in WITH_BODY if n not in (*FORM_OPERATIONS, "getAccessToken")]


@pytest.mark.parametrize("operation_id", BODIES_READ)
def test_every_other_kind_is_refused(untouched: Served, operation_id: str) -> None:
    content = json.dumps(CALLS[operation_id].json)
    right = 403 if operation_id in REPORTS else 415

    for kind in OTHER_TYPES:
        headers = {"content-type": kind}
        response = send(untouched, operation_id, content=content, headers=headers, after=())
        assert response.status_code == right, kind


@pytest.mark.parametrize("operation_id", ["createUser", "createRule", "reportAuthorisation"])
def test_a_missing_content_type_is_refused(untouched: Served, operation_id: str) -> None:
    content = json.dumps(CALLS[operation_id].json)

    response = send(untouched, operation_id, content=content, headers={"content-type": None})

    assert response.status_code == (403 if operation_id in REPORTS else 415)


@pytest.mark.parametrize(
    "fields",
    ["client_id=upload-client&" + UPLOAD_TOKEN, "%FF=1&" + UPLOAD_TOKEN, "", "grant_type=password"],
)
def test_a_form_that_is_not_clear_is_refused(untouched: Served, fields: str) -> None:
    assert send(untouched, "issueUploadToken", content=fields).status_code == 400


def test_a_provider_token_may_be_asked_for_by_a_form(sandbox: Served) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    form = "&".join(f"{name}={value}" for name, value in PROVIDER_TOKEN.items())

    assert send(sandbox, "issueProviderToken", content=form, headers=headers).status_code == 200


ACCOUNT_FIELDS = ["accountName", "accountIdentifier", "bankIdentifier", "branchIdentifier"]
ALL_AT_ONCE: list[tuple[str, Any, set[str]]] = [
    (
        "reportAuthorisation",
        {"data": {"status": "well", "bankAccounts": [{"bankAccountExternalId": 1}, 7]}},
        {"/data/status", "/data/bankAccounts/0/bankAccountExternalId", "/data/bankAccounts/1"}
        | {f"/data/bankAccounts/0/{name}" for name in ACCOUNT_FIELDS},
    ),
    ("createBankAccount", {"bankId": " "}, {"/bankId", "/accountIdentifier", "/bankIdentifier"}),
    (
        "createRule",
        {**NEW_RULE, "ruleName": None, "ruleConditions": [{"ruleField": "a"}, 1]},
        {
            "/ruleName",
            "/ruleConditions/0/ruleField",
            "/ruleConditions/0/ruleOperation",
            "/ruleConditions/0/ruleCriteria",
            "/ruleConditions/1",
        },
    ),
    ("createOrganisation", {}, {"/company"}),
    ("changeSettings", {"throttlePerSecond": 0, "expiredTokenStatus": 1, "demandSignature": "x"},
     {"/throttlePerSecond", "/expiredTokenStatus", "/demandSignature"}),
]  # fmt: skip


@pytest.mark.parametrize(("operation_id", "body", "pointers"), ALL_AT_ONCE)
def test_every_violation_is_named_at_once(
    untouched: Served, operation_id: str, body: Any, pointers: set[str]
) -> None:
    response = send(untouched, operation_id, json=body)

    assert response.status_code == 400
    assert {each["pointer"] for each in response.json()["errors"]} >= pointers


def test_user_banking_lists_every_violation_in_its_message(untouched: Served) -> None:
    body = [UPLOADED, {"currency": 1, "transactions": [{"amount": "1", "bookingDate": "soon"}]}]

    message = send(untouched, "uploadAccounts", json=body).json()["message"]

    for pointer in ("currency", "type", "transactions/0/amount", "transactions/0/transactionId"):
        assert f"/1/{pointer} " in message
    assert "/0" not in message.split()


def test_a_violation_after_thousands_of_good_items_is_found_in_its_place(
    untouched: Served,
) -> None:
    good = {"transactionId": "tx", "amount": 1, "bookingDate": "2026-01-01"}
    items = [good] * 3000 + [{"amount": 1}] + [good] * 3000 + [7]

    message = send(untouched, "uploadTransactions", json=items).json()["message"]

    for place in ("/3000/transactionId", "/3000/bookingDate", "/6001"):
        assert f"{place} " in message


def test_millions_of_violations_cost_no_more_than_the_body(untouched: Served) -> None:
    content = b"[" + b"1," * 5_000_000 + b"1]"

    response = send(untouched, "uploadAccounts", content=content)

    assert response.status_code == 400
    assert len(response.content) < 1_000_000


def test_a_body_is_judged_by_the_operations_that_read_one(untouched: Served) -> None:
    for operation_id in READING:
        response = send(untouched, operation_id, content=b"\xff", after=())
        assert response.status_code in (200, 404), operation_id
