"""Lists: page after page, nothing lost, nothing twice, in order, and from day to day."""

from collections.abc import Sequence
from typing import Any

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import NotTestable, ensure, given, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.readings import users
from sandbank_conformance.suite.user_banking.looks import ensure_looks
from sandbank_conformance.suite.user_banking.strangers import need_tenants, tenant_of
from sandbank_conformance.suite.user_banking.vaults import Vault
from sandbank_conformance.uploads import Upload, Uploads

MOST = 100  # on a page
DAYS = ("2026-01-03", "2026-01-01", "2026-01-02", "2026-01-02", "2026-01-02", "2026-01-05")
SPANS: list[tuple[dict[str, str], slice]] = [
    ({"from": "2026-01-02"}, slice(1, 6)),
    ({"to": "2026-01-02"}, slice(0, 4)),
    ({"from": "2026-01-02", "to": "2026-01-03"}, slice(1, 5)),
    ({"from": "2026-01-05", "to": "2026-01-05"}, slice(5, 6)),
    ({"from": "2026-01-04", "to": "2026-01-04"}, slice(0, 0)),
]


def _dated(uploads: Uploads, draw: Draw) -> tuple[Upload, list[str]]:
    """Transactions of several days, and their ids by day and then id."""
    bodies = [
        uploads.transaction_body(draw, bookingDate=day, valueDate=f"2026-02-{28 - n}")
        for n, day in enumerate(DAYS)
    ]
    body = uploads.account_body(draw) | {"transactions": bodies}
    upload = uploads.upload(uploads.user(), body)
    return upload, _in_order(bodies)


def _in_order(transactions: Sequence[dict[str, Any]]) -> list[str]:
    ordered = sorted(transactions, key=lambda each: (each["bookingDate"], each["transactionId"]))
    return [each["transactionId"] for each in ordered]


def _asked(uploader: Uploader, upload: Upload, **query: Any) -> Exchange:
    ids = (upload.user, upload.account)
    return uploader.call("listAccountTransactions", *ids, query=query)


def _listed(uploader: Uploader, answer: Exchange) -> list[str]:
    return [each["transactionId"] for each in uploader.client.items(given(answer), "/data")]


def _page(uploader: Uploader, upload: Upload, **query: Any) -> list[str]:
    return _listed(uploader, _asked(uploader, upload, **query))


