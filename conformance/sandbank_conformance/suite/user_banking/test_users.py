"""Users: there from their making on, and gone with all that was theirs."""

from typing import Any

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import ensure, ensure_refused, ensure_success, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.owner import Owner
from sandbank_conformance.readings import users
from sandbank_conformance.suite.user_banking.attempts import reads
from sandbank_conformance.suite.user_banking.looks import after, ensure_untouched, held
from sandbank_conformance.suite.user_banking.neighbours import alike
from sandbank_conformance.suite.user_banking.vaults import Vault
from sandbank_conformance.uploads import USER, Upload, Uploads

KINDS = pytest.mark.parametrize(
    "kind",
    [
        pytest.param(USER, id="for good"),
        pytest.param({**USER, "expiresIn": 86_400}, id="for a day"),
        pytest.param({**USER, "type": "company"}, id="a company"),
        pytest.param({**USER, "automaticAnalysis": "active"}, id="that is analysed"),
    ],
)


@smoke
@KINDS
@requirement("UB-USER-02")
def test_a_new_user_is_read(uploader: Uploader, kind: dict[str, Any]) -> None:
    made = uploader.call("createUser", json=kind)

    answer = uploader.call("getUser", str(given(made, "/userId")))

    ensure_success(answer)
    wanted = {each: kind[each] for each in USER}
    shown = {each: answer.at(f"/{each}") for each in wanted}
    ensure(shown == wanted, expected=str(wanted), received=str(shown))


@KINDS
@requirement("UB-USER-02")
def test_a_new_user_is_listed(uploader: Uploader, kind: dict[str, Any]) -> None:
    user = str(given(uploader.call("createUser", json=kind), "/userId"))

    listed = users(uploader)

    ensure(listed.count(user) == 1, expected=f"{user} once", received=f"{len(listed)} others")


@smoke
@requirement("UB-USER-02")
def test_a_deleted_user_is_gone_with_all_its_data(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload, other = alike(uploads, draw)
    before = held(uploader, other)
    _read(uploader, upload)

    answer = uploader.call("deleteUser", upload.user)

    ensure_success(answer)
    _ensure_gone(uploader, upload)
    ensure_untouched(before, after(uploader, other.user), by=answer)


def _read(uploader: Uploader, upload: Upload) -> None:
    """See all that must no longer be seen later: it must not come from a memory of now."""
    for each in reads(upload):
        each.by(uploader)
    uploader.call("listUsers")
    users(uploader)


def _ensure_gone(uploader: Uploader, upload: Upload) -> None:
    for each in reads(upload):
        ensure_refused(each.by(uploader))
    first = uploader.call("listUsers")
    ensure(
        upload.user not in users(uploader) and upload.user.encode() not in first.received.body,
        expected="a list without the user",
        received=f"{upload.user} in it",
    )


@requirement("UB-USER-02")
def test_nothing_is_uploaded_for_a_deleted_user(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)
    given(uploader.call("deleteUser", upload.user))

    path, body = (upload.user, upload.account), uploads.account_body(draw, transactions=1)
    ensure_refused(uploader.call("uploadAccounts", upload.user, json=body))
    ensure_refused(uploader.call("uploadTransactions", *path, json=uploads.transaction_body(draw)))

    _ensure_gone(uploader, upload)


@pytest.mark.usefixtures("owner")  # elsewhere the user would be missing to other checks
@requirement("UB-USER-02")
def test_a_deleted_user_takes_fetched_data_along(vault: Vault) -> None:
    user, account = vault.held.user, vault.held.account
    held_by_bank = Upload(user=user, account=account, number="", transactions=())
    _read(vault.uploader, held_by_bank)

    answer = vault.uploader.call("deleteUser", user)

    ensure_success(answer)
    _ensure_gone(vault.uploader, held_by_bank)


@requirement("UB-USER-02")
def test_a_user_whose_time_is_over_is_gone_with_all_its_data(
    owner: Owner, uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = _for_a_minute(uploader, uploads, draw)
    held(uploader, upload)
    _read(uploader, upload)

    owner.advance("PT61S")

    _ensure_gone(uploader, upload)


@requirement("UB-USER-02")
def test_a_user_that_is_called_upon_lives_no_longer(
    owner: Owner, uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = _for_a_minute(uploader, uploads, draw)
    owner.advance("PT40S")
    _read(uploader, upload)
    path, change = (upload.user, upload.account), {"accountId": upload.account, "name": "Changed"}
    given(uploader.call("uploadTransactions", *path, json=uploads.transaction_body(draw)))
    given(uploader.call("changeAccounts", upload.user, json=change))

    owner.advance("PT21S")

    _ensure_gone(uploader, upload)


@requirement("UB-USER-02")
def test_a_user_is_there_until_its_time_is_over(
    owner: Owner, uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = _for_a_minute(uploader, uploads, draw)
    before = held(uploader, upload)

    owner.advance("PT59S")

    shown = uploader.call("getUser", upload.user)
    ensure_success(shown)
    ensure_untouched(before, after(uploader, upload.user), by=shown)


def _for_a_minute(uploader: Uploader, uploads: Uploads, draw: Draw) -> Upload:
    body: dict[str, Any] = {**USER, "expiresIn": 60}
    user = str(given(uploader.call("createUser", json=body), "/userId"))
    return uploads.account(draw, user=user)
