"""Health, documents and keys; and who is asked for the owner's token."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import pytest

from sandbank_conformance.caller import Caller
from sandbank_conformance.conditions import ensure, ensure_member, ensure_status, told
from sandbank_conformance.exchange import NOTHING, Exchange
from sandbank_conformance.marks import of_api, requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.run import Run
from sandbank_conformance.suite.control.entries import entries
from sandbank_conformance.suite.control.signed import key_of, signed_by
from sandbank_contract import documents

OPEN = [
    pytest.param("getHealth", (), id="health"),
    pytest.param("getDocument", ("consumer.yaml",), id="document"),
    pytest.param("getKeys", (), id="keys"),
]
NOBODY = "verify-nobody"
OWNERS: Mapping[str, tuple[tuple[str, ...], Any]] = {  # ids and body: none changes anything
    "resetWorld": ((), {"world": NOBODY}),
    "putWorld": ((), []),
    "getWorld": ((), NOTHING),
    "takeSnapshot": (("Verify",), NOTHING),
    "restoreSnapshot": ((NOBODY,), NOTHING),
    "getClock": ((), NOTHING),
    "moveClock": ((), {}),
    "changeSettings": ((), {}),
    "beginAuthorisation": ((), {}),
    "getAuthorisation": ((NOBODY,), NOTHING),
    "listCandidates": ((NOBODY,), NOTHING),
    "chooseCandidate": ((NOBODY,), {}),
    "logInUser": ((NOBODY,), {}),
    "makeTransactions": ((NOBODY,), {}),
    "setConnector": ((NOBODY,), {}),
    "redeliverNotification": ((NOBODY,), NOTHING),
    "setFault": ((), {}),
    "listFaults": ((), NOTHING),
    "plantFetchedAccounts": ((NOBODY,), {}),
    "listNotifications": ((), NOTHING),
    "listJournal": ((), NOTHING),
    "listAudit": ((), NOTHING),
}
PRIVATE = {"d", "p", "q", "dp", "dq", "qi", "k"}


@smoke
@requirement("CTL-01")
@pytest.mark.parametrize("token", [None, "Bearer nobody's"], ids=["no token", "a wrong token"])
@pytest.mark.parametrize(("operation_id", "ids"), OPEN)
def test_what_tells_about_the_sandbox_is_for_everybody(
    operation_id: str, ids: tuple[str, ...], token: str | None, owner: Owner
) -> None:
    answer = owner.call(operation_id, *ids, headers={"Authorization": token})

    ensure_no_credentials_asked(answer)


@requirement("CTL-01")
@pytest.mark.parametrize("operation_id", OWNERS)
def test_the_owner_is_asked_for_the_token_if_one_was_printed(
    operation_id: str, owner: Owner, run: Run
) -> None:
    control = run.target.control
    printed = control is not None and bool(control.token)
    ids, body = OWNERS[operation_id]

    answer = owner.call(operation_id, *ids, json=body, headers={"Authorization": None})

    if printed:
        ensure_status(answer, 401)
    else:
        ensure_no_credentials_asked(answer)


def ensure_no_credentials_asked(answer: Exchange) -> None:
    """Whatever else the answer is, other rules say."""
    ensure(
        answer.status != HTTPStatus.UNAUTHORIZED,
        expected="any answer but a 401",
        received=told(answer),
        exchange=answer,
    )


@smoke
@requirement("CTL-05")
def test_health_tells_the_version(owner: Owner) -> None:
    answer = owner.call("getHealth")

    ensure_status(answer, 200)
    ensure_member(answer, "/status", "ok")
    version = answer.at("/version")
    ensure(
        isinstance(version, str) and bool(version),
        expected="a version",
        received=repr(version),
    )


@requirement("CTL-05")
@pytest.mark.parametrize("api", documents.APIS)
def test_a_document_has_every_operation(api: str, owner: Owner) -> None:
    answer = owner.call("getDocument", f"{api}.yaml")

    ensure_status(answer, 200)
    text = answer.received.body.decode("utf-8", "replace")
    told = set(re.findall(r"operationId: *(\w+)", text))
    missing = sorted({each.operation_id for each in documents.load(api).operations} - told)
    ensure(
        not missing and answer.media_type == "application/yaml",
        expected="application/yaml with every operation",
        received=f"{answer.media_type} without {', '.join(missing) or 'nothing'}",
    )


@requirement("CTL-05")
@pytest.mark.parametrize("name", ["nobody.yaml", "consumer", "consumer.json", "../consumer.yaml"])
def test_a_document_that_is_not_there_answers_404(name: str, owner: Owner) -> None:
    answer = owner.call("getDocument", name)

    ensure_status(answer, 404)


@requirement("CTL-05")
def test_the_keys_are_public_ones(owner: Owner) -> None:
    answer = owner.call("getKeys")

    keys = entries(answer, "/keys")
    ensure(
        bool(keys) and not any(PRIVATE & each.keys() for each in keys),
        expected="public keys, without any private part",
        received=f"keys of {[sorted(each) for each in keys]}",
    )


@requirement("CTL-05")
@pytest.mark.parametrize(
    "role",
    [
        pytest.param("product", marks=of_api("consumer"), id="consumer"),
        pytest.param("provider", marks=of_api("provider"), id="provider"),
        pytest.param("uploader", marks=of_api("user_banking"), id="user_banking"),
    ],
)
def test_the_keys_are_those_that_sign_tokens(role: str, owner: Owner, run: Run) -> None:
    caller: Caller = getattr(run, role)
    token = caller.headers["Authorization"].removeprefix("Bearer ")
    wanted = key_of(token)

    answer = owner.call("getKeys")

    keys = [each for each in entries(answer, "/keys") if each.get("kid") == wanted]
    ensure(
        any(signed_by(token, each) for each in keys),
        expected=f"a key {wanted}, and that the token is signed by it",
        received=answer.received.body.decode("utf-8", "replace"),
        exchange=answer,
    )
