"""Lists go by what is there now: what was changed, replaced or added stands where it belongs."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import NotTestable, given
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement
from sandbank_conformance.readings import listed_transactions
from sandbank_conformance.suite.user_banking.looks import ensure_looks
from sandbank_conformance.uploads import Upload, Uploads

Body = dict[str, Any]
Move = Callable[[Uploader, Upload, Body], Exchange]  # with the transaction as it is to be

DAYS = ("2026-01-03", "2026-01-01", "2026-01-02", "2026-01-05")
NEW = "2026-01-04"
SPANS: tuple[dict[str, str], ...] = (
    {},
    {"from": NEW},
    {"to": NEW},
    {"from": NEW, "to": NEW},
    {"to": DAYS[0]},
)


def _change(uploader: Uploader, upload: Upload, body: Body) -> Exchange:
    change = {each: body[each] for each in ("transactionId", "bookingDate")}
    return uploader.call("changeTransactions", upload.user, upload.account, json=change)


def _delete_and_upload(uploader: Uploader, upload: Upload, body: Body) -> Exchange:
    path, ids = (upload.user, upload.account), {"ids": [body["transactionId"]]}
    given(uploader.call("deleteTransactions", *path, json=ids))
    return uploader.call("uploadTransactions", *path, json=body)


def _upload_more(uploader: Uploader, upload: Upload, body: Body) -> Exchange:
    more = body | {"transactionId": f"{body['transactionId']}-more"}
    return uploader.call("uploadTransactions", upload.user, upload.account, json=more)


def _replace(uploader: Uploader, upload: Upload, body: Body) -> Exchange:
    shown = given(uploader.call("getAccount", upload.user, upload.account)).json
    named = ("accountId", "accountNumber", "currency", "type")
    account = {each: shown.get(each) for each in named} | {"transactions": [body]}
    return uploader.call("uploadAccounts", upload.user, json=account)


@pytest.mark.parametrize(
    "move",
    [
        pytest.param(_change, id="changed"),
        pytest.param(_delete_and_upload, id="deleted and uploaded again"),
        pytest.param(_upload_more, id="added"),
        pytest.param(_replace, id="replaced with its account"),
    ],
)
@requirement("UB-READ-03")
def test_a_transaction_is_listed_by_the_day_that_it_has_now(
    uploader: Uploader, uploads: Uploads, draw: Draw, move: Move
) -> None:
    bodies = [uploads.transaction_body(draw, bookingDate=day) for day in DAYS]
    upload = uploads.upload(uploads.user(), uploads.account_body(draw) | {"transactions": bodies})
    path = (upload.user, upload.account)
    for query in SPANS:
        listed_transactions(uploader, *path, **query)  # so that it could be kept in memory

    answer = given(move(uploader, upload, bodies[1] | {"bookingDate": NEW}))

    everything = listed_transactions(uploader, *path)
    if NEW not in [each.get("bookingDate") for each in everything]:
        raise NotTestable(f"a transaction whose bookingDate is {NEW} by now")
    for query in SPANS:
        wanted = _of(everything, **query)
        shown = [each["transactionId"] for each in listed_transactions(uploader, *path, **query)]
        ensure_looks(wanted, shown, f"those of {query or 'all days'}, in order", by=answer)


def _of(listed: list[Body], **span: str) -> list[str]:
    """Those of the days, by day and then id."""
    ordered = sorted((each["bookingDate"], each["transactionId"]) for each in listed)
    first, last = span.get("from", ""), span.get("to", "9999-12-31")
    return [transaction for day, transaction in ordered if first <= day <= last]
