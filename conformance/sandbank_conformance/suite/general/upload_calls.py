"""Good calls of the User banking API."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbank_conformance.callers import Uploader
from sandbank_conformance.draw import Draw
from sandbank_conformance.exchange import NOTHING
from sandbank_conformance.run import Run
from sandbank_conformance.suite.general.calls import FORM, WITHOUT_CREDENTIALS, Call, Maker
from sandbank_conformance.uploads import Upload, Uploads

Body = Callable[[Uploads, Draw, Upload], Any]


def uploader_of(run: Run) -> Uploader:
    """The client; the check is about the User banking API, so there is one."""
    assert run.uploader is not None
    return run.uploader


def uploads_of(run: Run) -> Uploads:
    """What makes users and accounts."""
    assert run.uploads is not None
    return run.uploads


def _issue_upload_token(run: Run, _: Draw) -> Call:
    uploader = uploader_of(run)
    return Call(
        caller=uploader,
        operation_id="issueUploadToken",
        body={
            "grant_type": "client_credentials",
            "client_id": uploader.access.client_id,
            "client_secret": uploader.access.client_secret,
        },
        media_type=FORM,
        headers=lambda: WITHOUT_CREDENTIALS,
    )


def _create_user(run: Run, _: Draw) -> Call:
    body = {"type": "person", "automaticAnalysis": "suspended", "expiresIn": 86_400}
    return Call(caller=uploader_of(run), operation_id="createUser", body=body)


def _list_users(run: Run, _: Draw) -> Call:
    return Call(caller=uploader_of(run), operation_id="listUsers")


def _of_user(operation_id: str) -> Maker:
    def make(run: Run, draw: Draw) -> Call:
        user = uploads_of(run).account(draw).user
        return Call(caller=uploader_of(run), operation_id=operation_id, ids=(user,))

    return make


def _of_accounts(operation_id: str, body: Body | None = None) -> Maker:
    return _of(operation_id, body, lambda upload: (upload.user,))


def _of_account(operation_id: str, body: Body | None = None) -> Maker:
    return _of(operation_id, body, lambda upload: (upload.user, upload.account))


def _of(operation_id: str, body: Body | None, ids: Callable[[Upload], tuple[str, ...]]) -> Maker:
    def make(run: Run, draw: Draw) -> Call:
        uploads = uploads_of(run)
        upload = uploads.account(draw)
        return Call(
            caller=uploader_of(run),
            operation_id=operation_id,
            ids=ids(upload),
            body=body(uploads, draw, upload) if body else NOTHING,
        )

    return make


def _new_account(uploads: Uploads, draw: Draw, _: Upload) -> Any:
    return {**uploads.account_body(draw, transactions=1), "bankName": "Verify", "balance": 12.5}


def _account_change(_: Uploads, draw: Draw, upload: Upload) -> Any:
    return {"accountId": upload.account, "name": draw.word(), "balance": draw.amount()}


def _account_ids(_: Uploads, __: Draw, upload: Upload) -> Any:
    return {"ids": [upload.account]}


def _new_transaction(uploads: Uploads, draw: Draw, _: Upload) -> Any:
    return uploads.transaction_body(
        draw, valueDate="2026-01-29", paymentPartner={"name": "Corner Shop"}
    )


def _transaction_change(_: Uploads, draw: Draw, upload: Upload) -> Any:
    return {
        "transactionId": upload.transactions[0],
        "amount": draw.amount(),
        "purpose": draw.word(),
        "valueDate": "2026-01-30",
    }


def _transaction_ids(_: Uploads, __: Draw, upload: Upload) -> Any:
    return {"ids": list(upload.transactions[:2])}


MAKERS: Mapping[str, Maker] = {
    "issueUploadToken": _issue_upload_token,
    "createUser": _create_user,
    "listUsers": _list_users,
    "getUser": _of_user("getUser"),
    "deleteUser": _of_user("deleteUser"),
    "uploadAccounts": _of_accounts("uploadAccounts", _new_account),
    "changeAccounts": _of_accounts("changeAccounts", _account_change),
    "deleteAccounts": _of_accounts("deleteAccounts", _account_ids),
    "listAccounts": _of_accounts("listAccounts"),
    "getAccount": _of_account("getAccount"),
    "deleteAccount": _of_account("deleteAccount"),
    "changeTransactions": _of_account("changeTransactions", _transaction_change),
    "uploadTransactions": _of_account("uploadTransactions", _new_transaction),
    "changeTransactionsAlias": _of_account("changeTransactionsAlias", _transaction_change),
    "deleteTransactions": _of_account("deleteTransactions", _transaction_ids),
    "listAccountTransactions": _of_account("listAccountTransactions"),
}
