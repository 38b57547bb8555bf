"""Without the scope `banking-upload` nothing is uploaded, changed or deleted."""

from collections.abc import Callable

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import ensure_refused
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.suite.user_banking.attempts import Attempt, acts, writes
from sandbank_conformance.suite.user_banking.looks import after, ensure_untouched, look
from sandbank_conformance.suite.user_banking.rows import Acts, Row, ensure_each, made
from sandbank_conformance.uploads import Upload, Uploads

WithScope = Callable[[str], Acts[Upload]]


def _bearer(token: str) -> dict[str, str | None]:
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def narrowly(uploader: Uploader, uploads: Uploads, draw: Draw) -> WithScope:
    """Every call that writes, with a token for one scope."""

    def write(scope: str) -> Acts[Upload]:
        header = _bearer(uploader.narrowed(scope))

        def send(attempt: Attempt) -> Exchange:
            return attempt.by(uploader, header)

        return acts(lambda upload: writes(upload, uploads, draw), send)

    return write


@smoke
@requirement("UB-DEL-06")
def test_a_token_for_banking_alone_neither_uploads_nor_changes_nor_deletes(
    uploader: Uploader, uploads: Uploads, draw: Draw, narrowly: WithScope
) -> None:
    row = Row(keeper=uploader, make=lambda: uploads.account(draw))

    answers = row.ensure_kept(narrowly("banking"))

    ensure_each(answers)


@requirement("UB-DEL-06", level="profile")
def test_a_token_for_banking_alone_answers_403(
    uploads: Uploads, draw: Draw, narrowly: WithScope
) -> None:
    upload = uploads.account(draw)

    answers = made(upload, narrowly("banking"))

    ensure_each(answers, 403)


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
    nothing = _nothing_of(uploads.user(reader), draw)

    answers = {each.name: each.by(reader) for each in writes(nothing, uploads, draw)}

    ensure_each(answers, 403)


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
