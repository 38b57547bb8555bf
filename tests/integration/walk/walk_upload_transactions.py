"""Steps of a walk: transactions uploaded and changed."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from integration.walk.walk_model import markers
from integration.walk.walk_steps import (
    NOWHERE,
    NUMBERS,
    SENDINGS,
    equal,
    often,
)
from integration.walk.walk_upload_calls import UPLOADERS, Uploader
from integration.walk.walk_upload_data import (
    BAD_TRANSACTIONS,
    TRANSACTIONS,
    add_transactions,
    changed_fields,
    new_transaction,
    spoilt,
    transaction_at,
)
from integration.walk.walk_uploads import UploadSteps
from integration.walk.walk_values import Fields, UploadTransactionModel


def _changes(transaction_id: str, fields: Fields, also: str) -> list[Fields]:
    unknown = [{"transactionId": NOWHERE, "purpose": "x"}] if also else []
    return [{"transactionId": transaction_id, **fields}, *unknown]


class TransactionSteps(UploadSteps):
    """Adding transactions to accounts, and changing them."""

    @rule(
        caller=UPLOADERS,
        numbers=st.tuples(NUMBERS, NUMBERS),
        transactions=TRANSACTIONS.filter(bool),
        bad=often("", *BAD_TRANSACTIONS, times=20),
        sending=SENDINGS,
    )
    def upload_transactions(
        self,
        caller: Uploader,
        numbers: tuple[int, int],
        transactions: list[tuple[str, float, str]],
        bad: str,
        sending: str,
    ) -> None:
        """Add transactions; one that is there already keeps its first values."""
        user_id, account_id, account = self.upload_at(numbers)
        items = [new_transaction(t) for t in transactions]
        body: Any = spoilt(items, bad)
        reply = self._write_upload(
            caller,
            user_id,
            ("POST", f"/{account_id}/transactions", 201),
            (sending, body[0] if len(body) == 1 and numbers[1] % 2 else body),
            [400 if bad else None],
            [None if account else 404, 403 if account and account.fetched else None],
        )
        if account and reply.status == 201:
            posted = {item["transactionId"] for item in items}
            equal("posted", posted, {t["transactionId"] for t in reply.json()})
            add_transactions(account, items)
            self.compare_user_data(user_id, account_id)

    @rule(
        caller=UPLOADERS,
        numbers=st.tuples(NUMBERS, NUMBERS, NUMBERS),
        change=st.sampled_from(("purpose", "amount", "clear", "day", "null amount", "null day")),
        also=often("", "unknown", times=5),
        alias=st.sampled_from(("", "/transactions")),
        sending=SENDINGS,
    )
    def change_transactions(
        self,
        caller: Uploader,
        numbers: tuple[int, int, int],
        change: str,
        also: str,
        alias: str,
        sending: str,
    ) -> None:
        """Change fields of transactions, by either path."""
        user_id, account_id, account = self.upload_at(numbers)
        transaction_id = transaction_at(account, numbers[2])
        fields = changed_fields(change)
        held = account.transactions.get(transaction_id) if account else None
        reply = self._write_upload(
            caller,
            user_id,
            ("PATCH", f"/{account_id}{alias}", 200),
            (sending, _changes(transaction_id, fields, also)),
            [400 if change.startswith("null ") else None],
            [
                None if account else 404,
                404 if also or held is None else None,
                403 if held and held.fetched else None,
            ],
        )
        if held and reply.status == 200:
            self._change(held, fields)
            self.compare_user_data(user_id, account_id)

    def _change(self, held: UploadTransactionModel, fields: Fields) -> None:
        if "purpose" in fields:
            self.model.replaced |= markers(held.fields.get("purpose"))
        held.fields.update(fields)
