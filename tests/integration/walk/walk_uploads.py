"""Steps of a walk: accounts uploaded and changed."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule
from integration.walk.walk_model import markers
from integration.walk.walk_steps import (
    NOWHERE,
    NUMBERS,
    SENDINGS,
    Verdict,
    encoded,
    equal,
    first,
    often,
)
from integration.walk.walk_upload_calls import UPLOADERS, Uploader
from integration.walk.walk_upload_data import (
    ACCOUNT_IDS,
    BAD_ACCOUNTS,
    BAD_TRANSACTIONS,
    CHANGES,
    FETCHED_ID,
    NUMBERS_OF,
    TRANSACTIONS,
    add_transactions,
    new_transaction,
    replacing_verdict,
    spoilt_account,
)
from integration.walk.walk_upload_reads import UploadReadSteps
from integration.walk.walk_values import (
    Fields,
    UploadAccountModel,
    UserModel,
)


class UploadSteps(UploadReadSteps):
    """Creating, replacing and changing accounts."""

    @rule(
        caller=UPLOADERS,
        number=NUMBERS,
        ids=st.lists(
            st.sampled_from((*ACCOUNT_IDS, *ACCOUNT_IDS[:4], FETCHED_ID, "")),
            min_size=1,
            max_size=2,
            unique=True,
        ),
        account_number=often("its own", "another", times=5),
        transactions=TRANSACTIONS,
        bad=often("", *BAD_ACCOUNTS, *BAD_TRANSACTIONS, times=80),
        sending=SENDINGS,
    )
    def upload_accounts(
        self,
        caller: Uploader,
        number: int,
        ids: list[str],
        account_number: str,
        transactions: list[tuple[str, float, str]],
        bad: str,
        sending: str,
    ) -> None:
        """Create accounts, or replace them as a whole."""
        user_id = self.user_at(number)
        user = self.model.users.get(user_id)
        items = [self._account(user, i, account_number, transactions) for i in ids]
        body: Any = spoilt_account(items, bad)
        body = body[0] if len(items) == 1 and number % 2 else body
        state = [replacing_verdict(user, item) for item in items]
        fetched = 403 if 403 in state else None
        reply = self._write_upload(
            caller,
            user_id,
            ("POST", "", 201),
            (sending, body),
            [400 if bad else None],
            [None, fetched, 409 if 409 in state else None],
        )
        if user and reply.status == 201:
            made = [item["accountId"] for item in reply.json()]
            self._store_accounts(user, items, made)
            self.compare_user_data(user_id, *made)

    def _store_accounts(self, user: UserModel, items: list[Fields], made: list[str]) -> None:
        equal("how many accounts", len(items), len(made))
        for item, account_id in zip(items, made, strict=True):
            equal("accountId", item.get("accountId", account_id), account_id)
            self._store_account(user, account_id, item)

    @rule(
        caller=UPLOADERS,
        numbers=st.tuples(NUMBERS, NUMBERS),
        change=st.sampled_from(
            (
                "name",
                "name",
                "balance",
                "clear",
                "nothing",
                "number",
                "null number",
                "null currency",
            )
        ),
        also=often("", "unknown", times=5),
        sending=SENDINGS,
    )
    def change_accounts(
        self, caller: Uploader, numbers: tuple[int, int], change: str, also: str, sending: str
    ) -> None:
        """Change fields of accounts; ids and numbers never change."""
        user_id, account_id, account = self.upload_at(numbers)
        fields = CHANGES[change]
        body: Any = [{"accountId": account_id, **fields}]
        body += [{"accountId": NOWHERE, "name": "x"}] if also else []
        unknown = 404 if also or account is None else None
        renumbered = None
        if change == "number" and account:
            renumbered = {400, 404} if unknown else 400
            renumbered = {400, 403} if account.fetched and not unknown else renumbered
            # A tenant or a user that is not right can be judged before what the account decides.
            renumbered = renumbered if self._reached(caller, user_id) else None
        reply = self._write_upload(
            caller,
            user_id,
            ("PATCH", "", 200),
            (sending, body if also or numbers[1] % 2 else body[0]),
            [400 if change.startswith("null ") else None, renumbered],
            [unknown, 403 if account and account.fetched else None],
        )
        if account and reply.status == 200:
            account.fields.update(fields)
            self.compare_user_data(user_id)

    def _reached(self, caller: Uploader, user_id: str) -> bool:
        return all(v is None for v in self.user_verdicts(caller, user_id))

    def _write_upload(
        self,
        caller: Uploader,
        user_id: str,
        call: tuple[str, str, int],
        sent: tuple[str, object],
        body_verdicts: list[Verdict],
        state: list[Verdict],
    ) -> Any:
        user, (method, rest, good) = self.model.users.get(user_id), call
        content, raw, sending_verdict = encoded(*sent)
        client = self.client_of(caller, user)
        return self.attempt(
            first(
                self.scope_verdict(caller, client, writes=True),
                sending_verdict,
                *body_verdicts,
                *self.user_verdicts(caller, user_id),
                *state,
                good,
            ),
            method,
            f"/user-banking/users/{user_id}/banking/accounts{rest}",
            [*self.upload_headers(caller, user), *content],
            raw,
        )

    def _account(
        self,
        user: UserModel | None,
        account_id: str,
        account_number: str,
        transactions: list[tuple[str, float, str]],
    ) -> Fields:
        held = user.accounts.get(account_id) if user else None
        own = held.fields.get("accountNumber") if held else None
        own = own or NUMBERS_OF.get(account_id, f"number-of-{account_id}")
        item: Fields = {
            "accountNumber": own if account_number == "its own" else "another",
            "currency": "EUR",
            "type": "GIRO",
            "balance": 12.34,
            "name": "Walk account",
            "transactions": [new_transaction(t) for t in transactions],
        }
        return {"accountId": account_id, **item} if account_id else item

    def _store_account(self, user: UserModel, account_id: str, item: Fields) -> None:
        if account_id in user.accounts:
            for old in user.accounts[account_id].transactions.values():
                self.model.replaced |= markers(old.fields.get("purpose"))
        fields = {k: v for k, v in item.items() if k not in ("accountId", "transactions")}
        user.accounts[account_id] = UploadAccountModel(fields)
        add_transactions(user.accounts[account_id], item["transactions"])
