"""Other status codes of the User banking API."""

import json

import pytest

from sandbank_server.api import user_banking
from sandbank_server.api.calls import ok
from zoo.animals import Answered, Asked, variant
from zoo.variants.tools import codes_answer, is_upload, refused_otherwise, retold, rules_answer


def _deletes(asked: Asked) -> bool:
    return asked.method == "DELETE" and is_upload(asked) and "/banking/accounts" in asked.path


def _deletes_a_batch(asked: Asked) -> bool:
    return _deletes(asked) and asked.path.endswith(("/accounts", "/transactions"))


@variant("UB-DEL-01", "UB-DEL-02", "UB-DEL-03", "GEN-09")
def deletions_answer_200(patch: pytest.MonkeyPatch) -> None:
    """Deleting accounts and transactions answers 200 with a body."""
    _deletions_answer(patch, 200)


@variant("UB-DEL-01", "UB-DEL-02", "UB-DEL-03", "GEN-09")
def deletions_answer_202(patch: pytest.MonkeyPatch) -> None:
    """Deleting accounts and transactions answers 202 with a body; it is done all the same."""
    _deletions_answer(patch, 202)


def _deletions_answer(patch: pytest.MonkeyPatch, status: int) -> None:
    def apply(asked: Asked, answered: Answered) -> Answered:
        if not _deletes(asked) or answered.status != 204:
            return answered
        told = Answered(status=status, headers=answered.headers)
        told = told.with_header("content-type", "application/json")
        return told.with_body(json.dumps({"message": "deleted"}).encode())

    retold(patch, apply)


@variant("UB-UP-02", "GEN-09")
def uploads_answer_200(patch: pytest.MonkeyPatch) -> None:
    """What is created by upload answers 200."""
    patch.setattr(user_banking, "created", ok)


@variant("UB-TOK-01")
def wrong_upload_credentials_answer_400(patch: pytest.MonkeyPatch) -> None:
    """Wrong credentials of an upload client answer 400."""
    rules_answer(patch, 400, "UB-TOK-01")


@variant("UB-TOK-01")
def wrong_upload_credentials_answer_403(patch: pytest.MonkeyPatch) -> None:
    """Wrong credentials of an upload client answer 403."""
    rules_answer(patch, 403, "UB-TOK-01")


@variant("UB-USER-01", "UB-DEL-09", "CTL-08")
def users_of_others_answer_403(patch: pytest.MonkeyPatch) -> None:
    """A user of another tenant, or one that never was, answers 403, both alike."""
    codes_answer(patch, 403, "UB-USER-01", "not_found")


@variant("UB-USER-01")
def wrong_tenants_answer_404(patch: pytest.MonkeyPatch) -> None:
    """A tenant that is not allowed answers 404."""
    codes_answer(patch, 404, "UB-USER-01", "tenant_not_allowed")


@variant("UB-USER-01")
def wrong_tenants_answer_400(patch: pytest.MonkeyPatch) -> None:
    """A tenant that is not allowed answers 400."""
    codes_answer(patch, 400, "UB-USER-01", "tenant_not_allowed")


@variant("UB-DEL-04")
def bare_arrays_answer_409(patch: pytest.MonkeyPatch) -> None:
    """A bare array of ids answers 409."""
    rules_answer(patch, 409, "UB-DEL-04")


@variant("UB-DEL-04", "UB-DEL-05", "UB-UP-05", "UB-ERR-01")
def wrong_ids_answer_422(patch: pytest.MonkeyPatch) -> None:
    """Ids that are missing, empty, no strings or in a bare array answer 422."""
    rules_answer(patch, 422, "UB-DEL-04", "UB-DEL-05")


@variant("UB-DEL-05")
def a_lost_body_answers_411(patch: pytest.MonkeyPatch) -> None:
    """A deletion by ids without a body answers 411."""
    refused_otherwise(
        patch,
        411,
        lambda asked, answered: (
            _deletes_a_batch(asked) and not asked.body and answered.status == 400
        ),
    )


@variant("UB-DEL-06", "UB-READ-01")
def a_missing_scope_answers_401(patch: pytest.MonkeyPatch) -> None:
    """A token without the scope that is needed answers 401."""
    codes_answer(patch, 401, "UB-DEL-06", "forbidden")
    rules_answer(patch, 401, "UB-READ-01")


@variant("UB-DEL-06", "UB-READ-01")
def a_missing_scope_answers_404(patch: pytest.MonkeyPatch) -> None:
    """A token without the scope that is needed finds nothing: 404."""
    codes_answer(patch, 404, "UB-DEL-06", "forbidden")
    rules_answer(patch, 404, "UB-READ-01")


@variant("UB-DEL-07", "UB-DEL-08", "UB-UP-04")
def fetched_data_answers_409(patch: pytest.MonkeyPatch) -> None:
    """Deleting, replacing or changing fetched data answers 409."""
    _fetched_answers(patch, 409)


@variant("UB-DEL-07", "UB-DEL-08", "UB-UP-04")
def fetched_data_answers_400(patch: pytest.MonkeyPatch) -> None:
    """Deleting, replacing or changing fetched data answers 400."""
    _fetched_answers(patch, 400)


def _fetched_answers(patch: pytest.MonkeyPatch, status: int) -> None:
    for rule in ("UB-DEL-07", "UB-UP-04"):
        codes_answer(patch, status, rule, "forbidden")


@variant("UB-DEL-08", "UB-DEL-09")
def unknown_ids_in_a_batch_answer_400(patch: pytest.MonkeyPatch) -> None:
    """A deletion by ids that names an unknown one answers 400."""
    codes_answer(patch, 400, "UB-DEL-08", "not_found")


@variant("UB-DEL-08")
def long_batches_answer_413(patch: pytest.MonkeyPatch) -> None:
    """A deletion by more than 500 ids answers 413."""
    codes_answer(patch, 413, "UB-DEL-08", "invalid_request")


@variant("UB-DEL-09")
def deleting_what_is_gone_answers_410(patch: pytest.MonkeyPatch) -> None:
    """Deleting an account that is not there answers 410."""
    rules_answer(patch, 410, "UB-DEL-09")


@variant("UB-UP-01")
def another_number_answers_400(patch: pytest.MonkeyPatch) -> None:
    """Uploading an account under the id of one with another number answers 400."""
    rules_answer(patch, 400, "UB-UP-01")


@variant("UB-UP-03")
def wrong_changes_answer_409(patch: pytest.MonkeyPatch) -> None:
    """A change of a number, of an id to null or of what is not known answers 409."""
    rules_answer(patch, 409, "UB-UP-03")


@variant("UB-READ-02")
def reading_an_unknown_upload_answers_403(patch: pytest.MonkeyPatch) -> None:
    """An account that the user does not have answers 403."""
    rules_answer(patch, 403, "UB-READ-02")
