"""Without the scope `banking-upload` nothing is uploaded, changed or deleted."""

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import ensure_refused, ensure_status
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.suite.user_banking.attempts import tried, writes
from sandbank_conformance.suite.user_banking.looks import after, ensure_untouched, look
from sandbank_conformance.uploads import Upload, Uploads


def _bearer(token: str) -> dict[str, str | None]:
    return {"Authorization": f"Bearer {token}"}


@smoke
@requirement("UB-DEL-06")
def test_a_token_for_banking_alone_neither_uploads_nor_changes_nor_deletes(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)
    header = _bearer(uploader.narrowed("banking"))

    attempts = writes(upload, uploads, draw)
    for answer, before, seen in tried(
        attempts, uploader, header, keeper=uploader, user=upload.user
    ):
        ensure_refused(answer)
        ensure_untouched(before, seen, by=answer)


@requirement("UB-DEL-06", level="profile")
def test_a_token_for_banking_alone_answers_403(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)
    header = _bearer(uploader.narrowed("banking"))

    for each in writes(upload, uploads, draw):
        answer = each.by(uploader, header)

        ensure_status(answer, 403)


@smoke
@requirement("UB-DEL-06")
def test_a_client_with_banking_alone_uploads_nothing(
    reader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    user = uploads.user(reader)
    before = look(reader, user)

    answer = reader.call("uploadAccounts", user, json=uploads.account_body(draw, transactions=1))

    ensure_refused(answer)
    ensure_untouched(before, after(reader, user), by=answer)


@requirement("UB-DEL-06", level="profile")
def test_a_client_with_banking_alone_is_answered_403(
    reader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    user = uploads.user(reader)

    for each in writes(_nothing_of(user, draw), uploads, draw):
        answer = each.by(reader)

        ensure_status(answer, 403)


def _nothing_of(user: str, draw: Draw) -> Upload:
    """An account that was not uploaded: who has no scope is told so all the same."""
    return Upload(
        user=user,
        account=f"acc-{draw.word()}",
        number=draw.digits(),
        transactions=(f"tx-{draw.word()}",),
    )


@requirement("UB-DEL-06")
def test_a_client_with_banking_alone_does_not_get_more_by_asking(
    reader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    user = uploads.user(reader)
    before = look(reader, user)
    asked = reader.ask_for_token(scope="banking banking-upload")
    token = str(asked.at("/access_token")) if asked.succeeded else "none"

    answer = reader.call(
        "uploadAccounts", user, json=uploads.account_body(draw), headers=_bearer(token)
    )

    ensure_refused(answer)
    ensure_untouched(before, after(reader, user), by=answer)
