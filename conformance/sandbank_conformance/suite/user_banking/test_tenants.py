"""A user is there for the tenant that made it, and for nobody else."""

from dataclasses import replace

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import ensure, ensure_status, given, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.readings import users
from sandbank_conformance.suite.user_banking.attempts import (
    Attempt,
    reads,
    tried,
    writes,
)
from sandbank_conformance.suite.user_banking.looks import ensure_untouched, held
from sandbank_conformance.suite.user_banking.strangers import (
    OTHERS,
    STRANGERS,
    Pair,
    need_tenants,
)
from sandbank_conformance.uploads import USER, Upload, Uploads

meeting = pytest.mark.parametrize("pair", STRANGERS, indirect=True)
meeting_others = pytest.mark.parametrize("pair", OTHERS, indirect=True)


@pytest.fixture
def pair(request: pytest.FixtureRequest, uploader: Uploader, draw: Draw) -> Pair:
    """Who made the user, and a stranger to it that has a user of its own if it may."""
    met: Pair = request.param(request, uploader, draw)
    met.stranger.call("createUser", json=USER)
    return met


@smoke
@meeting
@requirement("UB-USER-01")
def test_nothing_of_a_user_is_shown_to_a_stranger(pair: Pair, uploads: Uploads, draw: Draw) -> None:
    upload = uploads.account(draw, uploader=pair.keeper)

    for each in reads(upload):
        answer = each.by(pair.stranger)

        shown = _shown(upload, answer)
        ensure(
            not shown,
            expected="nothing of the user",
            received=f"{', '.join(shown)} in {told(answer)}",
            exchange=answer,
            also=("GEN-05",),
        )


def _shown(upload: Upload, answer: Exchange) -> list[str]:
    """What an answer holds of an upload; a refusal may repeat what stood in the path."""
    body = answer.received.body.decode("utf-8", "replace")
    asked = (upload.user, upload.account) if answer.succeeded else ()
    return [each for each in (upload.number, *upload.transactions, *asked) if each in body]


@meeting
@requirement("UB-USER-01")
def test_a_user_is_not_in_the_list_of_a_stranger(pair: Pair, uploads: Uploads) -> None:
    user = uploads.user(pair.keeper)

    answer = pair.stranger.call("listUsers")
    listed = users(pair.stranger) if answer.succeeded else []

    ensure(
        user not in listed,
        expected="a list without the user",
        received=f"{user} among {len(listed)} users",
        also=("GEN-05",),
    )


@smoke
@meeting
@requirement("UB-USER-01")
def test_nothing_of_a_user_is_changed_by_a_stranger(
    pair: Pair, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw, uploader=pair.keeper)

    attempts = [*writes(upload, uploads, draw), Attempt("deleteUser", (upload.user,))]
    for answer, before, seen in tried(
        attempts, pair.stranger, keeper=pair.keeper, user=upload.user
    ):
        ensure_untouched(before, seen, by=answer, also=("GEN-05",))


@meeting_others
@requirement("UB-USER-01", level="profile")
def test_a_user_of_another_tenant_answers_404(pair: Pair, uploads: Uploads, draw: Draw) -> None:
    upload = uploads.account(draw, uploader=pair.keeper)
    held(pair.keeper, upload)

    for each in [*reads(upload), *writes(upload, uploads, draw)]:
        answer = each.by(pair.stranger)

        ensure_status(answer, 404)


@requirement("UB-USER-01", level="profile")
def test_a_user_that_never_was_answers_404(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)
    held(uploader, upload)
    made_up = replace(upload, user=draw.uuid())

    for each in [*reads(made_up), *writes(made_up, uploads, draw)]:
        answer = each.by(uploader)

        ensure_status(answer, 404)


@requirement("UB-USER-01", level="profile")
def test_a_tenant_of_the_clients_own_id_is_that_of_no_header(
    request: pytest.FixtureRequest, uploader: Uploader, uploads: Uploads
) -> None:
    need_tenants(request)
    user = uploads.user()
    given(uploader.call("getUser", user))

    answer = uploader.through(uploader.access.client_id).call("getUser", user)

    ensure_status(answer, 200)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("{word}", id="of any name"),
        pytest.param("{client}{word}", id="without a dash"),
        pytest.param("{client}-", id="without a suffix"),
        pytest.param("x{client}-{word}", id="of a client that is not there"),
        pytest.param("{other}", id="of another client"),
        pytest.param("{other}-{word}", id="of a tenant of another client"),
    ],
)
@requirement("UB-USER-01", level="profile")
def test_a_tenant_that_is_not_the_clients_answers_403(
    request: pytest.FixtureRequest, uploader: Uploader, draw: Draw, name: str
) -> None:
    need_tenants(request)
    other = request.getfixturevalue("other_uploader").access.client_id if "other" in name else ""
    tenant = name.format(client=uploader.access.client_id, other=other, word=draw.word())

    answer = uploader.through(tenant).call("createUser", json=USER)

    ensure_status(answer, 403)
