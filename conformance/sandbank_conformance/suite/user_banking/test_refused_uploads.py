"""What an upload needs, and how dates are read."""

from typing import Any

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import ensure_status, ensure_success
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement
from sandbank_conformance.suite.user_banking.looks import (
    after,
    ensure_looks,
    ensure_untouched,
    held,
    look,
    part,
)
from sandbank_conformance.uploads import Uploads

LEFT_OUT = object()


def _with(body: dict[str, Any], wrong: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in (body | wrong).items() if value is not LEFT_OUT}


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"currency": LEFT_OUT}, id="no currency"),
        pytest.param({"type": LEFT_OUT}, id="no type"),
        pytest.param({"accountNumber": LEFT_OUT}, id="neither number nor iban"),
        pytest.param({"accountId": ""}, id="an empty accountId"),
        pytest.param({"accountId": None}, id="null for the accountId"),
        pytest.param({"accountNumber": 12345678}, id="a number that is not a text"),
        pytest.param({"balance": "12.50"}, id="a balance that is a text"),
        pytest.param({"transactions": {}}, id="transactions that are no array"),
        pytest.param({"transactions": [{"amount": 1}]}, id="a transaction without its id"),
    ],
)
@requirement("UB-UP-05")
def test_an_account_that_lacks_what_it_needs_answers_400(
    uploader: Uploader, uploads: Uploads, draw: Draw, wrong: dict[str, Any]
) -> None:
    user = uploads.user()
    before = look(uploader, user)
    body = _with(uploads.account_body(draw, transactions=1), wrong)

    answer = uploader.call("uploadAccounts", user, json=[uploads.account_body(draw), body])

    ensure_status(answer, 400)
    ensure_untouched(before, after(uploader, user), by=answer)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"transactionId": LEFT_OUT}, id="no transactionId"),
        pytest.param({"transactionId": ""}, id="an empty transactionId"),
        pytest.param({"transactionId": 7}, id="a transactionId that is a number"),
        pytest.param({"amount": LEFT_OUT}, id="no amount"),
        pytest.param({"amount": "1.00"}, id="an amount that is a text"),
        pytest.param({"bookingDate": LEFT_OUT}, id="no bookingDate"),
        pytest.param({"bookingDate": "31.01.2026"}, id="a bookingDate in another order"),
        pytest.param({"bookingDate": "2026-02-30"}, id="a day that is not there"),
        pytest.param({"valueDate": "2026-01-02", "valutaDate": "2026-01-03"}, id="two value dates"),
    ],
)
@requirement("UB-UP-05")
def test_a_transaction_that_lacks_what_it_needs_answers_400(
    uploader: Uploader, uploads: Uploads, draw: Draw, wrong: dict[str, Any]
) -> None:
    upload = uploads.account(draw)
    before = held(uploader, upload)
    bodies = [uploads.transaction_body(draw), _with(uploads.transaction_body(draw), wrong)]

    path = (upload.user, upload.account)
    answer = uploader.call("uploadTransactions", *path, json=bodies)

    ensure_status(answer, 400)
    ensure_untouched(before, after(uploader, upload.user), by=answer)


@pytest.mark.parametrize(
    ("sent", "name", "day"),
    [
        pytest.param({"valutaDate": "2026-01-05"}, "valueDate", "2026-01-05", id="valutaDate"),
        pytest.param(
            {"valutaDate": "2026-01-05", "valueDate": "2026-01-05"},
            "valueDate",
            "2026-01-05",
            id="valutaDate and the same valueDate",
        ),
        pytest.param(
            {"bookingDate": "2026-01-05T00:30:00+02:00"}, "bookingDate", "2026-01-05", id="east"
        ),
        pytest.param(
            {"bookingDate": "2026-01-05T23:30:00-02:00"}, "bookingDate", "2026-01-05", id="west"
        ),
        pytest.param({"bookingDate": 1767657599}, "bookingDate", "2026-01-05", id="seconds"),
        pytest.param({"bookingDate": 1767657600}, "bookingDate", "2026-01-06", id="midnight"),
    ],
)
@requirement("UB-UP-05")
def test_a_date_is_kept_as_a_day(
    uploader: Uploader, uploads: Uploads, draw: Draw, sent: dict[str, Any], name: str, day: str
) -> None:
    upload = uploads.account(draw)
    held(uploader, upload)
    body = uploads.transaction_body(draw, **sent)

    path = (upload.user, upload.account)
    answer = uploader.call("uploadTransactions", *path, json=body)

    ensure_success(answer)
    seen = part(after(uploader, upload.user), upload, "transactions")
    ensure_looks(day, seen.get(body["transactionId"], {}).get(name), f"{name} {day}", by=answer)


@pytest.mark.parametrize(
    ("operation_id", "wrong"),
    [
        pytest.param("changeAccounts", {"name": "Changed"}, id="an account without its id"),
        pytest.param("changeAccounts", {"accountId": ""}, id="an empty accountId"),
        pytest.param("changeTransactions", {"amount": 1}, id="a transaction without its id"),
        pytest.param("changeTransactions", {"transactionId": ""}, id="an empty transactionId"),
    ],
)
@requirement("UB-UP-05")
def test_a_change_that_names_nothing_answers_400(
    uploader: Uploader, uploads: Uploads, draw: Draw, operation_id: str, wrong: dict[str, Any]
) -> None:
    upload = uploads.account(draw)
    path = (upload.user, upload.account)[: 1 if operation_id == "changeAccounts" else 2]

    answer = uploader.call(operation_id, *path, json=wrong)

    ensure_status(answer, 400)
