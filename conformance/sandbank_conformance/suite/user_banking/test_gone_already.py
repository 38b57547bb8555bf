"""Deleting what is not there, or not there for this user."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import ensure_status, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement
from sandbank_conformance.suite.user_banking.attempts import Attempt, deletions
from sandbank_conformance.suite.user_banking.rows import ensure_each
from sandbank_conformance.uploads import Upload, Uploads

Delete = Callable[[Upload], Attempt]

DELETIONS = [
    pytest.param(lambda upload: Attempt("deleteUser", (upload.user,)), id="a user"),
    pytest.param(lambda upload: deletions(upload)[2], id="an account"),
    pytest.param(lambda upload: deletions(upload)[1], id="an account by its id"),
    pytest.param(lambda upload: deletions(upload)[0], id="a transaction"),
]


@pytest.mark.parametrize("delete", DELETIONS)
@requirement("UB-DEL-09")
def test_deleting_again_answers_404(
    uploader: Uploader, uploads: Uploads, draw: Draw, delete: Delete
) -> None:
    upload = uploads.account(draw)
    given(delete(upload).by(uploader))

    answer = delete(upload).by(uploader)

    ensure_status(answer, 404)


@requirement("UB-DEL-09")
def test_deleting_what_another_user_has_answers_404(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload, user = uploads.account(draw), uploads.user()

    anothers = deletions(replace(upload, user=user))
    answers = {each.name: each.by(uploader) for each in anothers}

    ensure_each(answers, 404)


@requirement("UB-DEL-09")
def test_deleting_transactions_of_a_deleted_account_answers_404(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)
    given(uploader.call("deleteAccount", upload.user, upload.account))

    answer = deletions(upload)[0].by(uploader)

    ensure_status(answer, 404)
