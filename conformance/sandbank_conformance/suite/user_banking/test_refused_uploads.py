"""What an upload needs, and how dates are read."""

from functools import partial
from typing import Any

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import ensure_success
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import Exchange
from sandbank_conformance.marks import requirement
from sandbank_conformance.suite.user_banking.looks import after, ensure_looks, held, part
from sandbank_conformance.suite.user_banking.rows import ensure_each, made
from sandbank_conformance.uploads import Upload, Uploads

LEFT_OUT = object()

ACCOUNTS: dict[str, dict[str, Any]] = {
    "no currency": {"currency": LEFT_OUT},
    "no type": {"type": LEFT_OUT},
    "neither number nor iban": {"accountNumber": LEFT_OUT},
    "an empty accountId": {"accountId": ""},
    "null for the accountId": {"accountId": None},
    "a number that is not a text": {"accountNumber": 12345678},
    "a balance that is a text": {"balance": "12.50"},
    "transactions that are no array": {"transactions": {}},
    "a transaction without its id": {
        "transactions": [{"amount": 1, "bookingDate": "2026-01-02"}],
    },
}
TRANSACTIONS: dict[str, dict[str, Any]] = {
    "no transactionId": {"transactionId": LEFT_OUT},
    "an empty transactionId": {"transactionId": ""},
    "a transactionId that is a number": {"transactionId": 7},
    "no amount": {"amount": LEFT_OUT},
    "an amount that is a text": {"amount": "1.00"},
    "no bookingDate": {"bookingDate": LEFT_OUT},
    "a bookingDate in another order": {"bookingDate": "31.01.2026"},
    "a day that is not there": {"bookingDate": "2026-02-30"},
    "two value dates": {"valueDate": "2026-01-02", "valutaDate": "2026-01-03"},
}
CHANGES: dict[str, tuple[str, dict[str, Any]]] = {
    "an account without its id": ("changeAccounts", {"name": "Changed"}),
    "an empty accountId": ("changeAccounts", {"accountId": "", "name": "Changed"}),
    "a transaction without its id": ("changeTransactions", {"amount": 1}),
    "an empty transactionId": ("changeTransactions", {"transactionId": "", "amount": 1}),
}
WRONG_CHANGES: dict[str, tuple[str, dict[str, Any]]] = {
    "a name that is a number": ("changeAccounts", {"name": 7}),
    "a balance that is a text": ("changeAccounts", {"balance": "12.50"}),
    "an amount that is a text": ("changeTransactions", {"amount": "1.00"}),
    "a day that is not there": ("changeTransactions", {"bookingDate": "2026-02-30"}),
}
DAYS: dict[str, tuple[dict[str, Any], str, str]] = {
    "valutaDate": ({"valutaDate": "2026-01-05"}, "valueDate", "2026-01-05"),
    "valutaDate and the same valueDate": (
        {"valutaDate": "2026-01-05", "valueDate": "2026-01-05"},
        "valueDate",
        "2026-01-05",
    ),
    "early in the east": (
        {"bookingDate": "2026-01-05T00:30:00+02:00"},
        "bookingDate",
        "2026-01-05",
    ),
    "late in the west": ({"bookingDate": "2026-01-05T23:30:00-02:00"}, "bookingDate", "2026-01-05"),
    "the last second": ({"bookingDate": 1767657599}, "bookingDate", "2026-01-05"),
    "midnight": ({"bookingDate": 1767657600}, "bookingDate", "2026-01-06"),
}


def _with(body: dict[str, Any], wrong: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in (body | wrong).items() if value is not LEFT_OUT}


@requirement("UB-UP-05")
def test_an_account_that_lacks_what_it_needs_answers_400(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)

    def send(wrong: dict[str, Any], upload: Upload) -> Exchange:
        good = uploads.account_body(draw)
        body = _with(uploads.account_body(draw, transactions=1), wrong)
        return uploader.call("uploadAccounts", upload.user, json=[good, body])

    answers = made(upload, {name: partial(send, wrong) for name, wrong in ACCOUNTS.items()})

    ensure_each(answers, 400)


@requirement("UB-UP-05")
def test_a_transaction_that_lacks_what_it_needs_answers_400(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)

    def send(wrong: dict[str, Any], upload: Upload) -> Exchange:
        bodies = [uploads.transaction_body(draw), _with(uploads.transaction_body(draw), wrong)]
        return uploader.call("uploadTransactions", upload.user, upload.account, json=bodies)

    answers = made(upload, {name: partial(send, wrong) for name, wrong in TRANSACTIONS.items()})

    ensure_each(answers, 400)


@requirement("UB-UP-05")
def test_a_date_is_kept_as_a_day(uploader: Uploader, uploads: Uploads, draw: Draw) -> None:
    upload = uploads.account(draw)
    held(uploader, upload)

    bodies = {name: uploads.transaction_body(draw, **sent) for name, (sent, *_) in DAYS.items()}

    for body in bodies.values():
        answer = uploader.call("uploadTransactions", upload.user, upload.account, json=body)
        ensure_success(answer)

    seen = part(after(uploader, upload.user), upload, "transactions")
    days = {
        name: seen.get(bodies[name]["transactionId"], {}).get(field)
        for name, (_, field, _day) in DAYS.items()
    }
    wanted = {name: day for name, (*_, day) in DAYS.items()}
    ensure_looks(wanted, days, "those days", by=answer)


def _change(
    uploader: Uploader, operation_id: str, change: dict[str, Any], upload: Upload
) -> Exchange:
    path = (upload.user, upload.account)[: 1 if operation_id == "changeAccounts" else 2]
    return uploader.call(operation_id, *path, json=change)


@requirement("UB-UP-05")
def test_a_change_that_names_nothing_answers_400(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)

    acts = {name: partial(_change, uploader, *wrong) for name, wrong in CHANGES.items()}

    ensure_each(made(upload, acts), 400)


@requirement("UB-UP-05")
def test_a_change_to_what_is_of_the_wrong_type_answers_400(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)
    of = {
        "changeAccounts": {"accountId": upload.account},
        "changeTransactions": {"transactionId": upload.transactions[0]},
    }

    acts = {
        name: partial(_change, uploader, operation_id, of[operation_id] | wrong)
        for name, (operation_id, wrong) in WRONG_CHANGES.items()
    }

    ensure_each(made(upload, acts), 400)