@smoke
@pytest.mark.parametrize("limit", [2, 5])
@requirement("UB-READ-03")
def test_pages_hold_every_transaction_once_and_in_order(
    uploader: Uploader, uploads: Uploads, draw: Draw, limit: int
) -> None:
    upload, ordered = _dated(uploads, draw)

    count = -(-len(ordered) // limit)
    pages = [_page(uploader, upload, page=n, limit=limit) for n in range(1, count + 1)]
    beyond = _asked(uploader, upload, page=count + 1, limit=limit)

    wanted = [ordered[n * limit : (n + 1) * limit] for n in range(count)]
    ensure(wanted == pages, expected=f"the pages {wanted}", received=f"the pages {pages}")
    _ensure_empty(uploader, beyond)


def _ensure_empty(uploader: Uploader, beyond: Exchange) -> None:
    """There may be no such page; if there is, it holds nothing that came before."""
    ensure(
        not beyond.succeeded or not _listed(uploader, beyond),
        expected="no transaction on the page behind the last one",
        received=told(beyond),
        exchange=beyond,
    )


@requirement("UB-READ-03")
def test_a_page_holds_a_hundred_unless_told_otherwise_and_never_more(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    bodies = [uploads.transaction_body(draw) for _ in range(MOST + 2)]
    upload = uploads.upload(uploads.user(), uploads.account_body(draw) | {"transactions": bodies})

    pages = [_page(uploader, upload, page=n) for n in (1, 2)]
    larger = _asked(uploader, upload, limit=MOST + 1)

    ordered = _in_order(bodies)
    sizes = [len(each) for each in pages]
    ensure(sizes == [MOST, 2], expected=f"pages of {MOST} and 2", received=f"pages of {sizes}")
    ensure_looks(ordered, [*pages[0], *pages[1]], "all of them in order", by=larger)
    ensure(
        not larger.succeeded or len(_listed(uploader, larger)) <= MOST,
        expected=f"a refusal, or {MOST} transactions at most",
        received=f"more than {MOST}",
        exchange=larger,
    )


@smoke
@requirement("UB-READ-03")
def test_transactions_are_read_by_their_days_both_included(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload, ordered = _dated(uploads, draw)

    for query, wanted in SPANS:
        answer = _asked(uploader, upload, **query)

        days = " ".join(f"{name} {day}" for name, day in query.items())
        ensure_looks(ordered[wanted], _listed(uploader, answer), f"those {days}", by=answer)


@requirement("UB-READ-03")
def test_days_are_read_page_after_page(uploader: Uploader, uploads: Uploads, draw: Draw) -> None:
    upload, ordered = _dated(uploads, draw)
    days = {"from": "2026-01-02", "to": "2026-01-03"}

    pages = [_page(uploader, upload, page=n, limit=3, **days) for n in (1, 2)]

    wanted = [ordered[1:4], ordered[4:5]]
    ensure(wanted == pages, expected=f"the pages {wanted}", received=f"the pages {pages}")


@requirement("UB-READ-03")
def test_meta_tells_page_limit_and_the_total_of_all_pages(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload, ordered = _dated(uploads, draw)

    asked: list[tuple[dict[str, Any], int]] = [
        ({"page": 2, "limit": 2}, len(ordered)),
        ({"page": 1, "limit": 1, "to": "2026-01-02"}, 4),
    ]
    for query, left in asked:
        answer = given(_asked(uploader, upload, **query))
        wanted = {"page": query["page"], "limit": query["limit"], "total": left}
        ensure_looks(wanted, _meta(answer, wanted), "page, limit and total", by=answer)


@requirement("UB-READ-03")
def test_the_total_no_longer_counts_what_was_deleted(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload, [gone, *_] = _dated(uploads, draw)
    path = (upload.user, upload.account)
    given(uploader.call("deleteTransactions", *path, json={"ids": [gone]}))

    for query in ({}, {"from": min(DAYS)}, {"to": max(DAYS)}):
        answer = _asked(uploader, upload, **query)
        wanted = {"total": len(_listed(uploader, answer))}
        ensure_looks(wanted, _meta(answer, wanted), "as many as are listed", by=answer)


def _meta(answer: Exchange, names: dict[str, Any]) -> dict[str, Any]:
    return {each: answer.at(f"/meta/{each}") for each in names}


@requirement("UB-READ-03")
def test_fetched_and_uploaded_transactions_are_listed_in_one_order(mixed: Vault) -> None:
    listed = mixed.uploader.call("listAccountTransactions", mixed.user, mixed.held.account)

    shown = _listed(mixed.uploader, listed)

    ordered = _in_order(list(mixed.transactions.values()))
    ensure_looks(ordered, shown, "all by bookingDate and transactionId", by=listed)


@requirement("UB-READ-03")
def test_users_are_listed_once_and_in_the_order_in_which_they_were_made(
    request: pytest.FixtureRequest, uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    need_tenants(request)
    tenant = uploader.through(tenant_of(uploader, draw))
    made = [uploads.user(tenant) for _ in range(MOST + 3)]

    shown = users(tenant)
    first = given(tenant.call("listUsers"))

    listed = [each for each in shown if each in set(made)]
    if not listed:
        raise NotTestable("a list that shows the tenant's users: this one shows none of them")
    *older, newest = made  # whether the newest is listed at once is another matter
    ensure_looks(older, [each for each in listed if each != newest], "each once", by=first)
    wanted = {"page": 1, "limit": MOST}
    ensure_looks(wanted, _meta(first, wanted), "page and limit", by=first)
    ensure(
        first.at("/meta/total") in (len(older), len(made)) or len(shown) != len(listed),
        expected=f"a total of {len(made)}",
        received=told(first),
        exchange=first,
    )
