"""Ways to ask for the transactions of an account: what is gone is found by none of them."""

from collections.abc import Collection
from typing import Any

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import ensure, told
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.uploads import Upload

DAY = "2026-01-15"
LONG_AGO, LATE = "2026-01-01", "2026-01-31"  # all that is uploaded is of a day between them

Query = dict[str, Any]

SEARCHES: tuple[Query, ...] = (
    {},
    {"from": LONG_AGO},
    {"to": LATE},
    {"from": LONG_AGO, "to": LATE},
    {"from": DAY, "to": DAY},
    {"limit": 100},
    {"limit": 1},
    {"page": 2, "limit": 1},
    {"page": 1, "limit": 2, "from": LONG_AGO},
)


def search(uploader: Uploader, upload: Upload, query: Query) -> Exchange:
    """Ask for the transactions of an account."""
    path = (upload.user, upload.account)
    return uploader.call("listAccountTransactions", *path, query=query)


def answered(uploader: Uploader, upload: Upload) -> list[Query]:
    """The searches that the target answers."""
    return [each for each in SEARCHES if search(uploader, upload, each).succeeded]


def ensure_found_by_none(
    uploader: Uploader,
    upload: Upload,
    queries: list[Query],
    *gone: str,
    also: Collection[str] = (),
) -> None:
    """No search shows any of these."""
    for query in queries:
        answer = search(uploader, upload, query)
        body = answer.received.body.decode("utf-8", "replace") if answer.succeeded else ""
        shown = [each for each in gone if each in body]
        ensure(
            not shown,
            expected=f"a list without {', '.join(gone)}, asked for by {query or 'nothing'}",
            received=f"{', '.join(shown)} in {told(answer)}",
            exchange=answer,
            also=also,
        )
