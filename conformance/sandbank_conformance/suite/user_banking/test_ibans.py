"""Accounts without an accountNumber: their iban is what identifies them."""

from typing import Any

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import ensure_status, ensure_success, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement
from sandbank_conformance.suite.user_banking.looks import after, ensure_untouched, look
from sandbank_conformance.uploads import Uploads

IBAN, OTHER = "DE02120300000000202051", "DE02500105170137075030"


def _account(uploads: Uploads, draw: Draw, **members: Any) -> dict[str, Any]:
    """An account with an iban alone."""
    body = uploads.account_body(draw)
    del body["accountNumber"]
    return body | {"iban": IBAN} | members


@requirement("UB-UP-01", level="profile")
def test_the_same_id_with_another_iban_answers_409_and_leaves_the_first(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    user, first = uploads.user(), _account(uploads, draw)
    given(uploader.call("uploadAccounts", user, json=first))
    before = look(uploader, user)

    answer = uploader.call("uploadAccounts", user, json={**first, "iban": OTHER, "name": "Other"})

    ensure_status(answer, 409)
    ensure_untouched(before, after(uploader, user), by=answer)


@requirement("UB-UP-01", level="profile")
def test_the_same_id_and_iban_replaces_the_first(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    user, first = uploads.user(), _account(uploads, draw)
    given(uploader.call("uploadAccounts", user, json=first))

    answer = uploader.call("uploadAccounts", user, json={**first, "name": "Again"})

    ensure_success(answer)


@requirement("UB-UP-03", level="profile")
def test_changing_the_iban_of_an_account_without_a_number_answers_400(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    user, first = uploads.user(), _account(uploads, draw)
    given(uploader.call("uploadAccounts", user, json=first))
    before = look(uploader, user)
    change = {"accountId": first["accountId"], "iban": OTHER}

    answer = uploader.call("changeAccounts", user, json=change)

    ensure_status(answer, 400)
    ensure_untouched(before, after(uploader, user), by=answer)


@requirement("UB-UP-03", level="profile")
def test_an_account_with_a_number_may_get_another_iban(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw, iban=IBAN)

    answer = uploader.call(
        "changeAccounts", upload.user, json={"accountId": upload.account, "iban": OTHER}
    )

    ensure_success(answer)
