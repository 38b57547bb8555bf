"""Changing uploaded data: what is named, and nothing besides."""

from typing import Any

import pytest

from sandbank_conformance.callers import Uploader
from sandbank_conformance.conditions import NotTestable, told
from sandbank_conformance.draw import Draw
from sandbank_conformance.marks import requirement, smoke
from sandbank_conformance.suite.user_banking.looks import (
    after,
    ensure_looks,
    ensure_untouched,
    held,
    part,
)
from sandbank_conformance.suite.user_banking.neighbours import alike
from sandbank_conformance.uploads import Upload, Uploads

OURS = ("changeTransactionsAlias",)  # calls that other servers need not have
CHANGES = [
    pytest.param("changeTransactions", id="of its amount"),
    pytest.param("changeTransactionsAlias", id="of its purpose by the other path"),
]


def _account(uploads: Uploads, draw: Draw) -> Upload:
    """An account with most fields, and with two transactions that have them too."""
    partner = {"name": "Corner Shop", "iban": "DE02120300000000202051"}
    body = uploads.account_body(draw) | {
        "bankName": "Sample Bank",
        "owner": "Alex Example",
        "transactions": [
            uploads.transaction_body(
                draw, bookingText="Card payment", currency="EUR", paymentPartner=partner
            )
            for _ in range(2)
        ],
    }
    return uploads.upload(uploads.user(), body)


def _with(look: Any, upload: Upload, changes: dict[str, Any], transaction: str = "") -> Any:
    """What is wanted: a reading with some members of an account or a transaction changed."""
    whole = look[upload.account]
    if not transaction:
        return {**look, upload.account: {**whole, "account": {**whole["account"], **changes}}}
    changed = {**whole["transactions"][transaction], **changes}
    transactions = {**whole["transactions"], transaction: changed}
    return {**look, upload.account: {**whole, "transactions": transactions}}


@smoke
@pytest.mark.parametrize("many", [False, True], ids=["one", "in an array"])
@requirement("UB-UP-03")
def test_a_change_of_an_account_leaves_all_else(
    uploader: Uploader, uploads: Uploads, draw: Draw, many: bool
) -> None:
    upload = _account(uploads, draw)
    uploads.account(draw, user=upload.user)
    before, name = held(uploader, upload), draw.word()
    change = {"accountId": upload.account, "name": name}

    answer = uploader.call("changeAccounts", upload.user, json=[change] if many else change)

    wanted = _with(before, upload, {"name": name})
    ensure_looks(wanted, after(uploader, upload.user), "the name changed, no more", by=answer)


@smoke
@pytest.mark.parametrize("operation_id", CHANGES)
@requirement("UB-UP-03")
def test_a_change_of_a_transaction_leaves_all_else(
    uploader: Uploader, uploads: Uploads, draw: Draw, operation_id: str
) -> None:
    upload = _account(uploads, draw)
    first = upload.transactions[0]
    before = held(uploader, upload)
    changes = {"purpose": draw.word()} if operation_id in OURS else {"amount": draw.amount()}

    change = {"transactionId": first, **changes}
    answer = uploader.call(operation_id, upload.user, upload.account, json=change)

    if operation_id in OURS and not answer.succeeded:
        raise NotTestable(f"the other path of changes, which is ours: {told(answer)}")
    wanted = _with(before, upload, changes, first)
    ensure_looks(wanted, after(uploader, upload.user), "that changed, no more", by=answer)


@requirement("UB-UP-03", level="profile")
def test_a_change_of_a_payment_partner_leaves_what_it_does_not_name(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = _account(uploads, draw)
    first = upload.transactions[0]
    before = held(uploader, upload)
    partner = part(before, upload, "transactions")[first].get("paymentPartner")

    change = {"transactionId": first, "paymentPartner": {"name": "Corner Bakery"}}
    answer = uploader.call("changeTransactions", upload.user, upload.account, json=change)

    changed = {"paymentPartner": {**(partner or {}), "name": "Corner Bakery"}}
    wanted = _with(before, upload, changed, first)
    ensure_looks(wanted, after(uploader, upload.user), "the partner's name only", by=answer)


@requirement("UB-UP-03")
def test_a_change_leaves_what_has_the_same_ids_elsewhere(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload, other = alike(uploads, draw)
    before, others = held(uploader, upload), held(uploader, other)
    first, purpose = upload.transactions[0], draw.word()

    path = (upload.user, upload.account)
    change = {"transactionId": first, "purpose": purpose}
    answer = uploader.call("changeTransactions", *path, json=change)

    wanted = _with(before, upload, {"purpose": purpose}, first)
    ensure_looks(wanted, after(uploader, upload.user), "one purpose changed", by=answer)
    renamed = {"accountId": upload.account, "name": purpose}
    answer = uploader.call("changeAccounts", upload.user, json=renamed)

    wanted = _with(wanted, upload, {"name": purpose})
    ensure_looks(wanted, after(uploader, upload.user), "one name changed besides", by=answer)
    ensure_untouched(others, after(uploader, other.user), by=answer)


@requirement("UB-UP-03")
def test_a_change_never_moves_a_transaction_to_another_account(
    uploader: Uploader, uploads: Uploads, draw: Draw
) -> None:
    upload = uploads.account(draw)
    other = uploads.account(draw, user=upload.user)
    before = held(uploader, upload)
    change = {"transactionId": upload.transactions[0], "accountId": other.account}

    answer = uploader.call("changeTransactions", upload.user, upload.account, json=change)

    ensure_looks(before, after(uploader, upload.user), "each where it was", by=answer)
