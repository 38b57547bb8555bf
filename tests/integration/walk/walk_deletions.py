"""Steps of a walk: deleting what was uploaded, planting what a bank would have sent."""

from collections.abc import Iterable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from integration.walk.walk_model import markers
from integration.walk.walk_steps import (
    NOWHERE,
    NUMBERS,
    SENDINGS,
    encoded,
    first,
    often,
    pick,
)
from integration.walk.walk_upload_calls import UPLOADERS, Uploader
from integration.walk.walk_upload_data import BAD_IDS, add_transactions, new_transaction
from integration.walk.walk_upload_transactions import TransactionSteps
from integration.walk.walk_values import Fields, UploadAccountModel, UploadTransactionModel

IDS = st.lists(st.integers(1, 23), min_size=1, max_size=3)
ODD_IDS = often("", "unknown", "twice", *BAD_IDS, times=12)


class DeletionSteps(TransactionSteps):
    """The three deletions of the User banking API, and fetched data."""

    @rule(caller=UPLOADERS, numbers=st.tuples(NUMBERS, NUMBERS), body=often(b"", b"{", b"[]"))
    def delete_account(self, caller: Uploader, numbers: tuple[int, int], body: bytes) -> None:
        """Delete one account; a body does not matter."""
        user_id, account_id, account = self.upload_at(numbers)
        user = self.model.users.get(user_id)
        reply = self.attempt(
            first(
                self.scope_verdict(caller, self.client_of(caller, user), writes=True),
                *self.user_verdicts(caller, user_id, account_id),
                403 if account and account.untouchable else None,
                204,
            ),
            "DELETE",
            f"/user-banking/users/{user_id}/banking/accounts/{account_id}",
            self.upload_headers(caller, user),
            body,
        )
        if user and account and reply.status == 204:
            self.model.bury(user.accounts.pop(account_id))
            self.compare_user_data(user_id)
            self._is_gone(user_id, f"/{account_id}")

    @rule(caller=UPLOADERS, number=NUMBERS, picks=IDS, odd=ODD_IDS, sending=SENDINGS)
    def delete_accounts(
        self, caller: Uploader, number: int, picks: list[int], odd: str, sending: str
    ) -> None:
        """Delete exactly the named accounts, or none."""
        user_id = self.user_at(number)
        user = self.model.users.get(user_id)
        ids = _ids([self.account_of(user_id, n) for n in picks], odd)
        held: dict[str, UploadAccountModel] = user.accounts if user else {}
        untouchable = any(i in held and held[i].untouchable for i in ids)
        reply = self._write_upload(
            caller,
            user_id,
            ("DELETE", "", 204),
            (sending, BAD_IDS.get(odd, {"ids": ids})),
            [400 if odd in BAD_IDS else None],
            [None if set(ids) <= set(held) else 404, 403 if untouchable else None],
        )
        if user and reply.status == 204:
            for account_id in set(ids):
                self.model.bury(user.accounts.pop(account_id))
            self.compare_user_data(user_id, *user.accounts)

    @rule(
        caller=UPLOADERS,
        numbers=st.tuples(NUMBERS, NUMBERS),
        picks=IDS,
        odd=ODD_IDS,
        sending=SENDINGS,
    )
    def delete_transactions(
        self,
        caller: Uploader,
        numbers: tuple[int, int],
        picks: list[int],
        odd: str,
        sending: str,
    ) -> None:
        """Delete exactly the named transactions of an account, or none."""
        user_id, account_id, account = self.upload_at(numbers)
        held: dict[str, UploadTransactionModel] = account.transactions if account else {}
        ids = _ids([pick(list(held), n) if held else NOWHERE for n in picks], odd)
        reply = self._write_upload(
            caller,
            user_id,
            ("DELETE", f"/{account_id}/transactions", 204),
            (sending, BAD_IDS.get(odd, {"ids": ids})),
            [400 if odd in BAD_IDS else None],
            [
                None if account else 404,
                None if set(ids) <= set(held) else 404,
                403 if any(i in held and held[i].fetched for i in ids) else None,
            ],
        )
        if account and reply.status == 204:
            self._forget(account, ids)
            self.compare_user_data(user_id, *self.model.users[user_id].accounts)

    def _forget(self, account: UploadAccountModel, ids: Iterable[str]) -> None:
        for transaction_id in set(ids):
            gone = account.transactions.pop(transaction_id)
            self.model.deleted |= markers(gone.fields.get("purpose"))

    @rule(number=NUMBERS, onto=NUMBERS, new=st.sampled_from(("walk-fetched-1", "walk-fetched-2")))
    def plant_fetched_data(self, number: int, onto: int, new: str) -> None:
        """A bank sends an account, or transactions into an account that was uploaded."""
        user_id = self.user_at(number)
        user = self.model.users.get(user_id)
        account_id = self.account_of(user_id, onto) if onto % 3 else new
        account = self.held_account(user_id, account_id)
        if account_id == NOWHERE or (account and account.fetched):
            return  # what planting onto a fetched account does is nowhere written
        item = _fetched_account(account_id, account)
        content, raw, _ = encoded("json", {"accounts": [item]})
        target = f"/_sandbox/users/{user_id}/fetched-accounts"
        reply = self.attempt({201 if user else 404}, "POST", target, content, raw)
        if user and reply.status == 201:
            if account is None:
                fields = {k: v for k, v in item.items() if k not in ("accountId", "transactions")}
                user.accounts[account_id] = UploadAccountModel(fields, True)
            add_transactions(user.accounts[account_id], item["transactions"], fetched=True)
            self.compare_user_data(user_id, account_id)

    def _is_gone(self, user_id: str, rest: str) -> None:
        user = self.model.users[user_id]
        caller = Uploader(user.client, "", "right", "")
        headers = self.upload_headers(caller, user)
        target = f"/user-banking/users/{user_id}/banking/accounts{rest}"
        for path in (target, f"{target}/transactions"):
            reply = self.bench.call("GET", path, headers)
            self.bench.judge(reply, {404}, self.model, f"GET {path}")


def _ids(ids: list[str], odd: str) -> list[str]:
    if odd == "unknown":
        return [*ids, NOWHERE]
    return ids * 2 if odd == "twice" else ids


def _fetched_account(account_id: str, account: UploadAccountModel | None) -> dict[str, Any]:
    transactions = [new_transaction(("walk-f-1", -3.5, "2026-02-01"))]
    if account is not None:
        taken = sum(name.startswith("walk-f-") for name in account.transactions)
        transactions[0]["transactionId"] = f"walk-f-{taken + 1}"
        return {"accountId": account_id, "transactions": transactions}
    fields: Fields = {
        "bankLoginId": "walk-login",
        "accountNumber": f"number-of-{account_id}",
        "currency": "EUR",
        "type": "GIRO",
    }
    return {"accountId": account_id, **fields, "transactions": transactions}
