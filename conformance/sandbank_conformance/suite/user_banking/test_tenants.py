"""A user is there for the tenant that made it, and for nobody else."""

from dataclasses import replace
from functools import partial

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import (
    ensure,
    ensure_status,
    given,
    told,
)
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.readings import users
from sandbank_conformance.suite.user_banking.attempts import (
    Attempt,
    Attempts,
    acts,
    reads,
    telling,
    writes,
)
from sandbank_conformance.suite.user_banking.looks import ensure_untouched, held
from sandbank_conformance.suite.user_banking.rows import Row, ensure_each
from sandbank_conformance.suite.user_banking.strangers import (
    IN_CAPITALS,
    NEAR_STRANGERS,
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
def test_a_user_is_on_no_page_of_a_strangers_list(pair: Pair, uploads: Uploads) -> None:
    user = uploads.user(pair.keeper)

    answer = pair.stranger.call("listUsers")
    listed = users(pair.stranger) if answer.succeeded else []

    ensure(
        user not in listed,
        expected="a list without the user",
        received=f"{user} among {len(listed)} users",
        also=("GEN-05",),
    )


def _ensure_kept(pair: Pair, uploads: Uploads, attempts: Attempts, draw: Draw) -> None:
    row = Row(
        keeper=pair.keeper,
        make=lambda: uploads.account(draw, uploader=pair.keeper),
        hold=partial(ensure_untouched, also=("GEN-05",)),
    )
    row.ensure_kept(acts(attempts, lambda each: each.by(pair.stranger)))


@smoke
@meeting_others
@requirement("UB-USER-01")
def test_nothing_of_a_user_is_changed_by_a_stranger(
    pair: Pair, uploads: Uploads, draw: Draw
) -> None:
    def everything(upload: Upload) -> list[Attempt]:
        return [*writes(upload, uploads, draw), Attempt("deleteUser", (upload.user,))]

    _ensure_kept(pair, uploads, everything, draw)


@pytest.mark.parametrize("pair", NEAR_STRANGERS, indirect=True)
@requirement("UB-USER-01")
def test_nothing_of_a_user_is_changed_by_somebody_who_is_nearly_the_same(
    pair: Pair, uploads: Uploads, draw: Draw
) -> None:
    def some(upload: Upload) -> list[Attempt]:
        return [*telling(writes(upload, uploads, draw)), Attempt("deleteUser", (upload.user,))]

    _ensure_kept(pair, uploads, some, draw)


@pytest.mark.parametrize("pair", [*OTHERS, IN_CAPITALS], indirect=True)
@requirement("UB-USER-01", level="profile")
def test_a_user_of_another_tenant_answers_404(pair: Pair, uploads: Uploads, draw: Draw) -> None:
    upload = uploads.account(draw, uploader=pair.keeper)
    held(pair.keeper, upload)

    attempts = [*reads(upload), *telling(writes(upload, uploads, draw))]
    ensure_each({each.name: each.by(pair.stranger) for each in attempts}, 404)


@requirement("UB-USER-01", level="profile")
def test_a_user_that_never_was_answers_404(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)
    held(uploader, upload)
    made_up = replace(upload, user=draw.uuid())

    attempts = [*reads(made_up), *writes(made_up, uploads, draw)]
    ensure_each({each.name: each.by(uploader) for each in attempts}, 404)


@requirement("UB-USER-01", level="profile")
def test_a_tenant_of_the_clients_own_id_is_that_of_no_header(
    request: pytest.FixtureRequest, uploader: Uploader, uploads: Uploads
) -> None:
    need_tenants(request)
    user = uploads.user()
    given(uploader.call("getUser", user))

    answer = uploader.through(uploader.access.client_id).call("getUser", user)

    ensure_status(answer, 200)
