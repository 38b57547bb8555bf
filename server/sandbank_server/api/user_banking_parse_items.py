"""From bodies of the User banking API to accounts, transactions and what changes of them."""

from dataclasses import replace

from sandbank_server.api.calls import Call, Json
from sandbank_server.api.user_banking_names import KEPT_OF_ACCOUNTS, KEPT_OF_TRANSACTIONS
from sandbank_server.api.user_banking_parse import account_path
from sandbank_server.api.user_banking_parse_fields import (
    Item,
    account_fields,
    items_of,
    judge_kept,
    judge_own_account,
    partner,
    partner_fields,
    transaction_fields,
)
from sandbank_server.domain.findings import Findings
from sandbank_server.domain.upload_changes import AccountChange, TransactionChange
from sandbank_server.domain.uploads import AccountUpload, UploadAccount, UploadTransaction
from sandbank_server.service.callers import UploadCaller
from sandbank_server.service.users import UserPath


def accounts(call: Call[UploadCaller]) -> list[AccountUpload]:
    """The accounts to create or replace."""
    findings = Findings()
    user_id = call.path["user-id"]
    uploads = [_account(user_id, place, item, findings) for place, item in items_of(call.body)]
    findings.settle("UB-UP-05")
    return uploads


def fetched_accounts(user_id: str, body: Json) -> list[AccountUpload]:
    """The accounts to plant as fetched; what a new one lacks is left empty."""
    findings = Findings()
    plantings = []
    for place, item in items_of(body["accounts"], "/accounts"):
        told = {"currency": "", "type": "", **item}
        upload = _account(user_id, place, told, findings)
        account = replace(upload.account, bank_login_id=item.get("bankLoginId"))
        plantings.append(replace(upload, account=account))
    findings.settle("UB-UP-05")
    return plantings


def _account(user_id: str, place: str, item: Item, findings: Findings) -> AccountUpload:
    account_id = item.get("accountId") or ""
    transactions = tuple(
        _transaction(UserPath(user_id=user_id), account_id, inner_place, inner, findings)
        for inner_place, inner in items_of(item.get("transactions") or [], f"{place}/transactions")
    )
    account = UploadAccount(
        user_id=user_id, account_id=account_id, sequence=0, **account_fields(item)
    )
    return AccountUpload(place=place, account=account, transactions=transactions)


def transactions(call: Call[UploadCaller]) -> list[UploadTransaction]:
    """The transactions to store."""
    findings = Findings()
    path = account_path(call)
    found = [
        _transaction(path, path.account_id, place, item, findings)
        for place, item in items_of(call.body)
    ]
    findings.settle("UB-UP-05")
    return found


def _transaction(
    path: UserPath, account_id: str, place: str, item: Item, findings: Findings
) -> UploadTransaction:
    judge_own_account(place, item, account_id, findings)
    fields = {"booking_date": "", **transaction_fields(place, item, findings)}
    return UploadTransaction(
        user_id=path.user_id,
        account_id=account_id,
        transaction_id=item["transactionId"],
        payment_partner=partner(item.get("paymentPartner")),
        **fields,
    )


def account_changes(call: Call[UploadCaller]) -> list[AccountChange]:
    """What is to become of accounts."""
    findings = Findings()
    changes = []
    for place, item in items_of(call.body):
        judge_kept(place, item, KEPT_OF_ACCOUNTS, findings)
        change = AccountChange(
            place=place, account_id=item["accountId"], changes=account_fields(item)
        )
        changes.append(change)
    findings.settle("UB-UP-03")
    return changes


def transaction_changes(call: Call[UploadCaller]) -> list[TransactionChange]:
    """What is to become of transactions."""
    findings = Findings()
    account_id = call.path["account-id"]
    changes = []
    for place, item in items_of(call.body):
        judge_kept(place, item, KEPT_OF_TRANSACTIONS, findings)
        judge_own_account(place, item, account_id, findings)
        changes.append(_transaction_change(place, item, findings))
    findings.settle("UB-UP-03")
    return changes


def _transaction_change(place: str, item: Item, findings: Findings) -> TransactionChange:
    fields = transaction_fields(place, item, findings)
    sent = item.get("paymentPartner")
    if "paymentPartner" in item and sent is None:
        fields["payment_partner"] = None
    return TransactionChange(
        transaction_id=item["transactionId"],
        changes=fields,
        partner=None if sent is None else partner_fields(sent),
    )
