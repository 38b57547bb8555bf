"""Errors: a type and a message, whatever was wrong."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import NotTestable, ensure, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.suite.user_banking.attempts import Attempt, reads, writes
from sandbank_conformance.uploads import Upload, Uploads
from sandbank_conformance.wire import TransportError

JSON = {"Content-Type": "application/json"}
TEXT = {"Content-Type": "text/plain"}
TOO_LARGE = b" " * (10 * 1024 * 1024 + 1)

Refused = Callable[[Uploader, Upload, dict[str, Any]], Exchange]  # the last: a good account

TOKENS: dict[str, Refused] = {
    "no token": lambda caller, it, _: caller.call(
        "getUser", it.user, headers={"Authorization": None}
    ),
    "a garbled token": lambda caller, it, _: caller.call(
        "deleteAccount", it.user, it.account, headers={"Authorization": "Bearer garbled"}
    ),
    "wrong credentials": lambda caller, _, __: caller.ask_for_token(client_secret="wrong"),
    "no credentials": lambda caller, _, __: caller.ask_for_token(
        client_id=None, client_secret=None
    ),
    "another grant": lambda caller, _, __: caller.ask_for_token(grant_type="password"),
    "another scheme": lambda caller, _, __: caller.call(
        "listUsers", headers={"Authorization": "Basic dG86a2Vu"}
    ),
    "no scope": lambda caller, it, _: caller.call(
        "deleteAccount",
        it.user,
        it.account,
        headers={"Authorization": f"Bearer {caller.narrowed('banking')}"},
    ),
}
IDS: dict[str, Refused] = {
    "an unknown user": lambda caller, _, __: caller.call("getUser", "never"),
    "a deletion of an unknown user": lambda caller, _, __: caller.call("deleteUser", "never"),
    "a tenant that is not the client's": lambda caller, _, __: caller.call(
        "listUsers", headers={"TenantID": "nobody"}
    ),
    "an odd page": lambda caller, _, __: caller.call("listUsers", query={"page": "first"}),
    "transactions of an unknown account": lambda caller, it, _: caller.call(
        "listAccountTransactions", it.user, "never"
    ),
    "an unknown account": lambda caller, it, _: caller.call("deleteAccount", it.user, "never"),
    "an unknown id": lambda caller, it, _: caller.call(
        "deleteAccounts", it.user, json={"ids": ["never"]}
    ),
    "an unknown place": lambda caller, it, _: caller.call_anything("GET", f"/users/{it.user}/x"),
    "another method": lambda caller, it, _: caller.call_anything("PUT", f"/users/{it.user}"),
}
BODIES: dict[str, Refused] = {
    "a bare array": lambda caller, it, _: caller.call("deleteAccounts", it.user, json=[it.account]),
    "no JSON": lambda caller, it, _: caller.call(
        "uploadAccounts", it.user, headers=JSON, content="{"
    ),
    "another media type": lambda caller, it, _: caller.call(
        "uploadAccounts", it.user, headers=TEXT, content="hello"
    ),
    "a missing field": lambda caller, it, body: caller.call(
        "uploadAccounts", it.user, json=[{**body, "currency": None}]
    ),
    "a wrong type": lambda caller, it, body: caller.call(
        "uploadAccounts", it.user, json=[{**body, "transactions": 7}]
    ),
    "another number": lambda caller, it, body: caller.call(
        "uploadAccounts", it.user, json={**body, "accountId": it.account}
    ),
    "a user of no type": lambda caller, _, __: caller.call("createUser", json={"type": "neither"}),
}


def _refusals(
    uploader: Uploader, uploads: Uploads, draw: Draw, kinds: dict[str, Refused]
) -> dict[str, Exchange]:
    """The refusals among the answers: targets need not refuse all of it."""
    upload, body = uploads.account(draw), uploads.account_body(draw)
    answers = {name: refused(uploader, upload, body) for name, refused in kinds.items()}
    found = {name: each for name, each in answers.items() if each.refused}
    if not found:
        raise NotTestable(f"a refusal; this target refuses none of these: {', '.join(kinds)}")
    return found


def _has_type_and_message(answer: Exchange) -> bool:
    kind, message = answer.at("/type"), answer.at("/message")
    return isinstance(kind, str) and bool(kind) and isinstance(message, str)


def _ensure_none(wrong: dict[str, Exchange], expected: str, count: int) -> None:
    ensure(
        not wrong,
        expected=f"{expected} in each of {count} refusals",
        received="; ".join(f"{name}: {each.status}" for name, each in wrong.items()),
        exchange=next(iter(wrong.values()), None),
    )


@smoke
@pytest.mark.parametrize(
    "kinds",
    [
        pytest.param(TOKENS, id="of tokens"),
        pytest.param(IDS, id="of ids and places"),
        pytest.param(BODIES, id="of bodies"),
    ],
)
@requirement("UB-ERR-01")
def test_a_refusal_has_a_type_and_a_message(
    uploader: Uploader, uploads: Uploads, draw: Draw, kinds: dict[str, Refused]
) -> None:
    refusals = _refusals(uploader, uploads, draw, kinds)

    wrong = {name: each for name, each in refusals.items() if not _has_type_and_message(each)}

    _ensure_none(wrong, "a text for /type, not empty, and a text for /message", len(refusals))


@requirement("UB-ERR-01")
def test_a_refusal_has_a_type_and_a_message_whatever_was_called(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)
    nobodys = {
        "an unknown user": replace(upload, user=draw.uuid()),
        "an unknown account": replace(upload, account=draw.word()),
    }
    answers = {
        f"{each.name} without a token": each.by(uploader, {"Authorization": None})
        for each in _everything(upload, uploads, draw)
    }
    for what, it in nobodys.items():
        for each in _everything(it, uploads, draw)[:-1]:
            answers[f"{each.name} of {what}"] = each.by(uploader)

    refusals = {name: each for name, each in answers.items() if each.refused}
    wrong = {name: each for name, each in refusals.items() if not _has_type_and_message(each)}

    _ensure_none(wrong, "a text for /type, not empty, and a text for /message", len(refusals))


def _everything(upload: Upload, uploads: Uploads, draw: Draw) -> list[Attempt]:
    """Every call about a user; the last one of all deletes it."""
    calls = [*reads(upload), *writes(upload, uploads, draw)]
    return [Attempt("listUsers", ()), *calls, Attempt("deleteUser", (upload.user,))]


@requirement("UB-ERR-01")
def test_a_refusal_of_a_body_that_is_too_large_has_a_type_and_a_message(
    uploader: Uploader, uploads: Uploads
) -> None:
    try:
        answer = uploader.call("uploadAccounts", uploads.user(), headers=JSON, content=TOO_LARGE)
    except TransportError as error:
        raise NotTestable(f"an answer to a body of more than 10 MiB: {error}") from error
    if not answer.refused:
        raise NotTestable(f"a body that is refused for its size: {told(answer)}")

    ensure(
        _has_type_and_message(answer),
        expected="a text for /type, not empty, and a text for /message",
        received=told(answer),
        exchange=answer,
    )


@requirement("UB-ERR-01", level="profile")
def test_a_refusal_is_not_a_422(uploader: Uploader, uploads: Uploads, draw: Draw) -> None:
    refusals = _refusals(uploader, uploads, draw, BODIES)

    wrong = {name: each for name, each in refusals.items() if each.status == 422}

    _ensure_none(wrong, "any 4xx but 422", len(refusals))
