"""Reading: nothing lost, nothing twice, in order, with either scope."""

from typing import Any

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import ensure, ensure_status, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.suite.user_banking.attempts import Attempt, reads
from sandbank_conformance.suite.user_banking.looks import ensure_looks
from sandbank_conformance.uploads import USER, Upload, Uploads

DAYS = ("2026-01-03", "2026-01-01", "2026-01-02", "2026-01-02", "2026-01-05")


def _dated(uploads: Uploads, draw: Draw) -> tuple[Upload, list[str]]:
    """Transactions of several days, and their ids by day and then id."""
    bodies = [uploads.transaction_body(draw, bookingDate=day) for day in DAYS]
    body = uploads.account_body(draw) | {"transactions": bodies}
    ordered = sorted(bodies, key=lambda each: (each["bookingDate"], each["transactionId"]))
    upload = uploads.upload(uploads.user(), body)
    return upload, [each["transactionId"] for each in ordered]


def _page(uploader: Uploader, upload: Upload, **query: Any) -> list[str]:
    answer = uploader.call("listAccountTransactions", upload.user, upload.account, query=query)
    listed = uploader.client.items(given(answer), "/data")
    return [each["transactionId"] for each in listed]


@smoke
@pytest.mark.parametrize("limit", [1, 2, 5, 100])
@requirement("UB-READ-01")
def test_pages_hold_every_transaction_once_and_in_order(
    uploader: Uploader, uploads: Uploads, draw: Draw, limit: int
) -> None:
    upload, ordered = _dated(uploads, draw)

    count = -(-len(ordered) // limit) + 1
    pages = [_page(uploader, upload, page=n, limit=limit) for n in range(1, count + 1)]

    wanted = [ordered[n * limit : (n + 1) * limit] for n in range(count)]
    _ensure_pages(wanted, pages)


def _ensure_pages(wanted: list[list[str]], pages: list[list[str]]) -> None:
    ensure(
        wanted == pages,
        expected=f"the pages {wanted}",
        received=f"the pages {pages}",
    )


@requirement("UB-READ-01")
def test_a_page_holds_a_hundred_unless_told_otherwise(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw, transactions=101)

    pages = [_page(uploader, upload, page=n) for n in (1, 2)]

    sizes = [len(each) for each in pages]
    ensure(sizes == [100, 1], expected="pages of 100 and 1", received=f"pages of {sizes}")
    seen = {*pages[0], *pages[1]}
    ensure(
        seen == set(upload.transactions),
        expected="all 101 transactions",
        received=f"{len(seen)} different ones",
    )


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        pytest.param({"from": "2026-01-02"}, slice(1, 5), id="from a day on"),
        pytest.param({"to": "2026-01-02"}, slice(0, 3), id="up to a day"),
        pytest.param({"from": "2026-01-02", "to": "2026-01-03"}, slice(1, 4), id="between"),
        pytest.param({"from": "2026-01-05", "to": "2026-01-05"}, slice(4, 5), id="of one day"),
        pytest.param({"from": "2026-01-04", "to": "2026-01-04"}, slice(0, 0), id="of none"),
    ],
)
@requirement("UB-READ-01")
def test_transactions_are_read_by_their_days_both_included(
    uploader: Uploader, uploads: Uploads, draw: Draw, query: dict[str, str], wanted: slice
) -> None:
    upload, ordered = _dated(uploads, draw)

    page = _page(uploader, upload, **query)

    _ensure_pages([ordered[wanted]], [page])


@requirement("UB-READ-01")
def test_the_total_counts_what_all_pages_hold(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload, ordered = _dated(uploads, draw)

    answer = uploader.call(
        "listAccountTransactions", upload.user, upload.account, query={"page": 2, "limit": 2}
    )

    given(answer)
    wanted = {"page": 2, "limit": 2, "total": len(ordered)}
    meta = {each: answer.at(f"/meta/{each}") for each in wanted}
    ensure_looks(wanted, meta, "page, limit and total", by=answer)


@requirement("UB-READ-01")
def test_accounts_are_listed_in_the_order_in_which_they_came(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    user = uploads.user()
    came = [uploads.account(draw, user=user, transactions=0).account for _ in range(4)]

    answer = uploader.call("listAccounts", user)

    listed = [each["accountId"] for each in uploader.client.items(given(answer), "")]
    ensure_looks(came, listed, "the accounts in that order", by=answer)


SCOPES = pytest.mark.parametrize("scope", ["banking", "banking-upload"])


@SCOPES
@requirement("UB-READ-01")
def test_either_scope_reads(uploader: Uploader, uploads: Uploads, draw: Draw, scope: str) -> None:
    upload = uploads.account(draw)
    header = {"Authorization": f"Bearer {uploader.narrowed(scope)}"}

    for each in [Attempt("listUsers", ()), *reads(upload)]:
        answer = each.by(uploader, header)

        ensure_status(answer, 200)


@SCOPES
@requirement("UB-READ-01")
def test_either_scope_keeps_users(uploader: Uploader, scope: str) -> None:
    header = {"Authorization": f"Bearer {uploader.narrowed(scope)}"}

    made = uploader.call("createUser", json=USER, headers=header)
    ensure_status(made, 201)

    deleted = uploader.call("deleteUser", str(given(made, "/userId")), headers=header)
    ensure_status(deleted, 204)


@requirement("UB-READ-01")
def test_a_client_with_banking_alone_reads(reader: Uploader, uploads: Uploads) -> None:
    user = uploads.user(reader)

    answer = reader.call("listAccounts", user)

    ensure_status(answer, 200)


@pytest.mark.parametrize(
    "operation_id", ["getAccount", "listAccountTransactions", "uploadTransactions"]
)
@pytest.mark.parametrize("whose", ["nobody's", "another user's", "a deleted"])
@requirement("UB-READ-02")
def test_an_account_that_the_user_does_not_have_answers_404(
    uploader: Uploader, uploads: Uploads, draw: Draw, operation_id: str, whose: str
) -> None:
    upload, user = uploads.account(draw), uploads.user()
    options = {"json": uploads.transaction_body(draw)} if operation_id.startswith("up") else {}
    given(uploader.call(operation_id, upload.user, upload.account, **options))
    if whose == "a deleted":
        given(uploader.call("deleteAccount", upload.user, upload.account))
    path = {
        "nobody's": (upload.user, f"acc-{draw.word()}"),
        "another user's": (user, upload.account),
        "a deleted": (upload.user, upload.account),
    }[whose]

    answer = uploader.call(operation_id, *path, **options)

    ensure_status(answer, 404)
