"""Liars about uploads: what replaces an account, and what is stored twice."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from sandbank_server.api import user_banking_present
from sandbank_server.api.endpoint import Endpoint
from sandbank_server.api.incoming import Request
from sandbank_server.domain.refusals import Conflict, Refusal
from sandbank_server.domain.uploads import (
    AccountUpload,
    UploadAccount,
    UploadTransaction,
)
from sandbank_server.service import uploads
from sandbank_server.service.callers import UploadCaller
from sandbank_server.service.keys import account_key
from sandbank_server.service.ports import Sandbox
from sandbank_server.service.removal import key_of
from zoo.animals import liar
from zoo.liars.excuses import after_refusals

_AGAIN = "\u0000"  # ends the id of a transaction that is stored a second time


@liar("UB-UP-01")
def a_replaced_account_keeps_its_transactions(patch: pytest.MonkeyPatch) -> None:
    """Uploading an account anew adds to the transactions that it had."""
    real = uploads._remove

    def deviating(sandbox: Sandbox, caller: UploadCaller, held: uploads.Held) -> None:
        table = sandbox.store.upload_transactions
        kept = [
            transaction
            for account in held.values()
            for transaction in table.find(
                "account", account_key(account.user_id, account.account_id)
            )
        ]
        real(sandbox, caller, held)
        for transaction in kept:
            table.put(transaction)

    patch.setattr(uploads, "_remove", deviating)


@liar("UB-UP-01")
def a_replaced_account_keeps_what_is_left_out(patch: pytest.MonkeyPatch) -> None:
    """Uploading an account anew leaves the texts that the upload does not name."""
    real = uploads._store

    def deviating(sandbox: Sandbox, held: uploads.Held, upload: AccountUpload) -> UploadAccount:
        stored, old = real(sandbox, held, upload), held.get(upload.account.account_id)
        if old is None:
            return stored
        texts = ("name", "owner", "icon", "bank_name", "bank_code", "bic", "iban", "balance")
        merged = replace(stored, **{it: getattr(stored, it) or getattr(old, it) for it in texts})
        sandbox.store.upload_accounts.put(merged)
        return merged

    patch.setattr(uploads, "_store", deviating)


@liar("UB-UP-01")
def an_account_is_uploaded_once(patch: pytest.MonkeyPatch) -> None:
    """Uploading an account that is there answers 409."""
    real = uploads.refuse_other_numbers

    def deviating(held: uploads.Held, sent: Sequence[AccountUpload]) -> None:
        real(held, sent)
        if held:
            raise Conflict("UB-UP-01", "conflict", "There is an account of this id.")

    patch.setattr(uploads, "refuse_other_numbers", deviating)


@liar("UB-UP-01")
def an_account_is_replaced_by_one_of_another_number(patch: pytest.MonkeyPatch) -> None:
    """The `accountId` alone decides what is replaced."""
    patch.setattr(uploads, "refuse_other_numbers", lambda _held, _uploads: None)


@liar("GEN-02", "UB-UP-01")
def another_number_costs_the_account(patch: pytest.MonkeyPatch) -> None:
    """An `accountId` with another number answers 409, but the first account is gone by then."""
    sent: list[uploads.Held] = []
    real = uploads.refuse_other_numbers

    def deviating(held: uploads.Held, batch: Sequence[AccountUpload]) -> None:
        sent[:] = [dict(held)]
        real(held, batch)

    def then(endpoint: Endpoint, _request: Request, _raw: bytes, refusal: Refusal) -> None:
        if refusal.requirement == "UB-UP-01" and endpoint._operation_id == "uploadAccounts":
            for account in (each for held in sent for each in held.values()):
                uploads.remove_account(endpoint._pipeline.sandbox, account)

    patch.setattr(uploads, "refuse_other_numbers", deviating)
    after_refusals(patch, then)


@liar("UB-UP-02")
def stores_a_transaction_as_often_as_it_comes(patch: pytest.MonkeyPatch) -> None:
    """A `transactionId` that is uploaded again is there twice."""
    real, present = uploads._kept, user_banking_present.present_transaction

    def deviating(sandbox: Sandbox, transaction: UploadTransaction) -> UploadTransaction:
        held = sandbox.store.upload_transactions.get(key_of(transaction))
        if held is None or held.fetched:
            return real(sandbox, transaction)
        again = replace(transaction, transaction_id=transaction.transaction_id + _AGAIN)
        return deviating(sandbox, again)

    def presented(transaction: UploadTransaction) -> user_banking_present.Shown:
        shown = present(transaction)
        return {**shown, "transactionId": shown["transactionId"].rstrip(_AGAIN)}

    patch.setattr(uploads, "_kept", deviating)
    patch.setattr(user_banking_present, "present_transaction", presented)


def _on_second(patch: pytest.MonkeyPatch, *, refuse: bool) -> None:
    real = uploads._kept

    def deviating(sandbox: Sandbox, transaction: UploadTransaction) -> UploadTransaction:
        held = sandbox.store.upload_transactions.get(key_of(transaction))
        if held is None or held.fetched:
            return real(sandbox, transaction)
        if refuse:
            raise Conflict("UB-UP-02", "conflict", "There is a transaction of this id.")
        sandbox.store.upload_transactions.put(transaction)
        return transaction

    patch.setattr(uploads, "_kept", deviating)


@liar("UB-UP-02")
def the_last_upload_of_a_transaction_counts(patch: pytest.MonkeyPatch) -> None:
    """A `transactionId` that is uploaded again has the new values."""
    _on_second(patch, refuse=False)


@liar("UB-UP-02")
def a_transaction_is_uploaded_once(patch: pytest.MonkeyPatch) -> None:
    """A `transactionId` that is uploaded again answers 409."""
    _on_second(patch, refuse=True)
