"""Errors: a type and a message, whatever was wrong."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import NotTestable, ensure, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.uploads import Upload, Uploads

JSON = {"Content-Type": "application/json"}

Refused = Callable[[Uploader, Upload, dict[str, Any]], Exchange]  # the last: a good account


def _no_token(caller: Uploader, upload: Upload, _: Any) -> Exchange:
    return caller.call("getUser", upload.user, headers={"Authorization": None})


def _garbled_token(caller: Uploader, upload: Upload, _: Any) -> Exchange:
    headers = {"Authorization": "Bearer garbled"}
    return caller.call("deleteAccount", upload.user, upload.account, headers=headers)


def _no_scope(caller: Uploader, upload: Upload, _: Any) -> Exchange:
    headers = {"Authorization": f"Bearer {caller.narrowed('banking')}"}
    return caller.call("deleteAccount", upload.user, upload.account, headers=headers)


def _unknown_user(caller: Uploader, upload: Upload, _: Any) -> Exchange:
    return caller.call("getUser", f"never-{upload.account}")


def _unknown_account(caller: Uploader, upload: Upload, _: Any) -> Exchange:
    return caller.call("deleteAccount", upload.user, f"never-{upload.account}")


def _unknown_ids(caller: Uploader, upload: Upload, _: Any) -> Exchange:
    return caller.call("deleteAccounts", upload.user, json={"ids": [f"never-{upload.account}"]})


def _bare_array(caller: Uploader, upload: Upload, _: Any) -> Exchange:
    return caller.call("deleteAccounts", upload.user, json=[upload.account])


def _no_json(caller: Uploader, upload: Upload, _: Any) -> Exchange:
    return caller.call("uploadAccounts", upload.user, headers=JSON, content="{")


def _another_media_type(caller: Uploader, upload: Upload, _: Any) -> Exchange:
    headers = {"Content-Type": "text/plain"}
    return caller.call("uploadAccounts", upload.user, headers=headers, content="hello")


def _missing_field(caller: Uploader, upload: Upload, body: dict[str, Any]) -> Exchange:
    return caller.call("uploadAccounts", upload.user, json=[{**body, "currency": None}])


def _wrong_type(caller: Uploader, upload: Upload, body: dict[str, Any]) -> Exchange:
    return caller.call("uploadAccounts", upload.user, json=[{**body, "transactions": 7}])


def _another_number(caller: Uploader, upload: Upload, body: dict[str, Any]) -> Exchange:
    return caller.call("uploadAccounts", upload.user, json={**body, "accountId": upload.account})


def _user_without_type(caller: Uploader, _: Upload, __: Any) -> Exchange:
    return caller.call("createUser", json={"type": "neither"})


TOKENS = (_no_token, _garbled_token, _no_scope)
IDS = (_unknown_user, _unknown_account, _unknown_ids)
BODIES = (
    *(_bare_array, _no_json, _another_media_type, _missing_field, _wrong_type),
    *(_another_number, _user_without_type),
)


def _named(*kinds: Refused) -> list[Any]:
    return [pytest.param(each, id=each.__name__.strip("_").replace("_", " ")) for each in kinds]


def _refusal(uploader: Uploader, uploads: Uploads, draw: Draw, refused: Refused) -> Exchange:
    """A refusal; `NotTestable` where the target does not refuse this."""
    upload, body = uploads.account(draw), uploads.account_body(draw)
    answer = refused(uploader, upload, body)
    if not answer.refused:
        raise NotTestable(f"a refusal; this target gives none here: {told(answer)}")
    return answer


@smoke
@pytest.mark.parametrize("refused", _named(*TOKENS, *IDS, *BODIES))
@requirement("UB-ERR-01")
def test_a_refusal_has_a_type_and_a_message(
    uploader: Uploader, uploads: Uploads, draw: Draw, refused: Refused
) -> None:
    answer = _refusal(uploader, uploads, draw, refused)

    kind, message = answer.at("/type"), answer.at("/message")
    ensure(
        isinstance(kind, str) and bool(kind) and isinstance(message, str),
        expected="a text for /type, not empty, and a text for /message",
        received=told(answer),
        exchange=answer,
    )


@pytest.mark.parametrize("refused", _named(*BODIES))
@requirement("UB-ERR-01", level="profile")
def test_a_refusal_is_not_a_422(
    uploader: Uploader, uploads: Uploads, draw: Draw, refused: Refused
) -> None:
    answer = _refusal(uploader, uploads, draw, refused)

    ensure(
        answer.status != 422,
        expected="any 4xx but 422",
        received=told(answer),
        exchange=answer,
    )
