"""Reading: with either scope, and of accounts that are there."""

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import ensure_success, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement
from sandbank_conformance.suite.user_banking.attempts import Attempt, reads
from sandbank_conformance.suite.user_banking.rows import ensure_each
from sandbank_conformance.uploads import USER, Uploads

SCOPES = pytest.mark.parametrize("scope", ["banking", "banking-upload"])


@SCOPES
@requirement("UB-READ-01")
def test_either_scope_reads(uploader: Uploader, uploads: Uploads, draw: Draw, scope: str) -> None:
    upload = uploads.account(draw)
    header = {"Authorization": f"Bearer {uploader.narrowed(scope)}"}

    for each in [Attempt("listUsers", ()), *reads(upload)]:
        answer = each.by(uploader, header)

        ensure_success(answer)


@SCOPES
@requirement("UB-READ-01")
def test_either_scope_keeps_users(uploader: Uploader, scope: str) -> None:
    header = {"Authorization": f"Bearer {uploader.narrowed(scope)}"}

    made = uploader.call("createUser", json=USER, headers=header)
    ensure_success(made)

    deleted = uploader.call("deleteUser", str(given(made, "/userId")), headers=header)
    ensure_success(deleted)


@requirement("UB-READ-01")
def test_a_client_with_banking_alone_reads(reader: Uploader, uploads: Uploads) -> None:
    user = uploads.user(reader)

    answer = reader.call("listAccounts", user)

    ensure_success(answer)


@pytest.mark.parametrize(
    "operation_id", ["getAccount", "listAccountTransactions", "uploadTransactions"]
)
@requirement("UB-READ-02")
def test_an_account_that_the_user_does_not_have_answers_404(
    uploader: Uploader, uploads: Uploads, draw: Draw, operation_id: str
) -> None:
    bodies = [uploads.account_body(draw) for _ in range(3)]
    there, alone, by_id = uploads.several(uploads.user(), bodies)
    body = {"json": uploads.transaction_body(draw)} if operation_id.startswith("upload") else {}

    def call(user: str, account: str) -> Exchange:
        return uploader.call(operation_id, user, account, **body)

    given(call(there.user, there.account))
    given(uploader.call("deleteAccount", there.user, alone.account))
    given(uploader.call("deleteAccounts", there.user, json={"ids": [by_id.account]}))

    answers = {
        "one that never was": call(there.user, f"acc-{draw.word()}"),
        "another user's": call(uploads.user(), there.account),
        "one in other letters": call(there.user, there.account.upper()),
        "one that was deleted": call(there.user, alone.account),
        "one that was deleted by its id": call(there.user, by_id.account),
    }
    ensure_each(answers, 404)
