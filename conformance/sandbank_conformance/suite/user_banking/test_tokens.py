"""Tokens of the User banking API: for the right credentials only, as narrow as asked for."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbank_conformance.callers import Uploader, need
from sandbank_conformance.conditions import ensure, ensure_status, ensure_success, given, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import NOTHING
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.target import UploadAccess
from sandbank_conformance.uploads import Uploads

Fault = Callable[[UploadAccess, Draw], dict[str, str | None]]


def _other_case(access: UploadAccess, draw: Draw) -> dict[str, str | None]:
    secret = access.client_secret.swapcase()
    return {"client_secret": secret if secret != access.client_secret else draw.word(20)}


WRONG = [
    pytest.param(lambda _, draw: {"client_secret": draw.word(20)}, id="another secret"),
    pytest.param(
        lambda access, _: {"client_secret": f"{access.client_secret}x"}, id="a letter more"
    ),
    pytest.param(
        lambda access, _: {"client_secret": access.client_secret[:-1] or "x"}, id="a letter less"
    ),
    pytest.param(
        lambda access, _: {"client_secret": f"{access.client_secret} "}, id="a blank behind"
    ),
    pytest.param(
        lambda access, _: {"client_secret": f" {access.client_secret}"}, id="a blank before"
    ),
    pytest.param(
        lambda access, _: {"client_secret": f"{access.client_secret}\nx"}, id="another line"
    ),
    pytest.param(_other_case, id="small for capital letters"),
    pytest.param(lambda access, _: {"client_secret": access.client_id}, id="the id as secret"),
    pytest.param(lambda access, _: {"client_id": f"{access.client_id}x"}, id="a longer client"),
    pytest.param(lambda _, draw: {"client_id": f"verify-{draw.word()}"}, id="an unknown client"),
]
LACKING = [
    pytest.param(lambda *_: {"client_secret": None}, id="no secret"),
    pytest.param(lambda *_: {"client_secret": ""}, id="an empty secret"),
    pytest.param(lambda *_: {"client_id": None}, id="no client"),
    pytest.param(lambda *_: {"client_id": "", "client_secret": ""}, id="nothing at all"),
]


def _need_secret(uploader: Uploader) -> None:
    """Without right credentials, wrong ones prove nothing."""
    need(uploader.access.client_secret, '[user-banking.client] client-secret = "…"')
    need(uploader.token, "a token for the right credentials")


def _ensure_no_token(answer: Any) -> None:
    ensure(
        answer.at("/access_token") in (NOTHING, None, ""),
        expected="no access_token",
        received=told(answer),
        exchange=answer,
    )


@smoke
@pytest.mark.parametrize("fault", [*WRONG, *LACKING])
@requirement("UB-TOK-02")
def test_wrong_credentials_bring_no_token(uploader: Uploader, draw: Draw, fault: Fault) -> None:
    _need_secret(uploader)

    answer = uploader.ask_for_token(**fault(uploader.access, draw))

    _ensure_no_token(answer)


@requirement("UB-TOK-02")
def test_the_secret_of_another_client_brings_no_token(
    uploader: Uploader, other_uploader: Uploader
) -> None:
    _need_secret(uploader)
    _need_secret(other_uploader)

    answer = uploader.ask_for_token(client_secret=other_uploader.access.client_secret)

    _ensure_no_token(answer)


@pytest.mark.parametrize("fault", WRONG)
@requirement("UB-TOK-01")
def test_wrong_credentials_answer_401(uploader: Uploader, draw: Draw, fault: Fault) -> None:
    _need_secret(uploader)

    answer = uploader.ask_for_token(**fault(uploader.access, draw))

    ensure_status(answer, 401)


@pytest.mark.parametrize(
    ("asked", "granted"),
    [
        pytest.param(None, {"banking", "banking-upload"}, id="every scope without one"),
        pytest.param("banking", {"banking"}, id="banking"),
        pytest.param("banking-upload", {"banking-upload"}, id="banking-upload"),
        pytest.param("banking-upload banking", {"banking", "banking-upload"}, id="both"),
    ],
)
@requirement("UB-TOK-01")
def test_a_token_has_the_scopes_asked_for(
    uploader: Uploader, asked: str | None, granted: set[str]
) -> None:
    _need_secret(uploader)

    answer = uploader.ask_for_token(scope=asked)

    ensure_status(answer, 200)
    told_scopes = answer.at("/scope")
    ensure(
        isinstance(told_scopes, str) and set(told_scopes.split()) == granted,
        expected=f"the scopes {' and '.join(sorted(granted))}",
        received=f"/scope = {told_scopes!r}",
    )


@requirement("UB-TOK-01")
def test_asking_for_a_scope_that_the_client_lacks_does_not_bring_it(reader: Uploader) -> None:
    _need_secret(reader)

    answer = reader.ask_for_token(scope="banking banking-upload")

    ensure(
        answer.refused or "banking-upload" not in str(answer.at("/scope")).split(),
        expected="a refusal, or a token without banking-upload",
        received=told(answer),
    )


@requirement("GEN-04")
def test_asking_for_a_scope_that_the_client_lacks_answers_400(reader: Uploader) -> None:
    given(reader.ask_for_token())

    ensure_status(reader.ask_for_token(scope="banking-upload"), 400)


@requirement("UB-TOK-01")
def test_asking_for_a_scope_that_nobody_knows_brings_none_of_the_others(
    uploader: Uploader, draw: Draw
) -> None:
    _need_secret(uploader)

    answer = uploader.ask_for_token(scope=f"banking-{draw.word()}")

    ensure(
        answer.refused or not {"banking", "banking-upload"} & set(str(answer.at("/scope")).split()),
        expected="a refusal, or a token with no scope that was not asked for",
        received=told(answer),
    )


@requirement("UB-TOK-01")
def test_a_token_for_banking_upload_alone_uploads(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    user = uploads.user()
    narrow = uploader.narrowed("banking-upload")

    answer = uploader.call(
        "uploadAccounts",
        user,
        json=uploads.account_body(draw),
        headers={"Authorization": f"Bearer {narrow}"},
    )

    ensure_success(answer)


@requirement("UB-TOK-01")
def test_a_token_for_banking_alone_can_do_no_more_than_it_names(
    uploader: Uploader, reader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    user, readers = uploads.user(), uploads.user(reader)
    header = {"Authorization": f"Bearer {uploader.narrowed('banking')}"}
    body = uploads.account_body(draw)

    answer = uploader.call("uploadAccounts", user, json=body, headers=header)

    if answer.succeeded:  # whether that takes a scope at all is shown by who has never had it
        lacking = reader.call("uploadAccounts", readers, json=body)
        ensure(
            not lacking.refused,
            expected="a refusal, as it is for a client that has only banking",
            received=told(answer),
            exchange=answer,
        )
